import { isJsonObject, type JsonObject } from '../../platform/envelope';
import type { RequestParam } from '../../platform/sign';
import { parseOrderList, type RawOrder } from '../parse/orderList';
import type { ListRead } from './read';
import { orderQuery, type OrderMode } from './window';

const ORDER_METHOD = 'aliexpress.trade.seller.orderlist.get';
const PAGE_SIZE = 50;
/** Windows are not cut shorter than this. */
const MIN_SPAN_MS = 60 * 60_000;

/** A call of a read method. */
export type Call = (
	method: string,
	params: Readonly<Record<string, RequestParam>>,
) => Promise<JsonObject>;

/** A window of orders to read. */
export interface OrderAsk {
	mode: OrderMode;
	fromMs: number;
	toMs: number;
	keep: 'earlier' | 'later';
	/** Only orders in one of these statuses; without it all that are not finished. */
	statuses?: readonly string[];
	/** With more pages than this the window is cut shorter. */
	pageLimit: number;
	/** Whether to stop and leave the rest to a later poll. */
	isOverdue(): boolean;
}

interface Pages {
	rows: RawOrder[];
	pages: number;
	isComplete: boolean;
	isStable: boolean;
}

function isFull(answer: JsonObject, rows: number): boolean {
	const answered = isJsonObject(answer.result) ? Number(answer.result.page_size) : 0;
	// The platform may give fewer rows a page than asked for, and then says so.
	return rows >= (answered > 0 ? Math.min(answered, PAGE_SIZE) : PAGE_SIZE);
}

/** Reads all pages of a window, or says by which factor the window should be shortened first. */
async function readPages(call: Call, ask: OrderAsk): Promise<Pages | { shorten: number }> {
	// Made once: the upper end stays frozen while paging.
	const query = {
		...orderQuery(ask.mode, ask.fromMs, ask.toMs),
		...(ask.statuses && { order_status_list: [...ask.statuses] }),
	};
	const mayShorten = ask.toMs - ask.fromMs > MIN_SPAN_MS;
	const byId = new Map<string, RawOrder>();
	const totals = new Set<number | undefined>();
	let isRepeated = false;
	for (let page = 1; ; page += 1) {
		const answer = await call(ORDER_METHOD, {
			param_aeop_order_query: { ...query, current_page: page, page_size: PAGE_SIZE },
		});
		const { orders, totalPages, totalCount } = parseOrderList(answer);
		const known = byId.size;
		for (const order of orders) byId.set(order.fields.order_id, order);
		if (byId.size < known + orders.length) isRepeated = true;
		totals.add(totalCount);
		if (mayShorten && page === 1 && (totalPages ?? 0) > ask.pageLimit) {
			return { shorten: (0.9 * ask.pageLimit) / (totalPages ?? ask.pageLimit) };
		}
		const hasMore =
			page < (totalPages ?? 0) || (isFull(answer, orders.length) && byId.size > known);
		const isStable =
			page === 1 || (!isRepeated && totals.size === 1 && byId.size >= (totalCount ?? 0));
		const rows = [...byId.values()];
		if (!hasMore) return { rows, pages: page, isComplete: true, isStable };
		if (mayShorten && totalPages === undefined && page >= ask.pageLimit) return { shorten: 0.5 };
		if (ask.isOverdue()) return { rows, pages: page, isComplete: false, isStable };
	}
}

/**
 * Reads a window of the order list. A window with too many pages is cut shorter, so that catching up
 * goes in steps that each end.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function fetchOrders(
	call: Call,
	ask: OrderAsk,
): Promise<ListRead<RawOrder> & { mode: OrderMode; pages: number }> {
	let { fromMs, toMs } = ask;
	for (;;) {
		const read = await readPages(call, { ...ask, fromMs, toMs });
		if (!('shorten' in read)) return { ...read, fromMs, toMs, mode: ask.mode };
		const spanMs = Math.max(MIN_SPAN_MS, Math.floor((toMs - fromMs) * read.shorten));
		if (ask.keep === 'later') fromMs = toMs - spanMs;
		else toMs = fromMs + spanMs;
	}
}
