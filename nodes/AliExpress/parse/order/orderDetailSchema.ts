import type { z } from 'zod';

import { buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import { timeFields, timesInOrder } from '../moment';
import { money } from '../money';
import { present } from '../present';
import { detail, fields, id, identity, listOf, text, within, yesNo } from '../shape';
import { issueInfo, orderLineSchema, refundInfo } from './orderLine';

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

const ZONE = 'America/Los_Angeles';
/** Words for roles; anything else in the field may be a login id. */
const ROLES = new Set(['buyer', 'seller', 'system', 'admin', 'platform']);

/** A shipment. `serviceCode` is what the tracking methods ask for. */
export function toShipment(shipment: RawShipment) {
	return present({
		trackingNumber: shipment.logistics_no,
		serviceCode: shipment.logistics_type_code,
		serviceName: shipment.logistics_service_name,
		...timesInOrder(
			{
				sentAt: shipment.gmt_send,
				receivedAt: shipment.gmt_received,
			},
			ZONE,
		),
		receiveStatus: shipment.receive_status,
		receiveStatusText: shipment.recv_status_desc,
		hasTracking: shipment.have_tracking_info,
		shipOrderId: shipment.ship_order_id,
	});
}

/** The delivery address. Without buyer data all but the country is masked. */
export function toAddress(address: RawAddress, choice: BuyerDataChoice) {
	const shown = (value: string | undefined) => buyerText(value, choice);
	return present({
		country: address.country,
		contactPerson: shown(address.contact_person),
		mobile: shown(address.mobile_no),
		phoneCountry: shown(address.phone_country),
		phoneArea: shown(address.phone_area),
		phone: shown(address.phone_number),
		street: shown(address.detail_address ?? address.address),
		street2: shown(address.address2),
		city: shown(address.city),
		province: shown(address.province),
		zip: shown(address.zip),
		taxNumber: shown(address.cpf_no),
	});
}

/** A step of the order's history. Notes in it are free texts and stay out. */
export function toHistoryStep(step: RawOperation, choice: BuyerDataChoice) {
	const isRole = step.operator !== undefined && ROLES.has(step.operator.toLowerCase());
	return present({
		action: step.action_type,
		operator: isRole ? step.operator : buyerText(step.operator, choice),
		...timeFields('at', step.gmt_create, ZONE),
		childOrderId: step.child_order_id,
	});
}
