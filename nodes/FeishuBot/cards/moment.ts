import { DateTime, IANAZone } from 'luxon';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/units';
import type { WrittenTime } from '../../time/written';
import type { Words } from './words';

/** The zone in which a card shows its times: the one asked for, or UTC where nobody knows that. */
function shownZone(zone: string): string {
	return IANAZone.isValidZone(zone) ? zone : 'UTC';
}

/**
 * A time for people, e.g. `2026-11-22 11:05`; one of an unknown zone as it was written, and said so.
 *
 * @param zone IANA name; an unknown one falls back to UTC.
 */
export function momentText(time: WrittenTime, zone: string, words: Words): string {
	if ('wallClock' in time) return `${time.wallClock} (${words.zoneUnknown})`;
	return DateTime.fromMillis(time.atMs, { zone: shownZone(zone) }).toFormat('yyyy-MM-dd HH:mm');
}

/** The zone of the times that a card shows, which stands on it once; undefined when it shows none. */
export function zoneOfTimes(
	times: ReadonlyArray<WrittenTime | undefined>,
	zone: string,
): string | undefined {
	return times.some((time) => time !== undefined && 'atMs' in time) ? shownZone(zone) : undefined;
}

/**
 * Time left until a deadline in its two largest units, or by how much it has passed.
 *
 * @param deadlineMs ms UTC.
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function timeLeftText(deadlineMs: number, nowMs: number, words: Words): string {
	const leftMs = deadlineMs - nowMs;
	const span = spanText(Math.abs(leftMs), words);
	return leftMs >= 0 ? words.left(span) : words.overdue(span);
}

function spanText(ms: number, words: Words): string {
	const days = Math.floor(ms / DAY_MS);
	const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
	const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
	if (days > 0) return `${words.days(days)} ${words.hours(hours)}`;
	if (hours > 0) return `${words.hours(hours)} ${words.minutes(minutes)}`;
	return words.minutes(minutes);
}
