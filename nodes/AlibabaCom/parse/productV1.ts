import type { ParsedPrice } from './price';
import { noFacts, textIn, type PriceRange, type ProductFacts, type Sku } from './productFacts';
import { idText } from './productId';
import { readQuantity } from './quantity';
import {
	flagAt,
	momentOf,
	moneyOf,
	numberAt,
	objectAt,
	rowsAt,
	textAt,
	textsAt,
	type Fields,
} from './rows';
import { ladderFrom, mergedLadders, singlePrice } from './skuPrices';
import { fieldsOf } from './written';

/** Wholesale prices of this interface are US dollars, and it names no trade term for them. */
const WHOLESALE = { currency: 'USD', tradeTerm: '' };

function skuOf(row: Fields): Sku {
	const stocks = rowsAt(row, 'inventory_dto_list').flatMap(
		(one) => numberAt(one, 'inventory') ?? [],
	);
	const ladder = ladderFrom(rowsAt(row, 'bulk_discount_prices'), 'start_quantity', WHOLESALE);
	return {
		skuId: idText(row.sku_id) ?? null,
		skuCode: textAt(row, 'sku_code'),
		price: null,
		stock: stocks.length === 0 ? null : stocks.reduce((sum, stock) => sum + stock, 0),
		attributes: [],
		ladder: ladder.tiers.length + ladder.rejected.length === 0 ? null : ladder,
	};
}

function fobRange(sourcing: Fields): PriceRange | null {
	const currency = textAt(sourcing, 'fob_currency');
	const min = moneyOf(sourcing.fob_min_price, currency);
	const max = moneyOf(sourcing.fob_max_price, currency);
	if (!min && !max) return null;
	return { min, max, tradeTerm: 'FOB', namedPlace: textAt(sourcing, 'delivery_port') };
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
	const skus = rowsAt(objectAt(product, 'product_sku'), 'skus').map(skuOf);
	const ladders = skus.flatMap(({ ladder }) => ladder ?? []);
	const price = priceOf(skus, wholesale, moq);
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
		price,
		priceRange: price.tiers.length > 0 ? null : fobRange(sourcing),
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
