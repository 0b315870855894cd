import { sureMoney } from './money';
import type { NationalPrice } from './nationalPrices';
import { present } from './present';
import type { ProductFields } from './productSchema';
import type { RawSku } from './productSku';

const PLACE = 'multi_country_price_configuration.country_price_list';

/**
 * The national prices of a variant as the solution methods tell them: by the seller's code for it. Of prices that
 * are not absolute it is not clear how they are reckoned, so only their kind is told.
 *
 * @throws TypeError when a price is there that cannot be read.
 */
export function countryPricesOf(
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
