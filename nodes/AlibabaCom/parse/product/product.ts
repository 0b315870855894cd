import { fieldsOf, isMissing, type Fields } from '../../../wire/reading';
import { parseLogistics, type ParsedLogistics } from '../logistics/logistics';
import { parsePriceInfo, type ParsedPrice } from '../price/price';
import { readQuantity } from '../quantity';
import {
	firstOf,
	flagAt,
	layersOf,
	momentOf,
	objectAt,
	textAt,
	textsAt,
	writtenText,
	type Moment,
} from '../rows';
import { pickText, primaryOf, type PickedText } from './language';
import { idText } from './productId';

/** A text of a product, and whether it came from a mapping by language or from the plain field. */
export interface ProductText extends PickedText {
	source: 'languages' | 'plain' | null;
	/** Languages that have this text, as the platform writes them. */
	available: string[];
}

/** A product of the product detail profile. */
export interface Product {
	/** Null when the answer does not repeat it. */
	productId: string | null;
	/** Publish state as the platform writes it; null when the answer has none. */
	status: string | null;
	title: ProductText;
	description: ProductText;
	/** Minimum order quantity, from inside the price object or beside it; null when not given. */
	moq: number | null;
	price: ParsedPrice;
	logistics: ParsedLogistics;
}

/** Which languages the texts are wanted in. */
export interface LanguageChoice {
	language: string;
	/** What plain titles are written in; `zh` unless told. */
	defaultLanguage?: string;
}

/** An answer that has none of these holds no product. */
const MARKS = [
	'title',
	'multi_language_title',
	'multi_language_desc',
	'price_info',
	'moq',
	'logistics_info',
];

/**
 * The text in the wanted language from the mapping, else the plain field. Plain text is in the default
 * language as far as the platform says, so it counts as a fallback for every other one.
 */
function textIn(mapping: unknown, plain: unknown, choice: LanguageChoice): ProductText {
	const { language, defaultLanguage = 'zh' } = choice;
	const available = Object.entries(fieldsOf(mapping) ?? {}).flatMap(([key, text]) =>
		isMissing(text) ? [] : [key],
	);
	const picked = pickText(mapping, language, defaultLanguage);
	if (picked.text !== '') {
		return { ...picked, source: picked.language === null ? 'plain' : 'languages', available };
	}
	const { text, language: answered, isFallback } = pickText(plain, language, defaultLanguage);
	if (text === '') return { ...picked, source: null, available };
	const isOther = primaryOf(language) !== primaryOf(defaultLanguage);
	return {
		text,
		language: answered,
		isFallback: answered === null ? isOther : isFallback,
		source: answered === null ? 'plain' : 'languages',
		available,
	};
}

/** The MOQ is asked for beside the price and stands inside it; a base price needs it there. */
function priceOf(fields: Fields): ParsedPrice {
	const info = fieldsOf(fields.price_info);
	if (!info || !isMissing(info.moq)) return parsePriceInfo(fields.price_info);
	return parsePriceInfo({ ...info, moq: fields.moq });
}

/**
 * Reads the answer of `alibaba.product.get`, bare or in any of the envelopes that were seen.
 *
 * @returns undefined when the answer holds no product; `absenceOf` then says what is known about why.
 */
export function parseProduct(answer: unknown, choice: LanguageChoice): Product | undefined {
	const fields = layersOf(answer).find((layer) => firstOf(layer, MARKS) !== undefined);
	if (!fields) return undefined;
	const insideMoq = readQuantity(fieldsOf(fields.price_info)?.moq);
	return {
		productId: idText(firstOf(fields, ['product_id', 'productId', 'id'])) ?? null,
		status: writtenText(firstOf(fields, ['product_status', 'publish_status', 'status'])) ?? null,
		title: textIn(fields.multi_language_title, fields.title, choice),
		description: textIn(
			fields.multi_language_desc,
			firstOf(fields, ['description', 'desc']),
			choice,
		),
		moq: insideMoq ?? readQuantity(fields.moq) ?? null,
		price: priceOf(fields),
		logistics: parseLogistics(fields.logistics_info),
	};
}

/** A product in a list. */
export interface ProductRow {
	productId: string | null;
	scrambledId: string | null;
	title: string | null;
	/** Of the review of the listing, e.g. `approved`. */
	status: string | null;
	/** Whether buyers see it. */
	isOnline: boolean | null;
	categoryId: string | null;
	groupId: string | null;
	productType: string | null;
	keywords: string[];
	imageUrl: string | null;
	url: string | null;
	createdAt: Moment;
	modifiedAt: Moment;
}

/** Reads one row of the product list or of the buyers' search. */
export function readProductRow(row: Fields): ProductRow {
	return {
		productId:
			idText(row.id) ?? (row.subject === undefined ? idText(row.product_id) : null) ?? null,
		scrambledId: row.subject === undefined ? null : (idText(row.product_id) ?? null),
		title: textAt(row, 'subject', 'title'),
		status: textAt(row, 'status'),
		isOnline: flagAt(row, 'display'),
		categoryId: idText(row.category_id) ?? null,
		groupId: idText(row.group_id) ?? null,
		productType: textAt(row, 'product_type'),
		keywords: textsAt(row, 'keywords'),
		imageUrl:
			textsAt(objectAt(row, 'main_image'), 'images')[0] ?? textAt(row, 'main_image') ?? null,
		url: textAt(row, 'pc_detail_url', 'detail_url'),
		createdAt: momentOf(row.gmt_create),
		modifiedAt: momentOf(row.gmt_modified),
	};
}
