import type { Occurrence, TriggerEvent } from './events';
import { eventIdOf } from './eventId';
import { updatedMs, type OrderRow } from './orderRow';
import { endOf, isToBeCancelled } from './orderStatus';
import { latestReadingMs } from '../lists/window';

/** What an order's last change says. The list has no other time of it. */
function lastChange(
	{ raw, row, list, account, fetchedAtMs }: OrderRow,
	event: TriggerEvent,
	version: string,
): Occurrence {
	const changedMs = updatedMs(raw) ?? fetchedAtMs;
	const latestMs = latestReadingMs(changedMs);
	return {
		event,
		eventId: eventIdOf(account, event, raw.fields.order_id, version),
		list,
		row,
		occurredAtMs: changedMs,
		newSinceMs: latestMs,
		rememberedFromMs: latestMs,
		axisMs: changedMs,
		isRememberedLong: true,
	};
}

/** A buyer's wish to cancel, while it is open. */
export function wishToCancel(order: OrderRow): Occurrence | undefined {
	return isToBeCancelled(order.raw) ? lastChange(order, 'order.cancelled', 'requested') : undefined;
}

/** The end of an order: cancelled or finished, never both; undefined while it goes on. */
export function closed(order: OrderRow): Occurrence | undefined {
	const end = endOf(order.raw);
	return end && lastChange(order, `order.${end}`, '');
}
