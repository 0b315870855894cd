import type { RawOrder } from '../../parse/orderList';
import { FINISHED } from '../lists/window';

/** Payment is open or under check. A payment time may stand there already. */
const NOT_PAID = new Set([
	'PLACE_ORDER_SUCCESS',
	'PAYMENT_PROCESSING',
	'RISK_CONTROL',
	'RISK_CONTROL_HOLD',
	'WAIT_SELLER_EXAMINE_MONEY',
]);

/**
 * Statuses that only a paid order reaches. `FINISH` is not among them: an order that was closed
 * unpaid ends there too, so it needs its payment time.
 */
export const PAID: ReadonlySet<string> = new Set([
	'WAIT_SELLER_SEND_GOODS',
	'SELLER_PART_SEND_GOODS',
	'WAIT_BUYER_ACCEPT_GOODS',
	'FUND_PROCESSING',
]);

/** Statuses of an order of which something was sent and that goes on. */
export const SENT: ReadonlySet<string> = new Set([
	'SELLER_PART_SEND_GOODS',
	'WAIT_BUYER_ACCEPT_GOODS',
]);

/** End reasons of orders that came to nothing; the platform may know more. */
const CANCELLED = /cancel|pay_?timeout|not_?pay/i;

function statusOf({ fields }: RawOrder): string {
	return fields.order_status ?? '';
}

/** Whether the payment of an order is under check, so that its payment time may be long ago later. */
export function isPaymentChecked(raw: RawOrder): boolean {
	const status = statusOf(raw);
	return status !== 'PLACE_ORDER_SUCCESS' && NOT_PAID.has(status);
}

/** Whether an order is paid and has passed the check. */
export function isPaid(raw: RawOrder): boolean {
	const status = statusOf(raw);
	if (NOT_PAID.has(status)) return false;
	return raw.fields.gmt_pay_time !== undefined || PAID.has(status);
}

/** Whether a part of an order is still to be sent. */
export function isPartlySent(raw: RawOrder): boolean {
	return statusOf(raw) === 'SELLER_PART_SEND_GOODS';
}

/** Whether something of an order was sent; a time of sending alone does not say so before. */
export function isSent(raw: RawOrder): boolean {
	const status = statusOf(raw);
	if (SENT.has(status)) return true;
	const isBefore = NOT_PAID.has(status) || status === 'WAIT_SELLER_SEND_GOODS';
	return !isBefore && raw.fields.gmt_send_goods_time !== undefined;
}

/** Whether a buyer has asked to cancel an order; the seller has not agreed yet. */
export function isToBeCancelled(raw: RawOrder): boolean {
	return statusOf(raw) === 'IN_CANCEL';
}

/** How an order has ended; undefined while it goes on. One that was never paid came to nothing. */
export function endOf(raw: RawOrder): 'cancelled' | 'finished' | undefined {
	const status = statusOf(raw);
	if (status !== FINISHED && status !== 'FUND_PROCESSING') return undefined;
	const { end_reason: reason = '', gmt_pay_time: paidText } = raw.fields;
	const isCancelled = CANCELLED.test(reason) || (status === FINISHED && paidText === undefined);
	return isCancelled ? 'cancelled' : 'finished';
}
