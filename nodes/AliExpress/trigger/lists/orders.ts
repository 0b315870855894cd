import { isJsonObject, type JsonObject, type PrintableJson } from '../../../wire/json';
import { parseOrderList, type RawOrder } from '../../parse/order/orderList';
import { oldestMsOf } from './listRead';
import type { Call, OrderListName } from './lists';
import { PAGE_SIZE, readWindow, type PageAsk, type PagesAsk, type PagesRead } from './pages';
import { endedQuery, latestReadingMs, orderQuery, pacificMs } from './window';

const ORDER_METHOD = 'aliexpress.trade.seller.orderlist.get';

/** How many rows a page holds: the platform may give fewer than asked for, and then says so. */
function sizeOf(answer: JsonObject): number {
	const answered = isJsonObject(answer.result) ? Number(answer.result.page_size) : 0;
	return answered > 0 ? Math.min(answered, PAGE_SIZE) : PAGE_SIZE;
}

const TIMES = {
	createdMsOf: ({ fields }: RawOrder) => pacificMs(fields.gmt_create),
	latestReadingMs,
};

async function readPage(call: Call, query: Record<string, PrintableJson>, page: number) {
	const answer = await call(ORDER_METHOD, {
		param_aeop_order_query: { ...query, current_page: page, page_size: PAGE_SIZE },
	});
	const { orders: rows, totalPages, totalCount } = parseOrderList(answer);
	const size = sizeOf(answer);
	return { rows, totalPages, totalCount, size, isFull: rows.length >= size };
}

async function readBy(
	queryOf: (page: PageAsk) => Record<string, PrintableJson>,
	call: Call,
	ask: PagesAsk<RawOrder>,
): Promise<PagesRead<RawOrder>> {
	return await readWindow<RawOrder>(ask, {
		read: async (page) => await readPage(call, queryOf(page), page.page),
		keyOf: ({ fields }) => fields.order_id,
		...TIMES,
	});
}

/** A page of orders that have ended. */
export interface EndedPage {
	rows: readonly RawOrder[];
	/** Rows that a page holds. */
	size: number;
	hasMore: boolean;
	/** How many rows the window has; absent where the list does not say. */
	totalCount?: number | undefined;
	/** When its first row was placed and its last one, ms UTC; absent when they do not stand newest first. */
	span?: { newestMs: number; oldestMs: number } | undefined;
}

/**
 * Reads one page of the orders that have ended.
 *
 * @throws TypeError when the answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readEndedPage(call: Call, ask: PageAsk): Promise<EndedPage> {
	const { fromMs, toMs, createdToMs, page } = ask;
	const query = orderQuery('finished', fromMs, toMs, createdToMs);
	const { totalPages = 0, isFull, ...read } = await readPage(call, query, page);
	const newestMs = oldestMsOf(read.rows.slice(0, 1), TIMES);
	const oldestMs = oldestMsOf(read.rows, TIMES);
	const isTold = newestMs !== undefined && oldestMs !== undefined;
	const span = isTold ? { newestMs, oldestMs } : undefined;
	return { ...read, span, hasMore: page < totalPages || isFull };
}

/**
 * Reads one page of the orders in some statuses by when they were placed.
 *
 * @throws TypeError when the answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readStatusPage(
	call: Call,
	statuses: readonly string[],
	{ fromMs, toMs, page }: Pick<PageAsk, 'fromMs' | 'toMs' | 'page'>,
): Promise<Pick<EndedPage, 'rows' | 'hasMore'>> {
	const query = { ...orderQuery('orders', fromMs, toMs), order_status_list: [...statuses] };
	const { rows, totalPages = 0, isFull } = await readPage(call, query, page);
	return { rows, hasMore: page < totalPages || (totalPages === 0 && isFull) };
}

/**
 * Reads one page of the orders that were placed in a time and are under way, or of those that have ended.
 *
 * @returns with the time of its last row, latest reading, ms UTC; absent when they do not stand newest first.
 * @throws TypeError when the answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readPlacedPage(
	call: Call,
	isEnded: boolean,
	{ fromMs, toMs, page }: Pick<PageAsk, 'fromMs' | 'toMs' | 'page'>,
): Promise<Pick<EndedPage, 'rows' | 'hasMore'> & { oldestMs: number | undefined }> {
	const query = isEnded ? endedQuery(fromMs, toMs) : orderQuery('orders', fromMs, toMs);
	const { rows, totalPages = 0, isFull } = await readPage(call, query, page);
	const hasMore = page < totalPages || (totalPages === 0 && isFull);
	return { rows, hasMore, oldestMs: oldestMsOf(rows, TIMES) };
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
	ask: PagesAsk<RawOrder>,
	statuses?: readonly string[],
): Promise<PagesRead<RawOrder>> {
	const only = statuses && { order_status_list: [...statuses] };
	return await readBy(
		({ fromMs, toMs, createdToMs, createdFromMs }) => ({
			...orderQuery(list, fromMs, toMs, createdToMs, createdFromMs),
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
		({ fromMs, toMs, createdToMs, createdFromMs }) =>
			endedQuery(fromMs, toMs, createdToMs, createdFromMs),
		call,
		ask,
	);
}
