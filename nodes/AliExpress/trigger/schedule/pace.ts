import { DateTime } from 'luxon';

import { evenSpacingMs } from '../../../quota/triggerPlan';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';

/** What triggers may spend today. */
export interface Budget {
	/** Calls of a day set aside for triggers. */
	share: number;
	/** What is left of them today, with what others lend. */
	left: number;
	/** What they have of this day in all, with what others lend; `share` where it is left out. */
	ofDay?: number;
	/** Next midnight in Asia/Shanghai, ms UTC. */
	dayEndsAtMs: number;
	/** When there may be calls again once none are left, ms UTC. */
	opensAtMs: number;
	/** Until when the platform refuses the account, ms UTC. */
	blockedUntilMs?: number;
}

/** The hours of the day in which a trigger reads, on the wall clock of a zone. */
export interface ActiveHours {
	/** 0 to 23. */
	fromHour: number;
	/** 1 to 24; at or before `fromHour` it is an hour of the next day. */
	toHour: number;
	/** IANA name, e.g. `Europe/Berlin`. */
	zone: string;
}

/** The stretches of activity within a span, ms UTC, oldest first. Without hours: all of it. */
function stretches(
	hours: ActiveHours | undefined,
	fromMs: number,
	toMs: number,
): Array<[number, number]> {
	if (!hours) return fromMs < toMs ? [[fromMs, toMs]] : [];
	const { fromHour, toHour, zone } = hours;
	const found: Array<[number, number]> = [];
	let day = DateTime.fromMillis(fromMs - DAY_MS, { zone }).startOf('day');
	while (day.toMillis() < toMs) {
		const begin = day.set({ hour: fromHour });
		const lastDay = toHour > fromHour ? day : day.plus({ days: 1 });
		const end = toHour === 24 ? lastDay.plus({ days: 1 }) : lastDay.set({ hour: toHour });
		found.push([Math.max(fromMs, begin.toMillis()), Math.min(toMs, end.toMillis())]);
		day = day.plus({ days: 1 });
	}
	return found.filter(([begin, end]) => begin < end);
}

/** How long a trigger is active between two moments, ms. Without hours: always. */
export function activeMsBetween(
	hours: ActiveHours | undefined,
	fromMs: number,
	toMs: number,
): number {
	return stretches(hours, fromMs, toMs).reduce((sum, [begin, end]) => sum + end - begin, 0);
}

/** Whether a trigger reads at a moment, ms UTC. Without hours: always. */
export function isActiveAt(hours: ActiveHours | undefined, nowMs: number): boolean {
	return activeMsBetween(hours, nowMs, nowMs + 1) > 0;
}

/** With fewer orders a day than this their hours say nothing. */
const LEAST_ORDERS = 24;
/** How much more often a busy hour is read than a slow one: by the fourth root of its orders. */
const EXPONENT = 1 / 4;
/** No hour counts as slower than this part of the mean. */
const SLOWEST = 0.1;

/**
 * How much of the calls each hour of the day gets, by when the orders of the last day were placed. The
 * fourth root makes the 95th of a hundred orders earliest; in proportion to the orders the nights would
 * be hours apart.
 *
 * @param orders by hour, UTC; undefined while no whole day is known.
 */
export function rhythmOf(orders: readonly number[] | undefined): readonly number[] {
	const sum = (orders ?? []).reduce((all, one) => all + one, 0);
	if (!orders || sum < LEAST_ORDERS) return new Array<number>(24).fill(1);
	const at = (hour: number) => orders[(hour + 24) % 24] ?? 0;
	return orders.map((_, hour) => {
		const smooth = (at(hour - 1) + 2 * at(hour) + at(hour + 1)) / 4;
		return Math.max(SLOWEST, (24 * smooth) / sum) ** EXPONENT;
	});
}

/** A stretch of time in which the pace stays the same. */
interface Piece {
	fromMs: number;
	toMs: number;
	weight: number;
}

