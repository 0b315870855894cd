import type { Method } from '../method.mts';
import { askedProduct, NO_PRODUCT } from './askedProduct.mts';
import { sharedDetail } from './productRow.mts';

/** `aliexpress.postproduct.redefining.findaeproductbyid`: the older shape, in one language. */
export const productById: Method = {
	name: 'aliexpress.postproduct.redefining.findaeproductbyid',
	group: 'product',
	answer(call) {
		const product = askedProduct(call);
		if (!product) return NO_PRODUCT;
		return {
			result: {
				...sharedDetail(product, call),
				success: true,
				subject: product.name,
				detail: `<p>${product.name} &amp; more</p>`,
				group_id: product.groupId,
				src: 'isv',
				owner_member_id: 'cn1000000001',
				owner_member_seq: Number(call.shop.sellerId),
			},
		};
	},
};
