import { DateTime } from 'luxon';

import { msToPacific } from '../../platform/time';
import type { PlatformZone } from '../parse/moment';

const HOUR_MS = 3_600_000;

function wallClock(ms: number, zone: PlatformZone): string {
	if (zone === 'America/Los_Angeles') return msToPacific(ms);
	return DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/**
 * A bound of a time range as the platform's wall clock, `yyyy-MM-dd HH:mm:ss`. In the autumn night
 * one hour's texts occur twice and the platform does not say which it means, so a bound in that
 * hour moves out of it: rather an hour too much than an item missed.
 *
 * @param edge which end of the range it is.
 */
export function boundText(ms: number, edge: 'start' | 'end', zone: PlatformZone): string {
	const text = wallClock(ms, zone);
	const isRepeated = [-HOUR_MS, HOUR_MS].some((shift) => wallClock(ms + shift, zone) === text);
	if (!isRepeated) return text;
	const step = edge === 'start' ? -HOUR_MS : HOUR_MS;
	const next = wallClock(ms + step, zone);
	return next === text ? wallClock(ms + 2 * step, zone) : next;
}
