import { disputeOccurrences } from './disputes';
import { type Known, type Occurrence } from './events';
import { isOrderList, type ListName } from '../lists/lists';
import { orderOccurrences } from './orders';
import type { Snapshot } from '../lists/snapshot';
import { reviewOccurrences } from './reviews';
import { disputeZoneOf, type TriggerSettings } from '../settings';

/** What a list of a snapshot says has happened and is not known yet; nothing when it was not read. */
export function occurrencesOf(
	list: ListName,
	snapshot: Snapshot,
	settings: TriggerSettings,
	account: string,
	known: Known,
): Occurrence[] {
	const { events } = settings;
	const fetchedAtMs = snapshot[list]?.fetchedAtMs ?? snapshot.fetchedAtMs;
	if (isOrderList(list)) {
		const rows = snapshot[list]?.rows ?? [];
		return orderOccurrences(rows, new Set(events), { list, account, known, fetchedAtMs });
	}
	if (list === 'reviews') {
		const rows = snapshot.reviews?.rows ?? [];
		return reviewOccurrences(rows, settings, account, known, fetchedAtMs);
	}
	const rows = snapshot.disputes?.rows ?? [];
	const zone = disputeZoneOf(settings);
	return disputeOccurrences(rows, events, zone, account, known, fetchedAtMs);
}
