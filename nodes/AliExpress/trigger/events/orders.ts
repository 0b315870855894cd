import { DAY_MS } from '../../../time/units';
import { listedStatuses, stageOf, type OrderStage } from '../../../wire/orderStatus';
import { HALTED, latestReadingMs, pacificMs } from '../lists/window';
import { type About, eventIdOf, type Finding, type Known, shortIdOf } from './eventId';

/** As much of an order as says what has happened to it, in the words of the list. */
export interface OrderFacts {
	fields: {
		order_id: string;
		order_status?: string | undefined;
		gmt_create?: string | undefined;
		gmt_pay_time?: string | undefined;
		gmt_send_goods_time?: string | undefined;
		gmt_update?: string | undefined;
		gmt_modified?: string | undefined;
		end_reason?: string | undefined;
	};
}

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

/** Statuses of an order that waits to be shipped, or the rest of it, and how far back such orders are looked for, ms. */
export const TO_SHIP = statusesOf(new Set(['toShip', 'partlyShipped']));
export const WAITING_MS = 90 * DAY_MS;

/** End reasons of orders that came to nothing; the platform may know more. */
const CANCELLED = /cancel|pay_?timeout|not_?pay/i;

function stageIn({ fields }: OrderFacts): OrderStage | undefined {
	return stageOf(fields.order_status);
}

/** Whether the payment of an order is under check, so that its payment time may be long ago later. */
function isPaymentChecked(raw: OrderFacts): boolean {
	const stage = stageIn(raw);
	return stage !== 'placed' && NOT_PAID.has(stage);
}

/** Whether an order is paid and has passed the check. */
function isPaid(raw: OrderFacts): boolean {
	const stage = stageIn(raw);
	if (NOT_PAID.has(stage)) return false;
	return raw.fields.gmt_pay_time !== undefined || SURELY_PAID.has(stage);
}

/** Whether a part of an order is still to be sent. */
function isPartlySent(raw: OrderFacts): boolean {
	return stageIn(raw) === 'partlyShipped';
}

/** Whether something of an order was sent; a time of sending alone does not say so before. */
function isSent(raw: OrderFacts): boolean {
	const stage = stageIn(raw);
	if (UNDER_WAY.has(stage)) return true;
	const isBefore = NOT_PAID.has(stage) || stage === 'toShip';
	return !isBefore && raw.fields.gmt_send_goods_time !== undefined;
}

/**
 * Whether an order was sent so soon after its payment, ms. One that was sent and whose times are not known
 * may have been; one that is halted stands among the orders to send.
 */
export function isSentWithin(raw: OrderFacts, ms: number): boolean {
	if (HALTED.includes(stageIn(raw))) return false;
	const paidMs = pacificMs(raw.fields.gmt_pay_time);
	const sentMs = pacificMs(raw.fields.gmt_send_goods_time);
	return paidMs === undefined || sentMs === undefined || sentMs - latestReadingMs(paidMs) < ms;
}

/** Whether a buyer has asked to cancel an order; the seller has not agreed yet. */
function isToBeCancelled(raw: OrderFacts): boolean {
	return stageIn(raw) === 'cancelling';
}

/** How an order has ended; undefined while it goes on. One that was never paid came to nothing. */
function endOf(raw: OrderFacts): 'cancelled' | 'finished' | undefined {
	const stage = stageIn(raw);
	if (stage !== 'ended' && stage !== 'payout') return undefined;
	const { end_reason: reason = '', gmt_pay_time: paidText } = raw.fields;
	const isCancelled = CANCELLED.test(reason) || (stage === 'ended' && paidText === undefined);
	return isCancelled ? 'cancelled' : 'finished';
}

/** When the order was changed last, ms UTC; undefined without a readable time. */
export function updatedMs({ fields }: OrderFacts): number | undefined {
	return pacificMs(fields.gmt_update ?? fields.gmt_modified);
}

/** The placing of an order; nothing without a readable time: nothing tells new from old then. */
export function created({ fields }: OrderFacts): Finding[] {
	const createdMs = pacificMs(fields.gmt_create);
	if (createdMs === undefined) return [];
	const latestMs = latestReadingMs(createdMs);
	const times = { newSinceMs: latestMs, rememberedFromMs: latestMs };
	return [{ version: '', occurredAtMs: createdMs, ...times }];
}

/** The payment of an order; nothing while it is not paid. */
export function paid(raw: OrderFacts, { account, known }: About): Finding[] {
	if (!isPaid(raw)) return [];
	const { order_id: orderId, gmt_create: createdText, gmt_pay_time: paidText } = raw.fields;
	const changedMs = updatedMs(raw) ?? pacificMs(createdText) ?? 0;
	const payTimeMs = pacificMs(paidText);
	const paidMs = payTimeMs ?? changedMs;
	const latestMs = latestReadingMs(paidMs);
	// After a check of up to a day the payment time is old, yet the order is only paid now.
	const heldId = heldIdOf(account, orderId, 'payment');
	const isReleased = known.has(heldId);
	return [
		{
			version: '',
			occurredAtMs: paidMs,
			newSinceMs: latestMs,
			rememberedFromMs: isReleased ? Math.max(latestMs, changedMs) : latestMs,
			isRememberedLong: payTimeMs === undefined,
			...(isReleased && { releases: heldId }),
		},
	];
}

