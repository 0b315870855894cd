import { buyerRefOf, buyerText, freeText, type BuyerDataChoice } from '../../platform/buyerData';
import { timeFields } from './moment';
import type { Money } from './money';
import type { RawOrder } from './orderList';
import { simplifyOrderLine, toOrderLine, type SimpleOrderLine } from './orderLine';
import { present } from './present';
import { shipByFromTimeLeft } from './shipBy';

/** A simplified order: what a card, a sheet or a ticket needs. Times are ISO 8601 UTC. */
export type SimpleOrder = {
	orderId: string;
	status?: string;
	createdAt?: string;
	paidAt?: string;
	updatedAt?: string;
	amount?: Money;
	products: SimpleOrderLine[];
	/**
	 * How many different lines the order has; the pieces of each are its `quantity`. Absent when the
	 * lines could not be read.
	 */
	productCount?: number;
	buyerCountry?: string;
	shipBy?: string;
	url?: string;
	buyerRef?: string;
	/** Only when buyer data is asked for. */
	buyer?: { [field: string]: string | undefined };
};

/** How order items are made. */
export interface OrderItemChoice extends BuyerDataChoice {
	/** When the answer came, ms UTC: the list tells the time left to ship relative to it. */
	nowMs: number;
}

/** Normalises an order of the list; a superset of `SimpleOrder`. Order times of the platform are US Pacific wall clock. */
export function toOrderItem({ fields }: RawOrder, choice: OrderItemChoice) {
	const zone = 'America/Los_Angeles';
	const login = fields.buyer_login_id ?? fields.buyer_info.login_id;
	const products = (fields.product_list ?? []).map((line) => toOrderLine(line, choice));
	const country = fields.receipt_address.country ?? fields.buyer_info.country;
	const left = {
		days: fields.left_send_good_day,
		hours: fields.left_send_good_hour,
		minutes: fields.left_send_good_min,
	};
	return present({
		orderId: fields.order_id,
		status: fields.order_status,
		...timeFields('createdAt', fields.gmt_create, zone),
		...timeFields('paidAt', fields.gmt_pay_time, zone),
		...timeFields('updatedAt', fields.gmt_update ?? fields.gmt_modified, zone),
		...timeFields('sentAt', fields.gmt_send_goods_time, zone),
		amount: fields.pay_amount,
		products,
		productCount: fields.product_list && products.length,
		buyerCountry: country,
		shipBy: shipByFromTimeLeft(fields.order_status, left, choice.nowMs),
		url: fields.order_detail_url,
		buyerRef: buyerRefOf(login, choice.pseudonymKey),
		bizType: fields.biz_type,
		fundStatus: fields.fund_status,
		frozenStatus: fields.frozen_status,
		issueStatus: fields.issue_status,
		logisticsStatus: fields.logistics_status,
		endReason: fields.end_reason,
		paymentType: fields.payment_type,
		loanAmount: fields.loan_amount,
		escrowFee: fields.escrow_fee,
		escrowFeeRate: fields.escrow_fee_rate,
		isPhoneOrder: fields.phone,
		hasRequestedLoan: fields.has_request_loan,
		sellerLoginId: fields.seller_login_id,
		buyer: present({
			loginId: buyerText(login, choice),
			name: buyerText(fields.buyer_signer_fullname, choice),
		}),
		memo: freeText(fields.memo, choice),
	});
}

/**
 * Takes a full order, of the list or the detail, down to the fields of `SimpleOrder`. The buyer stays
 * only when buyer data is asked for: masked it tells nothing that `buyerRef` does not.
 */
export function simplifyOrder(
	item: SimpleOrder,
	choice: Pick<BuyerDataChoice, 'includeBuyerData'> = { includeBuyerData: false },
): SimpleOrder {
	return present({
		orderId: item.orderId,
		status: item.status,
		createdAt: item.createdAt,
		paidAt: item.paidAt,
		updatedAt: item.updatedAt,
		amount: item.amount,
		products: item.products.map(simplifyOrderLine),
		productCount: item.productCount,
		buyerCountry: item.buyerCountry,
		shipBy: item.shipBy,
		url: item.url,
		buyerRef: item.buyerRef,
		buyer: choice.includeBuyerData ? item.buyer : undefined,
	});
}
