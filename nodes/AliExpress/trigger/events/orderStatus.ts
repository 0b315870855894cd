import { listedStatuses, stageOf, type OrderStage } from '../../../wire/orderStatus';
import type { RawOrder } from '../../parse/order/orderList';

/** Payment is open or under check. A payment time may stand there already. */
const NOT_PAID: ReadonlySet<OrderStage | undefined> = new Set(['placed', 'paying', 'held']);
/** Something was sent and the order goes on. */
const UNDER_WAY: ReadonlySet<OrderStage | undefined> = new Set(['partlyShipped', 'shipped']);
/**
 * Only a paid order gets so far. `ended` is not among them: an order that was closed unpaid ends there
 * too, so it needs its payment time.
 */
const SURELY_PAID: ReadonlySet<OrderStage | undefined> = new Set([
	...UNDER_WAY,
	'toShip',
	'payout',
]);

function statusesOf(stages: ReadonlySet<OrderStage | undefined>): readonly string[] {
	return listedStatuses().flatMap(({ stage, status }) => (stages.has(stage) ? [status] : []));
}

/** Statuses that only a paid order reaches. */
export const PAID = statusesOf(SURELY_PAID);

/** Statuses of an order of which something was sent and that goes on. */
export const SENT = statusesOf(UNDER_WAY);

/** End reasons of orders that came to nothing; the platform may know more. */
const CANCELLED = /cancel|pay_?timeout|not_?pay/i;

function stageIn({ fields }: RawOrder): OrderStage | undefined {
	return stageOf(fields.order_status);
}

/** Whether the payment of an order is under check, so that its payment time may be long ago later. */
export function isPaymentChecked(raw: RawOrder): boolean {
	const stage = stageIn(raw);
	return stage !== 'placed' && NOT_PAID.has(stage);
}

/** Whether an order is paid and has passed the check. */
export function isPaid(raw: RawOrder): boolean {
	const stage = stageIn(raw);
	if (NOT_PAID.has(stage)) return false;
	return raw.fields.gmt_pay_time !== undefined || SURELY_PAID.has(stage);
}

/** Whether a part of an order is still to be sent. */
export function isPartlySent(raw: RawOrder): boolean {
	return stageIn(raw) === 'partlyShipped';
}

/** Whether something of an order was sent; a time of sending alone does not say so before. */
export function isSent(raw: RawOrder): boolean {
	const stage = stageIn(raw);
	if (UNDER_WAY.has(stage)) return true;
	const isBefore = NOT_PAID.has(stage) || stage === 'toShip';
	return !isBefore && raw.fields.gmt_send_goods_time !== undefined;
}

/** Whether a buyer has asked to cancel an order; the seller has not agreed yet. */
export function isToBeCancelled(raw: RawOrder): boolean {
	return stageIn(raw) === 'cancelling';
}

/** How an order has ended; undefined while it goes on. One that was never paid came to nothing. */
export function endOf(raw: RawOrder): 'cancelled' | 'finished' | undefined {
	const stage = stageIn(raw);
	if (stage !== 'ended' && stage !== 'payout') return undefined;
	const { end_reason: reason = '', gmt_pay_time: paidText } = raw.fields;
	const isCancelled = CANCELLED.test(reason) || (stage === 'ended' && paidText === undefined);
	return isCancelled ? 'cancelled' : 'finished';
}
