import type { PrintableJson } from '../../platform/json';
import {
	boundText,
	msToWallClock,
	wallClockToMs,
	type PlatformZone,
} from '../../platform/wallClock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PACIFIC: PlatformZone = 'America/Los_Angeles';

/** How far before the cursor each read begins: rows enter the lists late and shift while paging. */
export const LOOKBACK_MS = 30 * MINUTE_MS;
/** How far back every twelfth read looks; what only it finds widens the lookback. */
export const REREAD_MS = 6 * HOUR_MS;
export const REREAD_EVERY = 12;
/** Reads end at most this long before now: the newest rows are still being written. */
const SAFETY_LAG_MS = MINUTE_MS;
/** How far back open orders are listed. A little less, because daylight saving moves the wall clock. */
export const ORDER_REACH_MS = 180 * DAY_MS - 2 * HOUR_MS;
/** How far back reviews are asked for. */
export const REVIEW_REACH_MS = 60 * DAY_MS;

/** By which time of the orders a window is cut. `modified` also finds every new order. */
export type OrderMode = 'created' | 'modified';

/**
 * How long before now a read ends, ms. Who reads every few seconds finds a row that comes late with
 * the next read, so the lag is no longer than a tenth of the time between reads.
 *
 * @param spacingMs time between two calls at an even pace.
 */
export function safetyLagMs(spacingMs: number): number {
	return Math.min(SAFETY_LAG_MS, spacingMs / 10);
}

function isNearAutumnChange(ms: number, zone: PlatformZone): boolean {
	const from = ms - 2 * HOUR_MS;
	const to = ms + 2 * HOUR_MS;
	return wallClockSpanMs(from, to, zone) < to - from;
}

/** How far the hands of a clock in the zone move between two moments, ms. */
function wallClockSpanMs(fromMs: number, toMs: number, zone: PlatformZone): number {
	const reading = (ms: number) => wallClockToMs(msToWallClock(ms, zone), 'UTC') ?? ms;
	return reading(toMs) - reading(fromMs);
}

/**
 * Wall-clock texts of a window that hold it whichever way the platform reads the hour that occurs
 * twice in autumn: near that hour the window begins an hour earlier, and neither end falls into it.
 */
export function wireRange(
	fromMs: number,
	toMs: number,
	zone: PlatformZone,
): { start: string; end: string } {
	const startMs = isNearAutumnChange(fromMs, zone) ? fromMs - HOUR_MS : fromMs;
	return { start: boundText(startMs, 'start', zone), end: boundText(toMs, 'end', zone) };
}

/**
 * The latest moment that a Pacific text could have meant. Order times are read as the first pass of
 * the repeated hour; compared with a start point, the second pass must count too.
 */
export function latestReadingMs(pacificMs: number): number {
	const laterMs = pacificMs + HOUR_MS;
	return msToWallClock(laterMs, PACIFIC) === msToWallClock(pacificMs, PACIFIC)
		? laterMs
		: pacificMs;
}

/**
 * The query of the order list for a window, without paging.
 *
 * No status is named, so the platform leaves `FINISH` out. An order that was delivered was listed as
 * placed and as paid before, days or weeks ago. What is missed is an order that is placed and closed
 * again between two reads: finding it would cost a call of its own at each read.
 */
export function orderQuery(
	mode: OrderMode,
	fromMs: number,
	toMs: number,
): Record<string, PrintableJson> {
	const { start, end } = wireRange(fromMs, toMs, PACIFIC);
	if (mode === 'created') return { create_date_start: start, create_date_end: end };
	return {
		modified_date_start: start,
		modified_date_end: end,
		// The platform wants the creation range beside the one of modification.
		create_date_start: wireRange(toMs - ORDER_REACH_MS, toMs, PACIFIC).start,
		create_date_end: end,
	};
}

/**
 * The query of the review list for a window. The platform does not say in which zone it reads the
 * dates, so the newest window ends a day ahead: a zone east of the assumed one is still covered.
 */
export function reviewQuery(
	fromMs: number,
	toMs: number,
	zone: PlatformZone,
	isNewest: boolean,
): Record<string, PrintableJson> {
	const { start, end } = wireRange(fromMs, isNewest ? toMs + DAY_MS : toMs, zone);
	return { start_valid_date: start, end_valid_date: end };
}
