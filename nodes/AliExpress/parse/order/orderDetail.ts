import { buyerRefOf, buyerText, freeText, type BuyerDataChoice } from '../../../client/buyerData';
import { isJsonObject, type JsonObject } from '../../../wire/json';
import { isoOf, timeFields, timesInOrder } from '../moment';
import { moneyOf } from '../money';
import { present } from '../present';
import { readShape } from '../shape';
import { webAddress } from '../webAddress';
import { businessModelOf, issueFields, refundFields, toOrderLine } from './orderLine';
import type { PlainBuyer } from './orderAddress';
import {
	orderDetailSchema,
	toAddress,
	toHistoryStep,
	toShipment,
	type OrderDetailFields,
} from './orderDetailSchema';
import { hasEnded, isShippable } from './shipBy';

const ZONE = 'America/Los_Angeles';

/** An order in detail: the checked fields, and the object as the platform wrote it. */
export interface RawOrderDetail {
	fields: OrderDetailFields;
	source: JsonObject;
}

/**
 * Reads the answer of `aliexpress.trade.new.redefining.findorderbyid`, whose order stands under
 * `target` or `result`.
 */
export function parseOrderDetail(value: JsonObject): RawOrderDetail {
	const inner = isJsonObject(value.result) ? value.result : undefined;
	const at = isJsonObject(value.target) ? 'target' : 'result';
	// Some paths wrap the target once more: result.target.
	const source = [value.target, inner?.target, inner].find(isJsonObject);
	if (!source) {
		throw new TypeError('The field "target" of the answer is missing or not an object.');
	}
	return { fields: readShape(orderDetailSchema, source, at), source };
}

/** An order with what the platform shows in plain text in place of what it had masked. */
export function withPlainBuyer(
	{ fields, source }: RawOrderDetail,
	{ address, source: plain }: PlainBuyer,
): RawOrderDetail {
	const { name, ...parts } = present({ ...address });
	return {
		fields: {
			...fields,
			buyer_signer_fullname: name ?? fields.buyer_signer_fullname,
			receipt_address: { ...fields.receipt_address, ...parts },
		},
		source: { ...source, ...plain },
	};
}

function buyerOf(fields: OrderDetailFields, choice: BuyerDataChoice) {
	const info = fields.buyer_info;
	return present({
		loginId: buyerText(fields.buyerloginid ?? info.login_id, choice),
		name: buyerText(fields.buyer_signer_fullname, choice),
		firstName: buyerText(info.first_name, choice),
		lastName: buyerText(info.last_name, choice),
		country: info.country,
	});
}

/** Normalises an order in detail; a superset of `SimpleOrder`. Its times are US Pacific wall clock. */
export function toOrderDetailItem({ fields }: RawOrderDetail, choice: BuyerDataChoice) {
	const products = fields.child_order_list.map((line) => toOrderLine(line, choice));
	const loginId = fields.buyerloginid ?? fields.buyer_info.login_id;
	const deadline = isoOf(fields.over_time_left, ZONE);
	return present({
		orderId: fields.id,
		status: fields.order_status,
		...timesInOrder(
			{
				createdAt: fields.gmt_create,
				paidAt: fields.gmt_pay_success,
				endedAt: fields.gmt_trade_end,
				updatedAt: fields.gmt_modified,
			},
			ZONE,
		),
		// What was paid is 0 before payment, so the worth of the order comes first.
		amount: fields.new_order_amount ?? fields.order_amount ?? fields.payment_amount,
		products,
		productCount: products.length,
		buyerCountry: fields.receipt_address.country ?? fields.buyer_info.country,
		// The deadline belongs to the current status; only there does it mean shipping.
		shipBy: isShippable(fields.order_status) ? deadline : undefined,
		url: webAddress(fields.order_detail_url),
		buyerRef: buyerRefOf(loginId, choice.pseudonymKey),
		...businessModelOf(fields.child_order_list.map((line) => line.extend_map)),
		...(!hasEnded(fields.order_status) && timeFields('deadlineAt', fields.over_time_left, ZONE)),
		endReason: fields.order_end_reason,
		cancelReason: fields.cancel_request_reason,
		fundStatus: fields.fund_status,
		frozenStatus: fields.frozen_status,
		...issueFields(fields, fields.issue_info),
		loanStatus: fields.loan_status,
		logisticsStatus: fields.logistics_status,
		...refundFields(fields.refund_info),
		initialAmount: fields.init_oder_amount,
		shippingAmount: fields.logistics_amount,
		escrowFee: fields.escrow_fee,
		sellerAmount: fields.new_seller_order_amount ?? fields.seller_order_amount,
		actualFee: fields.actual_fee,
		paidAmount: fields.payment_amount,
		promotionFee: fields.promotion_fee,
		taxFee: fields.include_tax_fee,
		settlementAmount: moneyOf(fields.pay_amount_by_settlement_cur, fields.settlement_currency),
		isCashOnDelivery: fields.cod,
		isPhoneOrder: fields.is_phone,
		shipments: fields.logistic_info_list.map(toShipment),
		history: fields.opr_log_dto_list.map((step) => toHistoryStep(step, choice)),
		buyer: buyerOf(fields, choice),
		address: toAddress(fields.receipt_address, choice),
		memo: freeText(fields.memo, choice),
	});
}
