import { currentVersion } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { idsIn, pageOf, textField } from '../fields.mts';
import { objectParam, wholeField } from '../method.mts';
import type { Method } from '../method.mts';

const USUAL_PAGE_SIZE = 50;

/**
 * `aliexpress.appraise.redefining.querysellerevaluationorderlist`: finished orders the seller has
 * not rated. Its rows are JSON text.
 */
export const pendingReviews: Method = {
	name: 'aliexpress.appraise.redefining.querysellerevaluationorderlist',
	group: 'evaluation',
	answer(call) {
		const query = objectParam(call, 'query_d_t_o');
		const page = wholeField(query, 'current_page') ?? 1;
		const size = wholeField(query, 'page_size') ?? USUAL_PAGE_SIZE;
		if (page < 1 || size < 1) refuse('InvalidParameter', 'Pages and page sizes start at 1');
		const asked = textField(query, 'order_ids')?.split(',');
		const ids = asked && idsIn(asked, 'order_ids');
		const { shop } = call;
		const found = shop.orders.filter(
			(order) =>
				currentVersion(order).endReason === 'buyer_confirm_goods' &&
				!shop.ratedOrders.has(order.id) &&
				(!ids || ids.includes(order.id)),
		);
		const newestFirst = found.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
		const rows = pageOf(newestFirst, page, size).rows;
		return {
			result: {
				is_success: true,
				error_code: 0,
				error_message: null,
				total_item: found.length,
				result_list: list(
					'json',
					rows.map(({ id }) => `{"orderId":${id}}`),
				),
			},
		};
	},
};
