import { z } from 'zod';

import { isJsonObject, type JsonObject } from '../../platform/envelope';
import { money } from './money';
import { orderLineSchema } from './orderLine';
import { count, detail, identity, listOf, object, readShape, text, yesNo } from './shape';

const buyerInfoSchema = z.object({ login_id: text, country: text });
const addressSchema = z.object({ country: text });

const orderSchema = z.object({
	order_id: identity,
	order_status: text,
	biz_type: text,
	gmt_create: text,
	gmt_pay_time: text,
	gmt_update: text,
	gmt_modified: text,
	gmt_send_goods_time: text,
	pay_amount: detail(money),
	loan_amount: detail(money),
	escrow_fee: detail(money),
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
	order_detail_url: text,
	phone: yesNo,
	has_request_loan: yesNo,
	buyer_login_id: text,
	buyer_signer_fullname: text,
	seller_login_id: text,
	memo: text,
	buyer_info: object.transform((value) => value ?? {}).pipe(buyerInfoSchema),
	receipt_address: object.transform((value) => value ?? {}).pipe(addressSchema),
	product_list: detail(listOf(orderLineSchema)),
});

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

const pageSchema = z.object({
	target_list: listOf(object),
	current_page: count,
	total_page: count,
	total_count: count,
});

/**
 * Reads a page of `aliexpress.trade.seller.orderlist.get`.
 *
 * @param value the method's answer without its `…_response` wrapper. A missing `target_list` is an
 * empty page, a missing `result` is not: it would hide orders.
 * @throws TypeError that names the field of the wrong shape and nothing of its content.
 */
export function parseOrderList(value: JsonObject): OrderPage {
	const result = value.result ?? (value.target_list === undefined ? undefined : value);
	if (!isJsonObject(result)) {
		throw new TypeError('The field "result" of the answer is missing or not an object.');
	}
	const page = readShape(pageSchema, result, 'result');
	const orders = page.target_list.map((entry, index) => {
		const source = entry ?? {};
		const at = `result.target_list[${index}]`;
		return { fields: readShape(orderSchema, source, at), source };
	});
	return {
		orders,
		...(page.current_page !== undefined && { currentPage: page.current_page }),
		...(page.total_page !== undefined && { totalPages: page.total_page }),
		...(page.total_count !== undefined && { totalCount: page.total_count }),
	};
}
