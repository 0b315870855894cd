import type { z } from 'zod';

import { money } from './money';
import { orderLineSchema } from './orderLine';
import { issueInfo, refundInfo } from './orderRefund';
import { detail, fields, id, identity, listOf, text, within, yesNo } from './shape';

const buyerInfo = { login_id: text, first_name: text, last_name: text, country: text };

/** An address of a buyer, of the detail or on its own. */
export const address = {
	contact_person: text,
	mobile_no: text,
	phone_country: text,
	phone_area: text,
	phone_number: text,
	address: text,
	address2: text,
	detail_address: text,
	city: text,
	province: text,
	zip: text,
	country: text,
	cpf_no: text,
};
export type RawAddress = z.infer<z.ZodObject<typeof address>>;

const shipmentSchema = fields({
	logistics_no: text,
	logistics_type_code: text,
	logistics_service_name: text,
	gmt_send: text,
	gmt_received: text,
	receive_status: text,
	recv_status_desc: text,
	have_tracking_info: yesNo,
	ship_order_id: id,
});
export type RawShipment = z.infer<typeof shipmentSchema>;

const operationSchema = fields({
	action_type: text,
	operator: text,
	gmt_create: text,
	child_order_id: id,
});
export type RawOperation = z.infer<typeof operationSchema>;

/** The order detail in the platform's names. */
export const orderDetailSchema = fields({
	id: identity,
	order_status: text,
	order_end_reason: text,
	cancel_request_reason: text,
	cod: yesNo,
	is_phone: yesNo,
	memo: text,
	gmt_create: text,
	gmt_modified: text,
	gmt_pay_success: text,
	gmt_trade_end: text,
	over_time_left: text,
	order_amount: detail(money),
	init_oder_amount: detail(money),
	logistics_amount: detail(money),
	escrow_fee: detail(money),
	new_order_amount: detail(money),
	seller_order_amount: detail(money),
	new_seller_order_amount: detail(money),
	actual_fee: detail(money),
	payment_amount: detail(money),
	promotion_fee: detail(money),
	include_tax_fee: detail(money),
	pay_amount_by_settlement_cur: text,
	settlement_currency: text,
	fund_status: text,
	frozen_status: text,
	issue_status: text,
	loan_status: text,
	logistics_status: text,
	refund_info: refundInfo,
	issue_info: issueInfo,
	logistic_info_list: listOf(shipmentSchema),
	child_order_list: listOf(orderLineSchema),
	opr_log_dto_list: listOf(operationSchema),
	order_detail_url: text,
	oaid: text,
	buyerloginid: text,
	buyer_signer_fullname: text,
	buyer_info: within(buyerInfo),
	receipt_address: within({ ...address, oaid: text }),
});
export type OrderDetailFields = z.infer<typeof orderDetailSchema>;
