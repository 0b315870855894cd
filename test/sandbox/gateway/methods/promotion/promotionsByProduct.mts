import { list } from '../../envelope.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { promotionRow } from './promotionRow.mts';

/** `aliexpress.marketing.storepromotions.querybyproduct`: the promotions a product is in. */
export const promotionsByProduct: Method = {
	name: 'aliexpress.marketing.storepromotions.querybyproduct',
	group: 'marketing',
	answer(call) {
		const productId = requiredIdParam(call, 'product_id');
		const found = call.shop.promotions.filter(({ productIds }) => productIds.includes(productId));
		return {
			promotion_list: list(
				'promotion_simple_info_dto',
				found.map((promotion) => promotionRow(promotion, call)),
			),
		};
	},
};
