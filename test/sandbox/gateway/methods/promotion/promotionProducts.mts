import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { pageOf, requiredIdField } from '../fields.mts';
import { objectParam, wholeField } from '../method.mts';
import type { Method } from '../method.mts';

const USUAL_PAGE_SIZE = 20;

/** `aliexpress.marketing.storepromotion.products.query`: nothing but the products' ids. */
export const promotionProducts: Method = {
	name: 'aliexpress.marketing.storepromotion.products.query',
	group: 'marketing',
	answer(call) {
		const query = objectParam(call, 'promotion_product_query_dto');
		const id = requiredIdField(query, 'promotion_id');
		const page = wholeField(query, 'page_no') ?? 1;
		const size = wholeField(query, 'page_size') ?? USUAL_PAGE_SIZE;
		if (page < 1 || size < 1) refuse('InvalidParameter', 'Pages and page sizes start at 1');
		const promotion = call.shop.promotions.find((candidate) => candidate.id === id);
		const productIds = promotion?.productIds ?? [];
		return {
			total_count: productIds.length,
			page_no: page,
			page_size: size,
			product_list: list('number', pageOf(productIds, page, size).rows),
		};
	},
};