/** The sending of an order that was sent, wholly or in part: one event each. */
export function shipped(raw: OrderFacts, { account, known, fetchedAtMs }: About): Finding[] {
	if (!isSent(raw)) return [];
	const { order_id: orderId, gmt_send_goods_time: sentText } = raw.fields;
	const isPart = isPartlySent(raw);
	const changedMs = updatedMs(raw) ?? fetchedAtMs;
	const sentMs = pacificMs(sentText);
	// The time may be that of the first parcel, so the rest counts as sent now.
	const heldId = heldIdOf(account, orderId, 'parts');
	const isReleased = !isPart && known.has(heldId);
	const shippedMs = isReleased ? changedMs : (sentMs ?? changedMs);
	const latestMs = latestReadingMs(shippedMs);
	return [
		{
			version: isPart ? 'part' : '',
			occurredAtMs: shippedMs,
			newSinceMs: latestMs,
			rememberedFromMs: latestMs,
			isRememberedLong: isReleased || sentMs === undefined,
			...(isReleased && { releases: heldId }),
		},
	];
}

/** What an order's last change says. The list has no other time of it. */
function lastChange(raw: OrderFacts, version: string, { fetchedAtMs }: About): Finding {
	const changedMs = updatedMs(raw) ?? fetchedAtMs;
	const latestMs = latestReadingMs(changedMs);
	return {
		version,
		occurredAtMs: changedMs,
		newSinceMs: latestMs,
		rememberedFromMs: latestMs,
		isRememberedLong: true,
	};
}

/** A buyer's wish to cancel while it is open, and the end of an order that came to nothing. */
export function cancelled(raw: OrderFacts, about: About): Finding[] {
	if (isToBeCancelled(raw)) return [lastChange(raw, 'requested', about)];
	return endOf(raw) === 'cancelled' ? [lastChange(raw, '', about)] : [];
}

/** The end of an order that was completed. */
export function finished(raw: OrderFacts, about: About): Finding[] {
	return endOf(raw) === 'finished' ? [lastChange(raw, '', about)] : [];
}

/** What can hold an event back: a payment that is checked, parcels that are still to be sent. */
type Holding = 'payment' | 'parts';

const KIND: Readonly<Record<Holding, string>> = { payment: 'order.held', parts: 'order.parts' };

/** Under which short id the state remembers that something of an order is held back. */
function heldIdOf(account: string, orderId: string, holding: Holding): string {
	return shortIdOf(eventIdOf(account, KIND[holding], orderId));
}

/** Short ids of what the orders of a read hold back; its release is recognised by them. */
export function heldIdsOf(
	rows: readonly OrderFacts[],
	events: ReadonlySet<string>,
	account: string,
	known: Known,
): string[] {
	return rows.flatMap((raw) => {
		const { order_id: orderId } = raw.fields;
		// A list that lags behind may show an order as held that was released and reported already.
		const isOpen = (event: string) =>
			events.has(event) && !known.has(shortIdOf(eventIdOf(account, event, orderId)));
		const held: string[] = [];
		if (isPaymentChecked(raw) && isOpen('order.paid')) {
			held.push(heldIdOf(account, orderId, 'payment'));
		}
		if (isPartlySent(raw) && isOpen('order.shipped')) {
			held.push(heldIdOf(account, orderId, 'parts'));
		}
		return held;
	});
}

/** Under which short id the state remembers a row of the list of orders: that of its placing. */
export function rowIdOf(account: string, orderId: string): string {
	return shortIdOf(eventIdOf(account, 'order.created', orderId));
}

/** With fewer rows it may be those orders that are odd, not the form of the answer. */
const MIN_ROWS_OF_A_FORM = 3;

/**
 * The orders whose creation time cannot be read, so that they cannot be reported as placed.
 *
 * @throws TypeError when that holds for all orders of a longer list: its form has changed then.
 */
export function undatedOrders(
	rows: readonly OrderFacts[],
	account: string,
	known: Known,
): string[] {
	const undated = rows.filter(
		({ fields }) =>
			pacificMs(fields.gmt_create) === undefined && !known.has(rowIdOf(account, fields.order_id)),
	);
	if (undated.length >= MIN_ROWS_OF_A_FORM && undated.length === rows.length) {
		throw new TypeError('The field "gmt_create" of all orders is missing or not a time.');
	}
	return undated.map(({ fields }) => fields.order_id);
}
