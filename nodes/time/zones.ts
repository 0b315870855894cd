import { DAY_MS, HOUR_MS } from './units';
import { msToWallClock, wallClockToMs } from './wallClock';

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