function piecesOf(
	rhythm: readonly number[],
	hours: ActiveHours | undefined,
	fromMs: number,
	toMs: number,
): Piece[] {
	return stretches(hours, fromMs, toMs).flatMap(([begin, end]) => {
		const pieces: Piece[] = [];
		for (let atMs = begin; atMs < end; ) {
			const hour = Math.floor(atMs / HOUR_MS);
			const untilMs = Math.min(end, (hour + 1) * HOUR_MS);
			pieces.push({ fromMs: atMs, toMs: untilMs, weight: rhythm[hour % 24] ?? 1 });
			atMs = untilMs;
		}
		return pieces;
	});
}

/** How a list is to be read. */
export interface Pace {
	/** Which part of the calls is for this list, 0 to 1. */
	part: number;
	/** By the hour, UTC. */
	rhythm: readonly number[];
	hours: ActiveHours | undefined;
}

/** Calls that are left over make reads at most this many times as frequent as an even pace. */
const MOST_EAGER = 3;
/** The rhythm makes no gap shorter than this part of an even one: a day may go otherwise than the last. */
const SHORTEST_PART = 0.75;
/** A read that ran late by less than this does not push the next one back. */
const IN_STEP_MS = 10 * MINUTE_MS;
/** No longer gap within the active hours where an even pace allows it. */
const LONGEST_GAP_MS = 25 * MINUTE_MS;

/**
 * When the next read of a list is due, ms UTC: what is left of the calls is spread over what is left
 * of the active hours, by the rhythm of the shop.
 *
 * @param previousMs when this read was due.
 * @param steps how many reads this one counts as.
 */
export function nextDueMs(
	nowMs: number,
	previousMs: number,
	steps: number,
	budget: Budget,
	{ part, rhythm, hours }: Pace,
): number {
	const { share, left, dayEndsAtMs } = budget;
	if (share <= 0 || left <= 0) return budget.opensAtMs;
	const fromMs = nowMs - previousMs < IN_STEP_MS ? previousMs : nowMs;
	const pieces = piecesOf(rhythm, hours, fromMs, dayEndsAtMs);
	if (pieces.length === 0) return dayEndsAtMs;
	const sum = pieces.reduce((all, one) => all + one.weight * (one.toMs - one.fromMs), 0);
	// The read at the end of the day is one of the next day's calls.
	const reads = left * part + 1;
	let rest = (sum / reads) * steps;
	let dueAtMs = dayEndsAtMs;
	for (const { fromMs: beginMs, toMs, weight } of pieces) {
		const gain = weight * (toMs - beginMs);
		if (gain >= rest) {
			dueAtMs = beginMs + rest / weight;
			break;
		}
		rest -= gain;
	}
	const perDayMs = activeMsBetween(hours, dayEndsAtMs - DAY_MS, dayEndsAtMs);
	const evenMs = evenSpacingMs(share * part, perDayMs);
	const leftMs = pieces.reduce((all, one) => all + one.toMs - one.fromMs, 0);
	const restMs = evenSpacingMs(reads, leftMs);
	const soonestMs = fromMs + Math.max(evenMs / MOST_EAGER, restMs * SHORTEST_PART) * steps;
	const latestMs = restMs <= LONGEST_GAP_MS ? fromMs + LONGEST_GAP_MS * steps : Infinity;
	// What comes after midnight goes by the calls of the next day, however few this one has left.
	const nextDayMs = Math.max(dayEndsAtMs, fromMs + evenMs * steps);
	return Math.min(Math.max(Math.min(dueAtMs, latestMs), soonestMs), nextDayMs);
}

/** Whether an hour is among the slowest of the active ones, for what may wait for it. */
export function isQuiet({ rhythm, hours }: Pace, nowMs: number): boolean {
	const day = piecesOf(rhythm, hours, nowMs, nowMs + DAY_MS);
	const least = Math.min(...day.map(({ weight }) => weight));
	return (rhythm[Math.floor(nowMs / HOUR_MS) % 24] ?? 1) <= 1.1 * least;
}
