import type { ProductStatus } from '../../../shop/products.mts';
import type { Method } from '../method.mts';

/** `aliexpress.merchant.profile.get`: no parameters; counts are text. */
export const merchantProfile: Method = {
	name: 'aliexpress.merchant.profile.get',
	group: 'merchant',
	answer({ shop }) {
		const count = (status: ProductStatus) =>
			String(shop.products.filter((product) => product.status === status).length);
		return {
			profile: {
				seller_id: BigInt(shop.sellerId),
				country: 'CN',
				quotation_currency: 'USD',
				online_store_product_number: count('onSelling'),
				auth_store_product_number: count('auditing'),
				limit_store_product_number: '3000',
			},
		};
	},
};
