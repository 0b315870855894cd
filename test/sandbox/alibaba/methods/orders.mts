import { list } from '../../gateway/envelope.mts';
import { refuse } from '../../gateway/failures.mts';
import { inRange, objectParam } from '../../gateway/methods/method.mts';
import { given } from '../../gateway/params.mts';
import { pacificMs } from '../../gateway/time.mts';
import type { JsonObject } from '../../json.mts';
import { pageOf } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import type { TradeOrder } from '../trade/orders.mts';
import { dateView } from './orderView.mts';

/** Orders, newest first. Pages count from 0, and the role is the buyer's unless named. */
export const orderList: AlibabaMethod = {
	path: '/alibaba/order/list',
	name: 'alibaba.seller.order.list',
	answer(received) {
		const call = received.profile === 'top' ? unpacked(received) : received;
		const names = { page: 'start_page', size: 'page_size', first: 0, limit: 100, usual: 10 };
		const { size, start } = pageOf(call, names);
		const found = matching(call);
		const value = {
			total_count: String(found.length),
			order_list: list(
				'trade_ecology_order',
				found.slice(start, start + size).map((order) => rowView(order, call)),
			),
		};
		return call.profile === 'top' ? { result: { success: true, value } } : { value };
	},
};

/** TOP takes one object in place of parameters. */
function unpacked(call: AlibabaMethodCall): AlibabaMethodCall {
	const query = objectParam(call, 'param_trade_ecology_order_list_query');
	const entries = Object.entries(query).map(([name, value]): [string, string] => [
		name,
		typeof value === 'object' ? JSON.stringify(value) : String(value),
	]);
	return { ...call, params: new Map(entries) };
}

function matching(call: AlibabaMethodCall): TradeOrder[] {
	const { params, shop } = call;
	const role = given(params, 'role') ?? 'buyer';
	if (role !== 'seller' && role !== 'buyer') {
		refuse('InvalidParameter', '"role" is seller or buyer');
	}
	const status = given(params, 'status');
	const createdFrom = dateParam(call, 'create_date_start');
	const createdTo = dateParam(call, 'create_date_end');
	const changedFrom = dateParam(call, 'modified_date_start');
	const changedTo = dateParam(call, 'modified_date_end');
	// The seller has bought nothing.
	if (role === 'buyer') return [];
	return shop.orders
		.filter(
			(order) =>
				(status === undefined || order.status === status) &&
				inRange(order.createdAtMs, createdFrom, createdTo) &&
				inRange(order.modifiedAtMs, changedFrom, changedTo),
		)
		.sort((a, b) => b.createdAtMs - a.createdAtMs);
}

/** `{"date_str":"2025-07-31 00:00:00"}`, America/Los_Angeles. */
function dateParam({ params }: AlibabaMethodCall, name: string): number | undefined {
	if (given(params, name) === undefined) return undefined;
	const { date_str: date } = objectParam({ params }, name);
	const atMs = typeof date === 'string' ? pacificMs(date) : undefined;
	return atMs ?? refuse('InvalidParameter', `"${name}" is no {"date_str":"yyyy-MM-dd HH:mm:ss"}`);
}

function rowView(order: TradeOrder, { profile }: AlibabaMethodCall): JsonObject {
	return {
		trade_id: profile === 'top' ? order.id : String(order.id),
		trade_status: order.status,
		create_date: dateView(order.createdAtMs),
		modify_date: dateView(order.modifiedAtMs),
	};
}
