import { isJsonObject, type JsonObject } from '../../../wire/envelope';
import { parseOrderList, type RawOrder } from '../../parse/orderList';
import type { Call } from './call';
import { fetchPages, type PagesAsk, type PagesRead } from './fitting';
import { PAGE_SIZE, type PageAsk } from './pages';
import { pacificMs } from './rowTime';
import { latestReadingMs, orderQuery, type OrderMode } from './window';

const ORDER_METHOD = 'aliexpress.trade.seller.orderlist.get';

/** A window of orders to read. */
export interface OrderAsk extends PagesAsk {
	mode: OrderMode;
	/** Only orders in one of these statuses; without it all that are not finished. */
	statuses?: readonly string[];
}

function isFull(answer: JsonObject, rows: number): boolean {
	const answered = isJsonObject(answer.result) ? Number(answer.result.page_size) : 0;
	// The platform may give fewer rows a page than asked for, and then says so.
	return rows >= (answered > 0 ? Math.min(answered, PAGE_SIZE) : PAGE_SIZE);
}

/**
 * Reads a window of a list of orders.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function fetchOrders(
	call: Call,
	{ mode, statuses, ...ask }: OrderAsk,
): Promise<PagesRead<RawOrder> & { mode: OrderMode }> {
	const read = async ({ fromMs, toMs, page, createdToMs }: PageAsk) => {
		const query = {
			...orderQuery(mode, fromMs, toMs, createdToMs),
			...(statuses && { order_status_list: [...statuses] }),
		};
		const answer = await call(ORDER_METHOD, {
			param_aeop_order_query: { ...query, current_page: page, page_size: PAGE_SIZE },
		});
		const { orders, totalPages, totalCount } = parseOrderList(answer);
		return { rows: orders, totalPages, totalCount, isFull: isFull(answer, orders.length) };
	};
	const pages = await fetchPages<RawOrder>(ask, {
		read,
		keyOf: ({ fields }) => fields.order_id,
		createdMsOf: ({ fields }) => pacificMs(fields.gmt_create),
		latestReadingMs,
	});
	return { ...pages, mode };
}
