import { HOUR_MS, MINUTE_MS } from '../../../time/units';
import { shortIdOf } from '../events/eventId';
import type { Occurrence } from '../events/events';
import type { TriggerSettings } from '../settings';
import type { TriggerState } from './state';

type Started = NonNullable<TriggerState['started'][keyof TriggerState['started']]>;

/** How far the clocks of the platform and of this server may differ. */
const CLOCK_SLACK_MS = 2 * MINUTE_MS;
/** How far the time of a review or dispute can be off when its zone is another than the one that is set. */
const ZONE_SLACK_MS = 16 * HOUR_MS;

function newestFirst(a: Occurrence, b: Occurrence): number {
	return b.newSinceMs - a.newSinceMs || (b.eventId < a.eventId ? -1 : 1);
}

/**
 * The first read of an event: settles from when on it is reported and what of the past is left out.
 *
 * @param isZoneKnown whether the platform says in which zone the times of its rows are.
 * @returns the settled start, and the occurrences that count as reported without being so.
 */
export function beginEvent(
	isZoneKnown: boolean,
	started: Started,
	found: readonly Occurrence[],
	settings: Pick<TriggerSettings, 'start'>,
	fetchedAtMs: number,
): { started: Started; leftOut: Occurrence[] } {
	if (!started.isFirst) return { started, leftOut: [] };
	const { sinceMs, lastCount } = started;
	if (lastCount !== undefined) {
		const past = [...found].sort(newestFirst);
		const chosen = past.slice(0, lastCount);
		const oldestMs = Math.min(sinceMs, ...chosen.map(({ newSinceMs }) => newSinceMs));
		return { started: { sinceMs: oldestMs, isFirst: false }, leftOut: past.slice(lastCount) };
	}
	if (isZoneKnown || settings.start.from !== 'now') {
		return { started: { sinceMs, isFirst: false }, leftOut: [] };
	}
	// With a zone that is not certain, what is there at the start is old unless its time
	// lies between the start and this read, which can come late; and what comes later is new even
	// if its time says that it is some hours older.
	const isNew = ({ newSinceMs }: Occurrence) =>
		newSinceMs >= Math.floor(sinceMs / 1_000) * 1_000 && newSinceMs <= fetchedAtMs + CLOCK_SLACK_MS;
	return {
		started: { sinceMs: sinceMs - ZONE_SLACK_MS, isFirst: false },
		leftOut: found.filter((one) => !isNew(one)),
	};
}

/** All short ids that an occurrence is remembered by. */
export function shortIdsOf({ eventId, alsoSeen }: Occurrence): string[] {
	return [...new Set([eventId, ...(alsoSeen ?? [])])].map(shortIdOf);
}
