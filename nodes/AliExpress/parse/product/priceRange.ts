import { compareDecimals, readDecimal } from '../../../wire/decimal';
import { currencyCode, type Money } from '../../../wire/money';
import { moneyOf } from '../money';
import type { ProductFields, RawSku } from './productSchema';

/** Lowest and highest of some prices in one currency. */
export interface Range {
	least: Money;
	most: Money;
}

/** A price of zero or more with its size, to compare it without floats. */
function sized(written: string | undefined, currency: string | undefined) {
	const money = moneyOf(written, currency);
	const size = money && readDecimal(money.amount);
	return money && size ? { money, size } : undefined;
}

/**
 * Lowest and highest of the variants of a product, by one of their prices. Variants in another currency than
 * the product's cannot be compared and are left out.
 *
 * @param priceOf the price of a variant as the platform wrote it.
 * @returns undefined when there is no price, or one that cannot be read: it might be either end.
 */
function rangeOf<V extends Pick<RawSku, 'currency_code'>>(
	variants: readonly V[],
	currency: string | undefined,
	priceOf: (variant: V) => string | undefined,
): Range | undefined {
	const wanted = currency ?? variants[0]?.currency_code;
	const codeOf = (written = wanted) => written && currencyCode(written);
	const compared = variants.filter((variant) => codeOf(variant.currency_code) === codeOf());
	const prices = compared.map((variant) => sized(priceOf(variant), wanted));
	const known = prices.filter((price) => price !== undefined);
	known.sort((left, right) => compareDecimals(left.size, right.size));
	const [least, most] = [known[0]?.money, known.at(-1)?.money];
	const isWhole = known.length === prices.length;
	return isWhole && least && most && least.currency === most.currency ? { least, most } : undefined;
}

/** Lowest and highest price of a product before discounts; both absent when one of its prices is unknown. */
export function priceRangeOf(read: ProductFields) {
	const { aeop_ae_product_s_k_us: skus, currency_code, product_price } = read;
	const range =
		skus.length > 0
			? rangeOf(skus, currency_code, (sku) => sku.sku_price)
			: rangeOf([{ currency_code }], currency_code, () => product_price);
	return range && { minPrice: range.least, maxPrice: range.most };
}

/** Lowest and highest of the discount prices that a product has; both absent when one cannot be read. */
export function discountRangeOf(read: ProductFields) {
	const skus = read.aeop_ae_product_s_k_us.filter((sku) => sku.sku_discount_price !== undefined);
	const currency = read.currency_code ?? read.aeop_ae_product_s_k_us[0]?.currency_code;
	const range = rangeOf(skus, currency, (sku) => sku.sku_discount_price);
	return range && { minDiscountPrice: range.least, maxDiscountPrice: range.most };
}
