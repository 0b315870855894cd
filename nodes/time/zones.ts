import { IANAZone } from 'luxon';

import { DAY_MS, HOUR_MS, MINUTE_MS } from './units';

/** Zones in which the platform writes wall-clock texts. */
export type PlatformZone = 'America/Los_Angeles' | 'Asia/Shanghai' | 'UTC';

const WALL_CLOCK = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

// Asking a zone for its offset costs more than all the rest, and lists hold thousands of times.
// In these zones offsets change on the hour only.
const OFFSET_CACHE_SIZE = 10_000;
const offsetMsByHour = new Map<PlatformZone, Map<number, number>>();
const zones = new Map<PlatformZone, IANAZone>();

function offsetMs(ms: number, zone: PlatformZone): number {
	if (zone === 'UTC') return 0;
	const hour = Math.floor(ms / HOUR_MS);
	let offsets = offsetMsByHour.get(zone);
	if (!offsets || offsets.size >= OFFSET_CACHE_SIZE) {
		offsetMsByHour.set(zone, (offsets = new Map<number, number>()));
	}
	const known = offsets.get(hour);
	if (known !== undefined) return known;
	const ianaZone = zones.get(zone) ?? IANAZone.create(zone);
	zones.set(zone, ianaZone);
	const offset = ianaZone.offset(hour * HOUR_MS) * MINUTE_MS;
	offsets.set(hour, offset);
	return offset;
}

/** The numbers of a text as if they were UTC, or undefined when there is no such date. */
function asIfUtcMs(text: string): number | undefined {
	const match = WALL_CLOCK.exec(text);
	if (!match) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
		.slice(1)
		.map(Number);
	const ms = Date.UTC(year, month - 1, day, hour, minute, second);
	// Date.UTC carries a 32nd of January over into February.
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ') === text ? ms : undefined;
}

/**
 * Wall-clock text `yyyy-MM-dd HH:mm:ss` of a zone to milliseconds UTC. An hour that occurs twice in
 * autumn is read as its first pass; one that does not exist in spring as the hour after it.
 *
 * @param notBeforeMs a moment that surely came first, e.g. when the order was placed that is paid then:
 * where the first pass lies before it and the second does not, the second is meant.
 * @returns undefined when the text is not of that form or names no date.
 */
export function wallClockToMs(
	text: string,
	zone: PlatformZone,
	notBeforeMs?: number,
): number | undefined {
	const asIfUtc = asIfUtcMs(text.trim());
	if (asIfUtc === undefined) return undefined;
	// The offset of the moment is between those of half a day before and after.
	const offsets = [offsetMs(asIfUtc - 12 * HOUR_MS, zone), offsetMs(asIfUtc + 12 * HOUR_MS, zone)];
	const readings = offsets.map((offset) => asIfUtc - offset);
	const exact = readings.filter((ms) => ms + offsetMs(ms, zone) === asIfUtc).sort((a, b) => a - b);
	const possible = exact.find((ms) => notBeforeMs === undefined || ms >= notBeforeMs);
	return possible ?? exact[0] ?? Math.max(...readings);
}

/** Milliseconds UTC to the wall-clock text `yyyy-MM-dd HH:mm:ss` of a zone. */
export function msToWallClock(ms: number, zone: PlatformZone): string {
	return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether the text of this moment is also the text of another one: the autumn hour. */
function isAmbiguous(ms: number, zone: PlatformZone): boolean {
	const text = msToWallClock(ms, zone);
	return [-HOUR_MS, HOUR_MS].some((shift) => msToWallClock(ms + shift, zone) === text);
}

/**
 * A bound of a time range as wall-clock text. In the autumn night one hour's texts occur twice and
 * the platform does not say which it means, so a bound in that hour moves out of it: rather an hour
 * too much than a row missed.
 *
 * @param edge which end of the range it is.
 */
export function boundText(ms: number, edge: 'start' | 'end', zone: PlatformZone): string {
	const step = edge === 'start' ? -HOUR_MS : HOUR_MS;
	let boundMs = ms;
	while (isAmbiguous(boundMs, zone)) boundMs += step;
	return msToWallClock(boundMs, zone);
}

const PACIFIC = 'America/Los_Angeles';
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/**
 * Wall-clock text of the order methods (`gmt_*` included: despite the name it is US Pacific time
 * with daylight saving) to milliseconds UTC. The repeated autumn hour is read as its first pass.
 *
 * @returns undefined when the text is missing or not of the form `yyyy-MM-dd HH:mm:ss`.
 */
export function pacificToMs(text: string | undefined | null): number | undefined {
	return text ? wallClockToMs(text, PACIFIC) : undefined;
}

/** Milliseconds UTC to the platform's wall-clock text, `yyyy-MM-dd HH:mm:ss` US Pacific. */
export function msToPacific(ms: number): string {
	return msToWallClock(ms, PACIFIC);
}

/** Milliseconds to ISO 8601 UTC, e.g. `2026-10-01T19:12:12.000Z`. */
export function msToIso(ms: number): string {
	return new Date(ms).toISOString();
}

/** Platform wall-clock text to ISO 8601 UTC; undefined when it is missing or unreadable. */
export function pacificToIso(text: string | undefined | null): string | undefined {
	const ms = pacificToMs(text);
	return ms === undefined ? undefined : msToIso(ms);
}

/** The day asked for last, since every reservation asks for today. */
let latestDay = { number: Number.NaN, text: '' };

/** The platform's quota day of a moment, `yyyy-MM-dd` in Asia/Shanghai (no daylight saving). */
export function dayInShanghai(ms: number): string {
	const number = Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS);
	if (number !== latestDay.number) {
		latestDay = { number, text: new Date(number * DAY_MS).toISOString().slice(0, 10) };
	}
	return latestDay.text;
}

/** When the quota day that holds `ms` ends: the next midnight in Asia/Shanghai, ms UTC. */
export function shanghaiDayEndMs(ms: number): number {
	return (Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - SHANGHAI_OFFSET_MS;
}
