import type { Occurrence } from './events';
import { eventIdOf } from './eventId';
import { heldIdOf } from './heldOrders';
import { pacificMs } from '../lists/rowTime';
import { updatedMs, type OrderRow } from './orderRow';
import { isPartlySent } from './orderStatus';
import { latestReadingMs } from '../lists/window';

/** The sending of an order that was sent, wholly or in part: one event each. */
export function shipped({ raw, row, list, account, known, fetchedAtMs }: OrderRow): Occurrence {
	const { order_id: orderId, gmt_send_goods_time: sentText } = raw.fields;
	const isPart = isPartlySent(raw);
	const changedMs = updatedMs(raw) ?? fetchedAtMs;
	const sentMs = pacificMs(sentText);
	// The time may be that of the first parcel, so the rest counts as sent now.
	const heldId = heldIdOf(account, orderId, 'parts');
	const isReleased = !isPart && known.has(heldId);
	const shippedMs = isReleased ? changedMs : (sentMs ?? changedMs);
	return {
		event: 'order.shipped',
		eventId: eventIdOf(account, 'order.shipped', orderId, isPart ? 'part' : ''),
		list,
		row,
		occurredAtMs: shippedMs,
		newSinceMs: latestReadingMs(shippedMs),
		rememberedFromMs: latestReadingMs(shippedMs),
		axisMs: Math.max(shippedMs, changedMs),
		isRememberedLong: isReleased || sentMs === undefined,
		...(isReleased && { releases: heldId }),
	};
}
