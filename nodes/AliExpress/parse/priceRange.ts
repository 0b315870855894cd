import { decimalText, moneyOf, type Money } from './money';
import type { ProductFields } from './productSchema';

/** Digits of a decimal text as a whole number with `places` decimals. */
function scaled(amount: string, places: number): bigint {
	const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
	const size = BigInt(whole + fraction.padEnd(places, '0'));
	return amount.startsWith('-') ? -size : size;
}

/** Orders two decimal texts without floats: negative when the first is the smaller. */
export function compareDecimals(first: string, second: string): number {
	const places = Math.max(...[first, second].map((text) => text.split('.')[1]?.length ?? 0));
	const difference = scaled(first, places) - scaled(second, places);
	return difference < 0n ? -1 : Number(difference > 0n);
}

/** Lowest and highest of some prices in one currency; absent when there is none. */
export interface PriceRange {
	minPrice?: Money;
	maxPrice?: Money;
}

/**
 * Lowest and highest price of the variants of a product, before discounts. Variants in another
 * currency than the product's cannot be compared and are left out.
 */
export function priceRangeOf(read: ProductFields): PriceRange {
	const skus = read.aeop_ae_product_s_k_us;
	const currency = read.currency_code ?? skus[0]?.currency_code;
	const same = skus.filter((sku) => (sku.currency_code ?? currency) === currency);
	const written = same.length > 0 ? same.map((sku) => sku.sku_price) : [read.product_price];
	return rangeOf(written, currency);
}

/** Lowest and highest of prices as the platform wrote them; what is no decimal is left out. */
export function rangeOf(
	written: ReadonlyArray<string | undefined>,
	currency: string | undefined,
): PriceRange {
	const amounts = written
		.flatMap((price) => (price === undefined ? [] : (decimalText(price) ?? [])))
		.sort(compareDecimals);
	const minPrice = moneyOf(amounts[0], currency);
	const maxPrice = moneyOf(amounts.at(-1), currency);
	return { ...(minPrice && { minPrice }), ...(maxPrice && { maxPrice }) };
}
