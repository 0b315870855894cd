import { fieldsOf, type Fields } from '../../../wire/reading';
import type { ParsedPrice } from '../price/price';
import { ladderFrom, mergedLadders, singlePrice, withPriceBefore } from '../price/skuPrices';
import { readQuantity } from '../quantity';
import {
	flagAt,
	momentOf,
	numberAt,
	objectAt,
	rowsAt,
	textAt,
	textsAt,
	writtenText,
} from '../rows';
import {
	NO_RANGE,
	noFacts,
	readRange,
	textIn,
	type ProductFacts,
	type ReadRange,
	type Sku,
} from './productFacts';
import { idText, skuIdText } from './productId';

/** Wholesale prices of this interface are US dollars, and it names no trade term for them. */
const WHOLESALE = { currency: 'USD', tradeTerm: '' };

/** What tells variants apart: the names of attributes, and of their values, by their ids. */
type AttributeNames = ReadonlyMap<string, { name: string; values: ReadonlyMap<string, string> }>;

function attributeNames(productSku: Fields): AttributeNames {
	const named = rowsAt(productSku, 'sku_attributes').flatMap((row) => {
		const [id, name] = [writtenText(row.attribute_id), textAt(row, 'attribute_name')];
		if (id === undefined || name === null) return [];
		const values = rowsAt(row, 'values').flatMap((value) => {
			// What the seller calls the value is what buyers see.
			const text = textAt(value, 'custom_value_name', 'system_value_name');
			const valueId = writtenText(value.value_id);
			return valueId === undefined || text === null ? [] : [[valueId, text] as const];
		});
		return [[id, { name, values: new Map(values) }] as const];
	});
	return new Map(named);
}

/** The attributes of a variant, e.g. `{"19089":1}`; one that the product does not name keeps its ids. */
function attributesOf(written: unknown, names: AttributeNames): Sku['attributes'] {
	return Object.entries(fieldsOf(written) ?? {}).flatMap(([id, value]) => {
		const text = writtenText(value);
		const known = names.get(id);
		if (text === undefined) return [];
		return [{ name: known?.name ?? id, value: known?.values.get(text) ?? text }];
	});
}

function skuOf(row: Fields, names: AttributeNames, wholesale: Fields, moq: number | null): Sku {
	const stocks = rowsAt(row, 'inventory_dto_list').flatMap(
		(one) => numberAt(one, 'inventory') ?? [],
	);
	const steps = ladderFrom(rowsAt(row, 'bulk_discount_prices'), 'start_quantity', WHOLESALE);
	// The steps are discounts of the one price, which holds below the first of them.
	const ladder = withPriceBefore(steps, wholesale.price, moq, WHOLESALE);
	return {
		skuId: skuIdText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_code'),
		price: null,
		stock: stocks.length === 0 ? null : stocks.reduce((sum, stock) => sum + stock, 0),
		attributes: attributesOf(row.attr2_value, names),
		ladder: ladder.tiers.length + ladder.rejected.length === 0 ? null : ladder,
	};
}

function fobRange(sourcing: Fields): ReadRange {
	const ends = { min: sourcing.fob_min_price, max: sourcing.fob_max_price };
	const namedPlace = textAt(sourcing, 'delivery_port');
	return readRange(ends, textAt(sourcing, 'fob_currency'), { tradeTerm: 'FOB', namedPlace });
}

function sameLadder(ladders: readonly ParsedPrice[]): boolean {
	return new Set(ladders.map(({ tiers }) => JSON.stringify(tiers))).size <= 1;
}

/** The ladder of the variants, else the one wholesale price; a price by inquiry has none. */
function priceOf(skus: readonly Sku[], wholesale: Fields, moq: number | null): ParsedPrice {
	const ladders = skus.flatMap(({ ladder }) => ladder ?? []);
	if (ladders.length === 0) return singlePrice(wholesale.price, moq, WHOLESALE);
	return mergedLadders(ladders);
}

function imagesOf(product: Fields): string[] {
	return textsAt(objectAt(product, 'main_image'), 'images');
}

/**
 * Reads a product of the first interface, as TOP and the older calls of the Open Platform answer it.
 *
 * @param product the object under `product`.
 * @throws TypeError that names the field, when a list is none.
 */
export function readProductV1(product: Fields, wanted: string): ProductFacts {
	const wholesale = objectAt(product, 'wholesale_trade');
	const sourcing = objectAt(product, 'sourcing_trade');
	const trade = fieldsOf(product.wholesale_trade) ? wholesale : sourcing;
	const moq = readQuantity(trade.min_order_quantity) ?? null;
	const productSku = objectAt(product, 'product_sku');
	const names = attributeNames(productSku);
	const skus = rowsAt(productSku, 'skus').map((row) => skuOf(row, names, wholesale, moq));
	const ladders = skus.flatMap(({ ladder }) => ladder ?? []);
	const ladder = priceOf(skus, wholesale, moq);
	const { priceRange, rejected } = ladder.tiers.length > 0 ? NO_RANGE : fobRange(sourcing);
	const isShown = flagAt(product, 'display');
	const written = textAt(product, 'language');
	const language = written?.toUpperCase() === 'ENGLISH' ? 'en' : written;
	return {
		...noFacts(),
		scrambledId: idText(product.product_id) ?? null,
		// `status` is about the review of the listing; whether buyers see it is said beside it.
		status: isShown === false ? 'offline' : textAt(product, 'status'),
		title: textIn(product.subject, language, wanted),
		description: textIn(product.description, language, wanted),
		moq,
		unit: textAt(trade, 'unit_type', 'min_order_unit_type', 'fob_unit_type'),
		price: { ...ladder, rejected: [...ladder.rejected, ...rejected] },
		priceRange,
		pricesDifferBySku: !sameLadder(ladders),
		skus,
		leadTimes: rowsAt(trade, 'deliver_periods').map((row) => ({
			minQuantity: readQuantity(row.quantity) ?? null,
			days: numberAt(row, 'process_period'),
		})),
		categoryId: idText(product.category_id) ?? null,
		shippingTemplateId: idText(wholesale.shipping_line_template_id) ?? null,
		weightKilograms: textAt(wholesale, 'weight'),
		images: imagesOf(product),
		modifiedAt: momentOf(product.gmt_modified),
		attributes: rowsAt(product, 'attributes').flatMap((row) => {
			const [name, value] = [textAt(row, 'attribute_name'), textAt(row, 'value_name')];
			return name === null || value === null ? [] : [{ name, value }];
		}),
	};
}
