import type { Money } from '../../../wire/money';
import { isMissing } from '../../../wire/reading';
import type { ParsedLogistics } from '../logistics/logistics';
import type { ParsedPrice } from '../price/price';
import { moneyFrom, writtenText, type Moment } from '../rows';
import { pickText } from './language';
import { parseProduct, type LanguageChoice, type ProductText } from './product';

/** A price between two ends. Nothing can be ordered at it: the seller has to be asked. */
export interface PriceRange {
	min: Money | null;
	max: Money | null;
	/** In capitals; null when none is written. */
	tradeTerm: string | null;
	namedPlace: string | null;
}

/** One variant of a product. */
export interface Sku {
	skuId: string | null;
	skuCode: string | null;
	price: Money | null;
	stock: number | null;
	attributes: Array<{ name: string; value: string }>;
	/** Its own ladder, where variants have one each. */
	ladder: ParsedPrice | null;
}

/** How long the seller needs from a quantity upwards. */
export interface LeadTime {
	minQuantity: number | null;
	days: number | null;
}

/** What every profile says about a product, in one shape; null is what a profile does not say. */
export interface ProductFacts {
	productId: string | null;
	scrambledId: string | null;
	status: string | null;
	title: ProductText;
	description: ProductText;
	moq: number | null;
	unit: string | null;
	/** The ladder of the product, or of all variants together where their prices differ. */
	price: ParsedPrice;
	priceRange: PriceRange | null;
	/** Whether the price depends on the variant. */
	pricesDifferBySku: boolean;
	skus: Sku[];
	/** Logistics by quantity; null where the product does not carry them. */
	logistics: ParsedLogistics | null;
	leadTimes: LeadTime[];
	stock: number | null;
	categoryId: string | null;
	categoryName: string | null;
	modelNumber: string | null;
	shippingTemplateId: string | null;
	weightKilograms: string | null;
	images: string[];
	url: string | null;
	createdAt: Moment;
	modifiedAt: Moment;
	attributes: Array<{ name: string; value: string }>;
}

/** A range of prices as far as it can be read, and what of it cannot. */
export interface ReadRange {
	priceRange: PriceRange | null;
	rejected: unknown[];
}

/** There is no range, or it does not matter. */
export const NO_RANGE: ReadRange = { priceRange: null, rejected: [] };

/** The two ends of one text, e.g. `3.10-3.69` or `US$1,299.00 ~ US$2,500.00`. */
function endsOf(written: unknown): unknown[] {
	const ends = (writtenText(written) ?? '').split(/[~～–—-]/);
	const isRange = ends.length === 2 && ends.every((end) => /\d/.test(end));
	return isRange ? ends : [written, written];
}

/**
 * Reads a range of prices. An end that cannot be read is handed back: a range that is left out unseen
 * would look like no price, and one with the other end alone like the whole.
 *
 * @param ends lowest and highest price, as written; one text with both may stand in place of both.
 */
export function readRange(
	ends: { min: unknown; max: unknown },
	currency: string | null,
	term: Pick<PriceRange, 'tradeTerm' | 'namedPlace'>,
): ReadRange {
	const isOne = ends.min === ends.max;
	const [min, max] = isOne ? endsOf(ends.min) : [ends.min, ends.max];
	const [low, high] = [moneyFrom(min, currency), moneyFrom(max, currency)];
	const unread = [
		...(low === null && !isMissing(min) ? [min] : []),
		...(high === null && !isMissing(max) && !(isOne && min === max) ? [max] : []),
	];
	const priceRange = low || high ? { min: low, max: high, ...term } : null;
	return { priceRange, rejected: unread };
}

const NO_TIME: Moment = { at: null, platform: null };

/** Facts of which nothing is known yet. */
export function noFacts(): Omit<ProductFacts, 'title' | 'description' | 'price'> {
	return {
		productId: null,
		scrambledId: null,
		status: null,
		moq: null,
		unit: null,
		priceRange: null,
		pricesDifferBySku: false,
		skus: [],
		logistics: null,
		leadTimes: [],
		stock: null,
		categoryId: null,
		categoryName: null,
		modelNumber: null,
		shippingTemplateId: null,
		weightKilograms: null,
		images: [],
		url: null,
		createdAt: NO_TIME,
		modifiedAt: NO_TIME,
		attributes: [],
	};
}

/**
 * A text that came in one language.
 *
 * @param language what the answer says it is in, e.g. `en_US`; null when it does not say.
 * @param wanted language code.
 */
export function textIn(value: unknown, language: string | null, wanted: string): ProductText {
	if (isMissing(value) || language === null) {
		const { text } = pickText(value, wanted);
		const hasText = text !== '';
		// Nothing says what it is in, so it cannot be claimed to be the wanted one.
		return {
			text,
			language: null,
			isFallback: hasText,
			source: hasText ? 'plain' : null,
			available: [],
		};
	}
	const picked = pickText({ [language]: value }, wanted, language);
	return { ...picked, source: 'languages', available: [language] };
}

/** Reads the answer of the product detail profile; undefined when it holds no product. */
export function readProductDetail(
	answer: unknown,
	choice: LanguageChoice,
): ProductFacts | undefined {
	const product = parseProduct(answer, choice);
	return product && { ...noFacts(), ...product };
}
