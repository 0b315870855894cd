import type { JsonObject } from '../../../json.mts';
import { decimalText } from '../../../shop/orders.mts';
import type { Product } from '../../../shop/products.mts';
import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';
import { askedProduct, NO_PRODUCT } from './askedProduct.mts';
import { sharedDetail } from './productRow.mts';

/** `aliexpress.solution.product.info.get`: as `aliexpress.offer.product.query`, some parts by other names. */
export const solutionProductDetail: Method = {
	name: 'aliexpress.solution.product.info.get',
	group: 'solution',
	answer(call) {
		const product = askedProduct(call);
		if (!product) return NO_PRODUCT;
		const { aeop_national_quote_configuration: _, ...shared } = sharedDetail(product, call);
		const texts = [
			{ locale: 'en_US', subject: product.name },
			{ locale: 'zh_CN', subject: product.nameZh },
		];
		return {
			result: {
				...shared,
				locale: 'en_US',
				multi_language_subject_list: list('global_subject', texts),
				multi_language_description_list: list(
					'global_description',
					texts.map(({ locale, subject }) => ({
						locale,
						web_detail: `<p>${subject}</p>`,
						mobile_detail: `<p>${subject}</p>`,
					})),
				),
				multi_country_price_configuration: countryPrices(product),
			},
		};
	},
};

/** Prices by country, by the seller's code of each variant. */
function countryPrices({ nationalQuote, skus }: Product): JsonObject | undefined {
	if (nationalQuote === undefined) return undefined;
	const countries = ['BR', 'FR'];
	return {
		price_type: nationalQuote.type,
		country_price_list: list(
			'single_country_price_dto',
			countries.map((ship_to_country) => ({
				ship_to_country,
				sku_price_by_country_list: list(
					'single_sku_price_by_country_dto',
					skus.map(({ code, priceCents }) => ({
						sku_code: code,
						...(nationalQuote.type === 'absolute'
							? { price: decimalText(priceCents + 110) }
							: { value: '5' }),
					})),
				),
			})),
		),
	};
}
