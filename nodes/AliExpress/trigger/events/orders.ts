import type { RawOrder } from '../../parse/orderList';
import { closed, wishToCancel } from './closedOrders';
import type { Known, Occurrence, TriggerEvent } from './events';
import { eventIdOf, shortIdOf } from './eventId';
import { heldIdOf } from './heldOrders';
import { pacificMs } from '../lists/rowTime';
import { updatedMs, type OrderRow } from './orderRow';
import { isPaid, isSent } from './orderStatus';
import { shipped } from './shippedOrders';
import { latestReadingMs } from '../lists/window';

/** The placing of an order; undefined without a readable time: nothing tells new from old then. */
function created({ raw, row, list, account }: OrderRow): Occurrence | undefined {
	const createdMs = pacificMs(raw.fields.gmt_create);
	if (createdMs === undefined) return undefined;
	const latestMs = latestReadingMs(createdMs);
	return {
		event: 'order.created',
		eventId: eventIdOf(account, 'order.created', raw.fields.order_id),
		list,
		row,
		occurredAtMs: createdMs,
		newSinceMs: latestMs,
		rememberedFromMs: latestMs,
		axisMs: createdMs,
	};
}

/** The payment of an order; undefined while it is not paid. */
function paid({ raw, row, list, account, known }: OrderRow): Occurrence | undefined {
	if (!isPaid(raw)) return undefined;
	const { order_id: orderId, gmt_create: createdText } = raw.fields;
	const changedMs = updatedMs(raw) ?? pacificMs(createdText) ?? 0;
	const payTimeMs = pacificMs(raw.fields.gmt_pay_time);
	const paidMs = payTimeMs ?? changedMs;
	const latestMs = latestReadingMs(paidMs);
	// After a check of up to a day the payment time is old, yet the order is only paid now.
	const heldId = heldIdOf(account, raw.fields.order_id, 'payment');
	const isReleased = known.has(heldId);
	return {
		event: 'order.paid',
		eventId: eventIdOf(account, 'order.paid', orderId),
		list,
		row,
		occurredAtMs: paidMs,
		newSinceMs: latestMs,
		rememberedFromMs: isReleased ? Math.max(latestMs, changedMs) : latestMs,
		axisMs: Math.max(paidMs, changedMs),
		isRememberedLong: payTimeMs === undefined,
		...(isReleased && { releases: heldId }),
	};
}

/** With fewer rows it may be those orders that are odd, not the form of the answer. */
const MIN_ROWS_OF_A_FORM = 3;

/**
 * The orders whose creation time cannot be read, so that they cannot be reported as placed.
 *
 * @throws TypeError when that holds for all orders of a longer list: its form has changed then.
 */
export function undatedOrders(rows: readonly RawOrder[], account: string, known: Known): string[] {
	const undated = rows.filter(({ fields }) => {
		const shortId = shortIdOf(eventIdOf(account, 'order.created', fields.order_id));
		return !known.has(shortId) && pacificMs(fields.gmt_create) === undefined;
	});
	if (undated.length >= MIN_ROWS_OF_A_FORM && undated.length === rows.length) {
		throw new TypeError('The field "gmt_create" of all orders is missing or not a time.');
	}
	return undated.map(({ fields }) => fields.order_id);
}

/** What the orders of a read say has happened and was not reported yet. */
export function orderOccurrences(
	rows: readonly RawOrder[],
	events: ReadonlySet<TriggerEvent>,
	from: Omit<OrderRow, 'raw' | 'row'>,
): Occurrence[] {
	const { account, known } = from;
	return rows.flatMap((raw, row) => {
		const { order_id: orderId } = raw.fields;
		const order: OrderRow = { ...from, raw, row };
		// Asked before any time is read: most rows of an overlapping window are known.
		const isOpen = (event: TriggerEvent, version = '') =>
			events.has(event) && !known.has(shortIdOf(eventIdOf(account, event, orderId, version)));
		const found: Array<Occurrence | undefined> = [];
		if (isOpen('order.created')) found.push(created(order));
		if (isOpen('order.paid')) found.push(paid(order));
		if (events.has('order.shipped') && isSent(raw)) found.push(shipped(order));
		if (events.has('order.cancelled')) found.push(wishToCancel(order));
		if (isOpen('order.cancelled') || isOpen('order.finished')) found.push(closed(order));
		return found.filter(
			(one) => one !== undefined && events.has(one.event) && !known.has(shortIdOf(one.eventId)),
		) as Occurrence[];
	});
}
