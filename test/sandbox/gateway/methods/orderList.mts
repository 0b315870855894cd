import type { JsonObject } from '../../json.mts';
import { visibleVersion } from '../../shop/orders.mts';
import type { Order, OrderVersion } from '../../shop/orders.mts';
import { list } from '../envelope.mts';
import { pacificText } from '../time.mts';
import { inRange, listField, objectParam, timeField, unsuccessful, wholeField } from './method.mts';
import type { Method, MethodCall } from './method.mts';
import { listedStatus, orderListRow } from './orderListRow.mts';

const DAY_MS = 86_400_000;
const OPEN_WINDOW_MS = 180 * DAY_MS;
const FINISHED_WINDOW_MS = 30 * DAY_MS;
const PAGE_SIZE_LIMIT = 50;

interface ListedOrder {
	order: Order;
	version: OrderVersion;
}

/** `aliexpress.trade.seller.orderlist.get`: newest first, FINISH only when asked for. */
export const orderList: Method = {
	name: 'aliexpress.trade.seller.orderlist.get',
	answer(call) {
		const query = objectParam(call, 'param_aeop_order_query');
		const page = wholeField(query, 'current_page');
		const size = wholeField(query, 'page_size');
		if (page === undefined || size === undefined) {
			return unsuccessful('F00-10-10000-001', 'current_page and page_size are required');
		}
		if (page < 1 || size < 1 || size > PAGE_SIZE_LIMIT) {
			return unsuccessful('F00-10-10000-002', `page_size must be 1 to ${PAGE_SIZE_LIMIT}`);
		}
		const found = matching(query, call);
		const start = (page - 1) * size + shift(page, call);
		return {
			result: {
				success: true,
				error_code: null,
				error_message: null,
				current_page: page,
				page_size: size,
				total_page: Math.ceil(found.length / size),
				total_count: found.length,
				time_stamp: pacificText(call.nowMs),
				target_list: list(
					'aeop_order_item_dto',
					found
						.slice(Math.max(0, start), Math.max(0, start) + size)
						.map(({ order, version }) => orderListRow(order, version, call.nowMs)),
				),
			},
		};
	},
};

function matching(query: JsonObject, call: MethodCall): ListedOrder[] {
	const statuses = askedStatuses(query, call);
	const createdFrom = timeField(query, 'create_date_start', call);
	const createdTo = timeField(query, 'create_date_end', call);
	const changedFrom = timeField(query, 'modified_date_start', call);
	const changedTo = timeField(query, 'modified_date_end', call);
	const { nowMs, shop } = call;
	return shop.orders
		.flatMap((order) => {
			const version = visibleVersion(order, nowMs);
			return version ? [{ order, version }] : [];
		})
		.filter(({ order, version }) => {
			const status = listedStatus(version);
			const windowMs = status === 'FINISH' ? FINISHED_WINDOW_MS : OPEN_WINDOW_MS;
			return (
				(statuses ? statuses.has(status) : status !== 'FINISH') &&
				order.createdAtMs >= nowMs - windowMs &&
				inRange(order.createdAtMs, createdFrom, createdTo) &&
				inRange(version.changedAtMs, changedFrom, changedTo) &&
				(!query.buyer_login_id || query.buyer_login_id === order.buyer.loginId) &&
				(!query.biz_type || query.biz_type === order.bizType)
			);
		})
		.sort(
			(a, b) => b.order.createdAtMs - a.order.createdAtMs || (b.order.id > a.order.id ? 1 : -1),
		);
}

/** The statuses asked for; undefined when none is named (then all but FINISH are meant). */
function askedStatuses(query: JsonObject, { options }: MethodCall): Set<string> | undefined {
	const named = [...listField(query, 'order_status_list')];
	if (query.order_status) named.push(query.order_status);
	if (named.length === 0) return undefined;
	const statuses = new Set(named.map(String));
	const alone = statuses.size === 1 && Boolean(query.create_date_start);
	// FINISH is to be asked for separately, with a create range; otherwise it is left out.
	if (options.finishRule === 'separate' && !alone) statuses.delete('FINISH');
	return statuses;
}

function shift(page: number, { shop }: MethodCall): number {
	const { shiftRows } = shop.options;
	return page > 1 && shiftRows > 0 ? shop.random.int(-shiftRows, shiftRows) : 0;
}
