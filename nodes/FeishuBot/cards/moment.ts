import { DateTime } from 'luxon';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/units';
import type { Words } from './words';

/**
 * A moment for people, e.g. `2026-11-22 11:05 (Asia/Shanghai)`.
 *
 * @param iso ISO 8601; without an offset it is read as UTC.
 * @param zone IANA name; an unknown one falls back to UTC.
 */
export function momentText(iso: string, zone: string): string {
	const utc = DateTime.fromISO(iso, { zone: 'utc' });
	const local = utc.setZone(zone);
	const shown = local.isValid ? local : utc;
	return `${shown.toFormat('yyyy-MM-dd HH:mm')} (${shown.zoneName})`;
}

/**
 * Time left until a deadline in its two largest units, or by how much it has passed.
 *
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function timeLeftText(deadlineIso: string, nowMs: number, words: Words): string {
	const leftMs = DateTime.fromISO(deadlineIso, { zone: 'utc' }).toMillis() - nowMs;
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
