import type { PlatformZone } from '../../../time/wallClock';
import type { RawDispute } from '../../parse/dispute';
import { rowTimeMs } from '../lists/rowTime';
import { eventIdOf, shortIdOf } from './eventId';
import type { Known, Occurrence, TriggerEvent } from './events';

/** Version of a dispute: its status, and when it was changed as the platform wrote it. */
function versionOf({ fields }: RawDispute): string {
	return `${fields.issue_status ?? ''} ${fields.gmt_modified ?? ''}`;
}

/**
 * What the disputes of a read say has happened and was not reported yet. The first sight of a
 * dispute is no update.
 *
 * @param zone of the times, which the platform does not state.
 * @param fetchedAtMs stands in for times that the platform left out or wrote in an unknown form.
 */
export function disputeOccurrences(
	rows: readonly RawDispute[],
	events: readonly TriggerEvent[],
	zone: PlatformZone,
	account: string,
	known: Known,
	fetchedAtMs: number,
): Occurrence[] {
	const timeOf = (text: string | undefined) => rowTimeMs(text, zone);
	return rows.flatMap((raw, row): Occurrence[] => {
		const { issue_id: id, gmt_create: openedText, gmt_modified: changedText } = raw.fields;
		const openedMs = timeOf(openedText) ?? fetchedAtMs;
		const place = { list: 'disputes', row, rememberedFromMs: openedMs, axisMs: openedMs } as const;
		const found: Occurrence[] = [];
		if (events.includes('dispute.opened')) {
			const eventId = eventIdOf(account, 'dispute.opened', id);
			const times = { occurredAtMs: openedMs, newSinceMs: openedMs };
			found.push({ ...place, ...times, event: 'dispute.opened', eventId });
		}
		if (events.includes('dispute.updated')) {
			const firstId = eventIdOf(account, 'dispute.updated', id);
			const eventId = eventIdOf(account, 'dispute.updated', id, versionOf(raw));
			const changedMs = Math.max(openedMs, timeOf(changedText) ?? fetchedAtMs);
			found.push({
				...place,
				event: 'dispute.updated',
				eventId,
				occurredAtMs: changedMs,
				newSinceMs: changedMs,
				alsoSeen: [firstId],
				isBaseline: !known.has(shortIdOf(firstId)),
			});
		}
		return found.filter(({ eventId }) => !known.has(shortIdOf(eventId)));
	});
}
