import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { boundText, msToWallClock, wallClockToMs, type PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import {
	FINISHED,
	FINISHED_REACH_MS,
	listedStatuses,
	type OrderStage,
} from '../../../wire/orderStatus';
import { isoOf } from '../../parse/moment';
import type { OrderListName, PerList } from './lists';

const PACIFIC: PlatformZone = 'America/Los_Angeles';

/**
 * What is this old a list of orders shows, late rows too: where rows are not counted it is read again from so long
 * before the last read, and a window that is read in parts is cut so long before now.
 */
export const OVERLAP_MS = 30 * MINUTE_MS;
/** A window of reviews that holds too many is not cut shorter than this. */
export const SHORTEST_SPAN_MS = MINUTE_MS;
/** How far back open orders are listed. A little less, because daylight saving moves the wall clock. */
const ORDER_REACH_MS = 180 * DAY_MS - 2 * HOUR_MS;
/** How far back reviews are asked for. */
const REVIEW_REACH_MS = 60 * DAY_MS;
/** How far back disputes are asked for: longer than one can last. */
export const DISPUTE_REACH_MS = 90 * DAY_MS;

/** How far back each list is asked for, ms. */
export const REACH_MS: Readonly<PerList<number>> = {
	orders: ORDER_REACH_MS,
	toSend: ORDER_REACH_MS,
	changed: ORDER_REACH_MS,
	finished: FINISHED_REACH_MS,
	reviews: REVIEW_REACH_MS,
	disputes: DISPUTE_REACH_MS,
};

/** A time of a row in ms UTC; undefined when it is missing or in an unknown form. */
export function rowTimeMs(text: string | undefined, zone: PlatformZone): number | undefined {
	const iso = isoOf(text, zone);
	return iso === undefined ? undefined : Date.parse(iso);
}

/** A Pacific time of an order, ms UTC; undefined when it is missing or in another form. */
export function pacificMs(text: string | undefined): number | undefined {
	return rowTimeMs(text, PACIFIC);
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

/** Whether a time of an order lies in the hour that occurs twice, by its latest reading. */
export function isInOddHour(latestMs: number): boolean {
	return latestReadingMs(latestMs - HOUR_MS) === latestMs;
}

/** A moment at or before another, outside of the hours in which two moments have one text, ms UTC. */
export function clearMs(ms: number): number {
	return isNearAutumnChange(ms, PACIFIC) ? ms - 4 * HOUR_MS : ms;
}

/**
 * Where a window of orders may begin whose rows are to be counted, at or before a moment, ms UTC: one
 * second after a whole minute, since it is minutes that are remembered of rows.
 */
export function countableFromMs(ms: number): number {
	return Math.floor((clearMs(ms) - 1_000) / MINUTE_MS) * MINUTE_MS + 1_000;
}

type Stages = ReadonlyArray<OrderStage | undefined>;

/** Orders that are paid or about to be, and of which nothing was sent. */
const TO_SEND: Stages = ['paying', 'held', 'waiting', 'toShip'];
/**
 * Orders that went on in another way. A buyer can ask to cancel minutes after the payment, so they stand
 * in both lists by the last change: none of them is paid and gone between two reads of those to send.
 */
export const HALTED: Stages = ['cancelling', 'disputed', 'frozen'];

function statusesOf(isAskedFor: (stage: OrderStage | undefined) => boolean): string[] {
	return listedStatuses().flatMap(({ stage, status }) => (isAskedFor(stage) ? [status] : []));
}

/** The orders to send and those that are placed and not paid: all that are new. */
export const NEW_AND_TO_SEND: readonly string[] = statusesOf((stage) =>
	['placed', ...TO_SEND, ...HALTED].includes(stage),
);

/** Which orders of a list are asked for. */
const STATUSES: Readonly<Record<OrderListName, Record<string, PrintableJson>>> = {
	orders: {},
	toSend: { order_status_list: statusesOf((stage) => [...TO_SEND, ...HALTED].includes(stage)) },
	changed: {
		order_status_list: statusesOf((stage) => !['placed', ...TO_SEND, 'ended'].includes(stage)),
	},
	finished: { order_status: FINISHED },
};

/**
 * The query of a list of orders for a window, without paging.
 *
 * Without a status the platform leaves `FINISH` out. Asked for it alone, it wants the creation range
 * beside the one of modification, of 30 days at most.
 *
 * @param createdToMs leaves out what was created later, ms UTC.
 * @param createdFromMs leaves out what was created earlier, ms UTC; outside of the hour that occurs twice.
 */
export function orderQuery(
	list: OrderListName,
	fromMs: number,
	toMs: number,
	createdToMs: number = toMs,
	createdFromMs?: number,
): Record<string, PrintableJson> {
	const startOf = (ms: number) => wireRange(ms, toMs, PACIFIC).start;
	const created = {
		create_date_start:
			createdFromMs === undefined
				? startOf(list === 'orders' ? fromMs : toMs - REACH_MS[list])
				: boundText(createdFromMs, 'start', PACIFIC),
		create_date_end: boundText(createdToMs, 'end', PACIFIC),
	};
	if (list === 'orders') return created;
	return {
		modified_date_start: startOf(fromMs),
		modified_date_end: wireRange(fromMs, toMs, PACIFIC).end,
		...created,
		...STATUSES[list],
	};
}

/** The query of the orders that were placed in a window and have ended since, without paging. */
export function endedQuery(
	fromMs: number,
	toMs: number,
	createdToMs: number = toMs,
	createdFromMs?: number,
): Record<string, PrintableJson> {
	const query = orderQuery('orders', fromMs, toMs, createdToMs, createdFromMs);
	return { ...query, ...STATUSES.finished };
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
