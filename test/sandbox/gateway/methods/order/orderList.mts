import { list } from '../../envelope.mts';
import { pacificText } from '../../time.mts';
import { objectParam, unsuccessful, wholeField } from '../method.mts';
import type { Method } from '../method.mts';
import { findOrders, rowShift, writtenCount } from './findOrders.mts';
import { orderListRow } from './orderListRow.mts';

/** `aliexpress.trade.seller.orderlist.get`: newest first, FINISH only when asked for. */
export const orderList: Method = {
	name: 'aliexpress.trade.seller.orderlist.get',
	group: 'trade',
	answer(call) {
		const query = objectParam(call, 'param_aeop_order_query');
		const page = wholeField(query, 'current_page');
		const size = wholeField(query, 'page_size');
		const { orderPageSize } = call.options;
		if (page === undefined || size === undefined) {
			return unsuccessful('F00-10-10000-001', 'current_page and page_size are required');
		}
		if (page < 1 || size < 1 || size > orderPageSize) {
			return unsuccessful('F00-10-10000-002', `page_size must be 1 to ${orderPageSize}`);
		}
		const found = findOrders(query, call);
		const start = (page - 1) * size + rowShift(page, call);
		const count = writtenCount(found, call);
		return {
			result: {
				success: true,
				error_code: null,
				error_message: null,
				current_page: page,
				page_size: size,
				total_page: count === undefined ? undefined : Math.ceil(count / size),
				total_count: count,
				time_stamp: pacificText(call.nowMs),
				target_list: list(
					'aeop_order_item_dto',
					found.rows(start, size).map(({ order, version }) => orderListRow(order, version, call)),
				),
			},
		};
	},
};
