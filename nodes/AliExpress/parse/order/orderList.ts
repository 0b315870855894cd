import type { z } from 'zod';

import { isJsonObject, type JsonObject, type JsonValue } from '../../../wire/json';
import { readCount, readRows } from '../answerRows';
import { money } from '../money';
import { count, identity, listOf, object, readShape, text, view, within, yesNo } from '../shape';
import { orderLineSchema } from './orderLine';

const orderSchema = view(
	{ order_id: identity },
	{
		order_status: text,
		biz_type: text,
		gmt_create: text,
		gmt_pay_time: text,
		gmt_update: text,
		gmt_modified: text,
		gmt_send_goods_time: text,
		pay_amount: money,
		loan_amount: money,
		escrow_fee: money,
		escrow_fee_rate: text,
		payment_type: text,
		fund_status: text,
		frozen_status: text,
		issue_status: text,
		logistics_status: text,
		end_reason: text,
		left_send_good_day: count,
		left_send_good_hour: count,
		left_send_good_min: count,
		timeout_left_time: count,
		order_detail_url: text,
		phone: yesNo,
		has_request_loan: yesNo,
		buyer_login_id: text,
		buyer_signer_fullname: text,
		seller_login_id: text,
		memo: text,
		buyer_info: within({ login_id: text, country: text }),
		receipt_address: within({ country: text }),
		product_list: listOf(orderLineSchema),
	},
);

/** One order of the list: the checked fields, and the object as the platform wrote it. */
export interface RawOrder {
	fields: z.infer<typeof orderSchema>;
	source: JsonObject;
}

/** One page of the order list. Totals are absent when the platform left them out. */
export interface OrderPage {
	orders: RawOrder[];
	currentPage?: number;
	totalPages?: number;
	totalCount?: number;
}

/**
 * Reads one order of a list.
 *
 * @param at where in the answer it stands, e.g. `result.target_list[0]`.
 */
export function readOrder(source: JsonObject, at: string): RawOrder {
	return { fields: readShape(orderSchema, source, at), source };
}

/**
 * Reads a page of `aliexpress.trade.seller.orderlist.get`.
 *
 * @param value the method's answer without its `…_response` wrapper. A missing `target_list` is an
 * empty page only when a flag or a total says so.
 * @param page number of the page, where the caller knows it.
 */
export function parseOrderList(value: JsonObject, page?: number): OrderPage {
	const within = ['result'];
	const currentPage = readCount(value, within, 'current_page');
	const totalPages = readCount(value, within, 'total_page');
	const totalCount = readCount(value, within, 'total_count');
	const rows = readRows(value, {
		field: 'target_list',
		within,
		total: 'total_count',
		isFirstPage: (page ?? currentPage) === 1,
	});
	return {
		orders: rows.map(({ source, at }) => readOrder(source, at)),
		...(currentPage !== undefined && { currentPage }),
		...(totalPages !== undefined && { totalPages }),
		...(totalCount !== undefined && { totalCount }),
	};
}

/** The slim list writes amount and currency of a price as two fields, the other lists as an object. */
function withPrice(line: JsonObject): JsonObject {
	const { product_unit_price: written, product_unit_price_cur: currency, ...rest } = line;
	if (written === undefined || isJsonObject(written)) return line;
	const product_unit_price = { amount: written, currency_code: currency ?? null };
	return { ...rest, product_unit_price };
}

function withPrices(order: JsonObject, at: string): JsonObject {
	const lines = readShape(listOf(object), order.product_list, `${at}.product_list`);
	const product_list: JsonValue[] = lines.map((line) => withPrice(line ?? {}));
	return { ...order, product_list };
}

/**
 * Reads a page of `aliexpress.trade.redefining.findorderlistsimplequery`, the list without buyers.
 *
 * @param page number of the page; a first page without rows is refused when the total says otherwise.
 */
export function parseSlimOrderList(value: JsonObject, page: number): OrderPage {
	const rows = readRows(value, {
		field: 'order_list',
		within: ['result'],
		total: 'total_item',
		isFirstPage: page === 1,
	});
	const orders = rows.map(({ source, at }) => ({
		...readOrder(withPrices(source, at), at),
		source,
	}));
	const totalCount = readCount(value, ['result'], 'total_item');
	return { orders, ...(totalCount !== undefined && { totalCount }) };
}
