import type { IDataObject } from 'n8n-workflow';

import { msToIso } from '../../../time/zones';
import { simplifyDispute, toDisputeItem } from '../../parse/dispute';
import { simplifyOrder, toOrderItem } from '../../parse/order';
import { simplifyReview, toReviewItem } from '../../parse/review';
import { isOrderList } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import { disputeZoneOf, type TriggerSettings } from '../settings';
import { type Occurrence, type TriggerEvent } from './events';

/** What the node hands out: the event and the order, review or dispute that it is about. */
export type TriggerItem = IDataObject & { event: string; eventId: string; occurredAt: string };

/** How an order has ended is what these are about, so it stands in simplified items too. */
const ENDS: ReadonlySet<TriggerEvent> = new Set<TriggerEvent>([
	'order.cancelled',
	'order.finished',
]);

/** The row of an occurrence. */
function rowOf<Row>(rows: readonly Row[] | undefined, row: number): Row {
	const raw = rows?.[row];
	if (raw === undefined) throw new RangeError('A row of this read is not at its place.');
	return raw;
}

/**
 * The item of an occurrence.
 *
 * @param pseudonymKey key for the pseudonym of a buyer: the app secret.
 */
export function itemOf(
	occurrence: Occurrence,
	snapshot: Snapshot,
	settings: TriggerSettings,
	pseudonymKey: string,
): TriggerItem {
	const { event, eventId, list, occurredAtMs, row } = occurrence;
	const head = { event, eventId, occurredAt: msToIso(occurredAtMs) };
	const { includeBuyerData, negativeUpToStars, reviewZone, simplify } = settings;
	const buyer = { includeBuyerData, pseudonymKey };
	if (isOrderList(list)) {
		const read = snapshot[list];
		const raw = rowOf(read?.rows, row);
		const nowMs = read?.fetchedAtMs ?? snapshot.fetchedAtMs;
		const full = toOrderItem(raw, { ...buyer, nowMs });
		const { end_reason: endReason } = raw.fields;
		const end = ENDS.has(event) && endReason !== undefined && { endReason };
		return { ...head, ...(simplify ? simplifyOrder(full, settings) : full), ...end };
	}
	if (list === 'reviews') {
		const raw = rowOf(snapshot.reviews?.rows, row);
		const full = toReviewItem(raw, { ...buyer, zone: reviewZone, negativeUpToStars });
		return { ...head, ...(simplify ? simplifyReview(full, settings) : full) };
	}
	const raw = rowOf(snapshot.disputes?.rows, row);
	const full = toDisputeItem(raw, { ...buyer, zone: disputeZoneOf(settings) });
	return { ...head, ...(simplify ? simplifyDispute(full, settings) : full) };
}
