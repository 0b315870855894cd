import type { JsonObject } from '../../../wire/envelope';
import { parseOrderList, parseSlimOrderList, type OrderPage } from '../../parse/order/orderList';
import type { OrderQuery } from './query';

/** One of the two order lists of the platform. */
export interface OrderList {
	method: string;
	/** The parameters of a page. */
	params(query: OrderQuery, page: number, pageSize: number): Record<string, OrderQuery>;
	parse(answer: JsonObject, page: number): OrderPage;
}

/** The list with all fields. */
export const FULL_LIST: OrderList = {
	method: 'aliexpress.trade.seller.orderlist.get',
	params: (query, page, pageSize) => ({
		param_aeop_order_query: { ...query, current_page: page, page_size: pageSize },
	}),
	parse: (answer, page) => parseOrderList(answer, page),
};

/** The list without buyers and without a range of modification. */
export const LIGHT_LIST: OrderList = {
	method: 'aliexpress.trade.redefining.findorderlistsimplequery',
	params: (query, page, pageSize) => ({ param1: { ...query, page, page_size: pageSize } }),
	parse: (answer, page) => parseSlimOrderList(answer, page),
};

/** Rows a page of either list holds at most. */
export const MAX_PAGE_SIZE = 50;

/**
 * Whether a page is the last. A total of 0 beside orders is no total; a page that is not full then
 * tells the end.
 */
export function isLastPage(read: OrderPage, page: number, pageSize: number): boolean {
	if (read.totalPages) return page >= read.totalPages;
	return read.orders.length < pageSize;
}
