import { isoOf } from '../parse/moment';
import type { RawOrder } from '../parse/orderList';
import type { Occurrence, TriggerEvent } from './events';
import { eventIdOf, shortIdOf } from './eventId';
import { latestReadingMs } from './window';

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

/** How long orders are remembered whose payment has no usable time. */
export const LONG_MEMORY_MS = 30 * 86_400_000;

function pacificMs(text: string | undefined): number | undefined {
	const iso = isoOf(text, 'America/Los_Angeles');
	return iso === undefined ? undefined : Date.parse(iso);
}

function updatedMs({ fields }: RawOrder): number | undefined {
	return pacificMs(fields.gmt_update ?? fields.gmt_modified);
}

/** The placing of an order; undefined without a readable time: nothing tells new from old then. */
function created(raw: RawOrder, row: number, account: string): Occurrence | undefined {
	const createdMs = pacificMs(raw.fields.gmt_create);
	if (createdMs === undefined) return undefined;
	const latestMs = latestReadingMs(createdMs);
	return {
		event: 'order.created',
		eventId: eventIdOf(account, 'order.created', raw.fields.order_id),
		row,
		occurredAtMs: createdMs,
		newSinceMs: latestMs,
		rememberedFromMs: latestMs,
		axisMs: createdMs,
	};
}

/** Under which short id the state remembers that the payment of an order was seen under check. */
export function heldIdOf(account: string, orderId: string): string {
	return shortIdOf(eventIdOf(account, 'order.held', orderId));
}

/** Whether the payment of an order is under check, so that its payment time may be long ago later. */
export function isHeld({ fields }: RawOrder): boolean {
	const status = fields.order_status ?? '';
	return status !== 'PLACE_ORDER_SUCCESS' && NOT_PAID.has(status);
}

function isPaid({ fields }: RawOrder): boolean {
	const status = fields.order_status ?? '';
	if (NOT_PAID.has(status)) return false;
	return fields.gmt_pay_time !== undefined || PAID.has(status);
}

/** The payment of an order; undefined while it is not paid. */
function paid(
	raw: RawOrder,
	row: number,
	account: string,
	seen: Readonly<Record<string, number>>,
): Occurrence | undefined {
	if (!isPaid(raw)) return undefined;
	const { order_id: orderId, gmt_create: createdText } = raw.fields;
	const changedMs = updatedMs(raw) ?? pacificMs(createdText) ?? 0;
	const payTimeMs = pacificMs(raw.fields.gmt_pay_time);
	const paidMs = payTimeMs ?? changedMs;
	const latestMs = latestReadingMs(paidMs);
	// After a check of up to a day the payment time is old, yet the order is only paid now.
	const isReleased = seen[heldIdOf(account, orderId)] !== undefined;
	// Neither the time of such a payment nor a missing one tells a later change from it.
	const isRememberedLong = isReleased || payTimeMs === undefined;
	return {
		event: 'order.paid',
		eventId: eventIdOf(account, 'order.paid', orderId),
		row,
		occurredAtMs: paidMs,
		newSinceMs: latestMs,
		rememberedFromMs: isRememberedLong ? Math.max(latestMs, changedMs) + LONG_MEMORY_MS : latestMs,
		axisMs: Math.max(paidMs, changedMs),
		isReleased,
	};
}

/** With fewer rows it may be those orders that are odd, not the form of the answer. */
const MIN_ROWS_OF_A_FORM = 3;

/**
 * The orders whose creation time cannot be read, so that they cannot be reported as placed.
 *
 * @throws TypeError when that holds for all orders of a longer list: its form has changed then.
 */
export function undatedOrders(
	rows: readonly RawOrder[],
	account: string,
	seen: Readonly<Record<string, number>>,
): string[] {
	const undated = rows.filter(({ fields }) => {
		const shortId = shortIdOf(eventIdOf(account, 'order.created', fields.order_id));
		return seen[shortId] === undefined && pacificMs(fields.gmt_create) === undefined;
	});
	if (undated.length >= MIN_ROWS_OF_A_FORM && undated.length === rows.length) {
		throw new TypeError('The field "gmt_create" of all orders is missing or not a time.');
	}
	return undated.map(({ fields }) => fields.order_id);
}

/** What the orders of a read say has happened and was not reported yet. */
export function orderOccurrences(
	rows: readonly RawOrder[],
	events: ReadonlySet<string>,
	account: string,
	seen: Readonly<Record<string, number>>,
): Occurrence[] {
	return rows.flatMap((raw, row) => {
		const found: Array<Occurrence | undefined> = [];
		const { order_id: orderId } = raw.fields;
		// Asked before any time is read: most rows of an overlapping window are known.
		const isOpen = (event: TriggerEvent) =>
			events.has(event) && seen[shortIdOf(eventIdOf(account, event, orderId))] === undefined;
		if (isOpen('order.created')) found.push(created(raw, row, account));
		if (isOpen('order.paid')) found.push(paid(raw, row, account, seen));
		return found.filter((occurrence) => occurrence !== undefined);
	});
}
