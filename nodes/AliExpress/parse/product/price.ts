import { moneyOf, sureMoney } from '../money';
import { present } from '../present';
import {
	nationalPriceOf,
	nationalPriceTypeOf,
	nationalRules,
	type NationalPrice,
	type NationalRule,
} from './nationalPrices';
import { discountRangeOf, priceRangeOf, titleOf } from './product';
import { skuKeyOf, toSku, type ProductFields, type RawProduct, type RawSku } from './productSchema';

const PLACE = 'multi_country_price_configuration.country_price_list';

/**
 * The national prices of a variant as the solution methods tell them: by the seller's code for it. Of prices that
 * are not absolute it is not clear how they are reckoned, so only their kind is told.
 *
 * @throws TypeError when a price is there that cannot be read.
 */
function countryPricesOf(
	{ sku_code: code }: RawSku,
	{ multi_country_price_configuration: told }: ProductFields,
	currency: string | undefined,
): NationalPrice[] {
	const { price_type: type, country_price_list: countries } = told;
	return countries.flatMap(({ ship_to_country: country, sku_price_by_country_list: prices }) => {
		if (country === undefined || type === undefined) {
			throw new TypeError(`The field "${PLACE}.ship_to_country" of the answer is missing.`);
		}
		const own = prices.filter((row) => code !== undefined && row.sku_code === code);
		return own.flatMap((row): NationalPrice[] => {
			const discount = sureMoney(row.discount_price, currency, `${PLACE}.discount_price`);
			const price =
				type === 'absolute' ? sureMoney(row.price, currency, `${PLACE}.price`) : undefined;
			return [
				...(discount ? [{ country, type: 'discount', price: discount }] : []),
				present({ country, type, price }),
			];
		});
	});
}

const DISCOUNT = 'aeop_s_k_u_national_discount_price_list.discount_price';

function nationalPricesOf(
	sku: RawSku,
	read: ProductFields,
	rules: readonly NationalRule[],
): NationalPrice[] {
	const currency = sku.currency_code ?? read.currency_code;
	const own = sku.aeop_s_k_u_national_discount_price_list.flatMap((price) => {
		const amount = sureMoney(price.discount_price, currency, DISCOUNT);
		if (price.shipto_country === undefined || amount === undefined) return [];
		return [{ country: price.shipto_country, type: 'discount', price: amount }];
	});
	const ruled = rules.flatMap((rule) => nationalPriceOf(rule, skuKeyOf(sku), currency) ?? []);
	return [...own, ...ruled, ...countryPricesOf(sku, read, currency)];
}

function skuPrice(sku: RawSku, read: ProductFields, rules: readonly NationalRule[]) {
	const { skuId, skuKey, skuCode, price, discountPrice, stock, properties } = toSku(
		sku,
		read.currency_code,
	);
	const names = (properties ?? []).flatMap(({ name }) => name ?? []);
	const national = nationalPricesOf(sku, read, rules);
	return present({
		skuId,
		skuKey,
		skuCode,
		variant: names.length > 0 ? names.join(', ') : undefined,
		price,
		discountPrice,
		stock,
		nationalPrices: national.length > 0 ? national : undefined,
	});
}

/**
 * The prices of a product: range, and every variant with its own, discount and national prices.
 *
 * @throws TypeError when national prices are there and cannot be read.
 */
export function toPriceItem({ fields: read }: RawProduct) {
	const rules = nationalRules(read);
	return present({
		productId: read.product_id,
		title: titleOf(read),
		status: read.product_status_type,
		price: moneyOf(read.product_price, read.currency_code),
		...priceRangeOf(read),
		...discountRangeOf(read),
		nationalPriceType: nationalPriceTypeOf(read),
		skus: read.aeop_ae_product_s_k_us.map((sku) => skuPrice(sku, read, rules)),
	});
}

/**
 * The same as one row for each variant. A product that came without variants is one row of its own.
 *
 * @throws TypeError when national prices are there and cannot be read.
 */
export function toPriceRows(product: RawProduct) {
	const { productId, title, price, skus } = toPriceItem(product);
	const shared = present({ productId, title });
	if (skus.length === 0) return [present({ ...shared, price })];
	return skus.map((sku) => ({ ...shared, ...sku }));
}
