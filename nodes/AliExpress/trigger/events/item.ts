import type { IDataObject } from 'n8n-workflow';

import { msToIso } from '../../../time/zones';
import { simplifyDispute, toDisputeItem } from '../../parse/dispute/dispute';
import { simplifyOrder, toOrderItem } from '../../parse/order/order';
import { simplifyReview, toReviewItem } from '../../parse/review/review';
import { disputeZoneOf, type TriggerSettings } from '../settings';
import { EVENTS } from './events';
import type { Told } from './occurrences';

/** What the node hands out: the event and the order, review, dispute or other thing that it is about. */
export type TriggerItem = IDataObject & { event: string; eventId: string; occurredAt: string };

/**
 * The item of an occurrence.
 *
 * @param nowMs when its list was read, ms UTC.
 * @param pseudonymKey key for the pseudonym of a buyer: the app secret.
 */
export function itemOf(
	occurrence: Told,
	nowMs: number,
	settings: TriggerSettings,
	pseudonymKey: string,
): TriggerItem {
	const { event, eventId, occurredAtMs } = occurrence;
	const head = { event, eventId, occurredAt: msToIso(occurredAtMs) };
	const { includeBuyerData, negativeUpToStars, reviewZone, simplify, ticketLanguage } = settings;
	const buyer = { includeBuyerData, pseudonymKey };
	if (occurrence.kind === 'sighting') return { ...head, ...occurrence.raw };
	if (occurrence.kind === 'order') {
		const full = toOrderItem(occurrence.raw, { ...buyer, nowMs });
		const { end_reason: endReason } = occurrence.raw.fields;
		const end = EVENTS[event].tellsEnd && endReason !== undefined && { endReason };
		return { ...head, ...(simplify ? simplifyOrder(full, settings) : full), ...end };
	}
	if (occurrence.kind === 'review') {
		const full = toReviewItem(occurrence.raw, {
			...buyer,
			zone: reviewZone,
			negativeUpToStars,
			ticketLanguage,
		});
		return { ...head, ...(simplify ? simplifyReview(full, settings) : full) };
	}
	const full = toDisputeItem(occurrence.raw, { ...buyer, zone: disputeZoneOf(settings) });
	return { ...head, ...(simplify ? simplifyDispute(full, settings) : full) };
}
