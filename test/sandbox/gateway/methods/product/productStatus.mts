import { timeTexts } from '../method.mts';
import type { Method } from '../method.mts';
import { askedProduct, NO_PRODUCT } from './askedProduct.mts';

/** `aliexpress.postproduct.redefining.findaeproductstatusbyid`: how the platform's check ended. */
export const productStatus: Method = {
	name: 'aliexpress.postproduct.redefining.findaeproductstatusbyid',
	group: 'product',
	answer(call) {
		const product = askedProduct(call);
		if (!product) return NO_PRODUCT;
		const { status } = product;
		return {
			result: {
				product_id: product.id,
				status:
					status === 'auditing' ? 'auditing' : status === 'editingRequired' ? 'refuse' : 'approved',
				time_stamp: timeTexts(call, 'products')(call.nowMs),
			},
		};
	},
};
