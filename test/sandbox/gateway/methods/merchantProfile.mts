import type { Method } from './method.mts';

/** `aliexpress.merchant.profile.get`: no parameters; counts are text. */
export const merchantProfile: Method = {
	name: 'aliexpress.merchant.profile.get',
	answer: ({ shop }) => ({
		profile: {
			seller_id: BigInt(shop.sellerId),
			country: 'CN',
			quotation_currency: 'USD',
			online_store_product_number: String(shop.products.length),
			auth_store_product_number: String(shop.products.length),
			limit_store_product_number: '3000',
		},
	}),
};
