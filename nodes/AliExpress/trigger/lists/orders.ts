import { isJsonObject, type JsonObject } from '../../../wire/envelope';
import type { PrintableJson } from '../../../wire/json';
import { parseOrderList, type RawOrder } from '../../parse/order/orderList';
import type { Call, OrderListName } from './lists';
import { PAGE_SIZE, readWindow, type PageAsk, type PagesAsk, type PagesRead } from './pages';
import { endedQuery, latestReadingMs, orderQuery, pacificMs } from './window';

const ORDER_METHOD = 'aliexpress.trade.seller.orderlist.get';

function isFull(answer: JsonObject, rows: number): boolean {
	const answered = isJsonObject(answer.result) ? Number(answer.result.page_size) : 0;
	// The platform may give fewer rows a page than asked for, and then says so.
	return rows >= (answered > 0 ? Math.min(answered, PAGE_SIZE) : PAGE_SIZE);
}

async function readBy(
	queryOf: (page: PageAsk) => Record<string, PrintableJson>,
	call: Call,
	ask: PagesAsk,
): Promise<PagesRead<RawOrder>> {
	const read = async (page: PageAsk) => {
		const answer = await call(ORDER_METHOD, {
			param_aeop_order_query: {
				...queryOf(page),
				current_page: page.page,
				page_size: PAGE_SIZE,
			},
		});
		const { orders, totalPages, totalCount } = parseOrderList(answer);
		return { rows: orders, totalPages, totalCount, isFull: isFull(answer, orders.length) };
	};
	return await readWindow<RawOrder>(ask, {
		read,
		keyOf: ({ fields }) => fields.order_id,
		createdMsOf: ({ fields }) => pacificMs(fields.gmt_create),
		latestReadingMs,
	});
}

/**
 * Reads a window of a list of orders.
 *
 * @param statuses only orders in one of these; without it all that the list is for.
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readOrders(
	call: Call,
	list: OrderListName,
	ask: PagesAsk,
	statuses?: readonly string[],
): Promise<PagesRead<RawOrder>> {
	const only = statuses && { order_status_list: [...statuses] };
	return await readBy(
		({ fromMs, toMs, createdToMs }) => ({
			...orderQuery(list, fromMs, toMs, createdToMs),
			...only,
		}),
		call,
		ask,
	);
}

/**
 * Reads the orders that were placed in a window and have ended since: they are no longer among those
 * under way, and the count of these is smaller by them.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readEnded(call: Call, ask: PagesAsk): Promise<PagesRead<RawOrder>> {
	return await readBy(
		({ fromMs, toMs, createdToMs }) => endedQuery(fromMs, toMs, createdToMs),
		call,
		ask,
	);
}
