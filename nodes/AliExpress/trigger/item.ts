import type { IDataObject } from 'n8n-workflow';

import { msToIso } from '../../platform/time';
import { simplifyOrder, toOrderItem } from '../parse/order';
import { simplifyReview, toReviewItem } from '../parse/review';
import { listOfEvent, type Occurrence } from './events';
import type { Snapshot } from './read';
import type { TriggerSettings } from './settings';

/** What the node hands out: the event and the order or review that it is about. */
export type TriggerItem = IDataObject & { event: string; eventId: string; occurredAt: string };

/**
 * The item of an occurrence.
 *
 * @param pseudonymKey key for the pseudonym of a buyer: the app secret.
 */
export function itemOf(
	occurrence: Occurrence,
	snapshot: Snapshot,
	settings: Pick<TriggerSettings, 'simplify' | 'includeBuyerData' | 'reviewZone'>,
	pseudonymKey: string,
): TriggerItem {
	const { event, eventId, occurredAtMs, row } = occurrence;
	const head = { event, eventId, occurredAt: msToIso(occurredAtMs) };
	const { includeBuyerData, reviewZone, simplify } = settings;
	const list = listOfEvent(event);
	if (list === 'orders') {
		const raw = snapshot.orders?.rows[row];
		if (!raw) throw new RangeError('An order of this read is not at its place.');
		const nowMs = snapshot.fetchedAtMs;
		const full = toOrderItem(raw, { includeBuyerData, pseudonymKey, nowMs });
		return { ...head, ...(simplify ? simplifyOrder(full, settings) : full) };
	}
	const raw = snapshot.reviews?.rows[row];
	if (!raw) throw new RangeError('A review of this read is not at its place.');
	const full = toReviewItem(raw, { includeBuyerData, pseudonymKey, zone: reviewZone });
	return { ...head, ...(simplify ? simplifyReview(full, settings) : full) };
}
