import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import {
	boundText,
	msToWallClock,
	wallClockToMs,
	type PlatformZone,
} from '../../../time/wallClock';
import type { PrintableJson } from '../../../wire/json';
import { FINISHED } from '../../../wire/orderStatus';
import type { PerList } from './lists';

const PACIFIC: PlatformZone = 'America/Los_Angeles';

/** How far before the cursor each read begins: rows enter the lists late and shift while paging. */
export const LOOKBACK_MS = 30 * MINUTE_MS;
/** How far back every twelfth read looks; what only it finds widens the lookback. */
export const REREAD_MS = 6 * HOUR_MS;
export const REREAD_EVERY = 12;
/** A window that holds too many rows is not cut shorter than this. */
export const SHORTEST_SPAN_MS = MINUTE_MS;
/** Reads end at most this long before now: the newest rows are still being written. */
const SAFETY_LAG_MS = MINUTE_MS;
/** How far back open orders are listed. A little less, because daylight saving moves the wall clock. */
const ORDER_REACH_MS = 180 * DAY_MS - 2 * HOUR_MS;
/** How far back finished orders are listed, by their creation. */
const FINISHED_REACH_MS = 30 * DAY_MS - 2 * HOUR_MS;
/** How far back reviews are asked for. */
const REVIEW_REACH_MS = 60 * DAY_MS;
/** How far back disputes are asked for: longer than one can last. */
export const DISPUTE_REACH_MS = 90 * DAY_MS;

/** How far back each list is asked for, ms. */
export const REACH_MS: Readonly<PerList<number>> = {
	orders: ORDER_REACH_MS,
	finished: FINISHED_REACH_MS,
	reviews: REVIEW_REACH_MS,
	disputes: DISPUTE_REACH_MS,
};

/**
 * By which time of the orders a window is cut. `modified` also finds every new order; `finished` is
 * the same for the orders that the platform lists only when it is asked for them alone.
 */
export type OrderMode = 'created' | 'modified' | 'finished';

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
 * The latest moment that a wall-clock text could have meant. Times are read as the first pass of the
 * repeated hour; compared with a start point, the second pass must count too.
 */
export function latestReadingMs(readMs: number, zone: PlatformZone = PACIFIC): number {
	const laterMs = readMs + HOUR_MS;
	return msToWallClock(laterMs, zone) === msToWallClock(readMs, zone) ? laterMs : readMs;
}

/**
 * The query of the order list for a window, without paging.
 *
 * Without a status the platform leaves `FINISH` out. Asked for it alone, it wants the creation range
 * beside the one of modification, of 30 days at most.
 *
 * @param createdToMs leaves out what was created later, ms UTC.
 */
export function orderQuery(
	mode: OrderMode,
	fromMs: number,
	toMs: number,
	createdToMs: number = toMs,
): Record<string, PrintableJson> {
	const { start, end } = wireRange(fromMs, toMs, PACIFIC);
	const createdEnd = boundText(createdToMs, 'end', PACIFIC);
	if (mode === 'created') return { create_date_start: start, create_date_end: createdEnd };
	const isFinished = mode === 'finished';
	const reachMs = isFinished ? FINISHED_REACH_MS : ORDER_REACH_MS;
	return {
		modified_date_start: start,
		modified_date_end: end,
		create_date_start: wireRange(toMs - reachMs, toMs, PACIFIC).start,
		create_date_end: createdEnd,
		...(isFinished && { order_status: FINISHED }),
	};
}

/**
 * A window of a list whose zone the platform does not say: the newest one ends a day ahead, so that
 * a zone east of the assumed one is still covered.
 */
function uncertainRange(fromMs: number, toMs: number, zone: PlatformZone, isNewest: boolean) {
	return wireRange(fromMs, isNewest ? toMs + DAY_MS : toMs, zone);
}

/** The query of the review list for a window. */
export function reviewQuery(
	fromMs: number,
	toMs: number,
	zone: PlatformZone,
	isNewest: boolean,
): Record<string, PrintableJson> {
	const { start, end } = uncertainRange(fromMs, toMs, zone, isNewest);
	return { start_valid_date: start, end_valid_date: end };
}

/** The query of the dispute list for a window of creation, without paging. */
export function disputeQuery(
	fromMs: number,
	toMs: number,
	zone: PlatformZone,
	isNewest: boolean,
): Record<string, PrintableJson> {
	const { start, end } = uncertainRange(fromMs, toMs, zone, isNewest);
	return { create_time_start: start, create_time_end: end };
}
