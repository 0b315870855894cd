import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import type { Known } from '../events/eventId';
import { EVENTS, type TriggerEvent } from '../events/events';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import { DISPUTE_REACH_MS } from '../lists/window';
import type { TriggerSettings } from '../settings';
import {
	countsOf,
	dropOldest,
	packedLength,
	packIds,
	unpackIds,
	type KeptIds,
	type PackedIds,
} from './packedIds';
import { mapLists, type Position, type TriggerState } from './state';

/** How long orders are remembered: a day, and as long as until all of them are looked at again. */
export const ROW_MEMORY_MS = 36 * HOUR_MS;
/** How long changes of orders are remembered: as long as one may wait for the next look at it. */
const CHANGE_MEMORY_MS = 3 * DAY_MS;
/** How far back disputes are read again each time. */
const DISPUTE_OVERLAP_MS = 3 * DAY_MS;
/** How far back reviews are read now and then when updates are wanted: follow-ups come late. */
const REVIEW_UPDATES_MS = 30 * DAY_MS;
/** Beyond the overlap: the zone of these times is not certain. */
const MEMORY_MARGIN_MS = 2 * DAY_MS;
/** How long it is remembered what would look new with any later change of its row. */
const LASTING_MS = 30 * DAY_MS;
/** What stays new even when there is no room to remember all of it: twice is better than never. */
const NEVER_DROPPED_MS = 30 * MINUTE_MS;
/** Bounds for the stored text, in characters: the state has to stay below 256 KB. */
const MAX_LENGTH = 190_000;
/** What the watches take of it at most. */
const MOST_WATCHED = 130_000;
const LASTING_ROOM = 40_000;
const SEEN_ROOM = 60_000;

/** What decides how far back lists are read. */
export type OverlapSettings = Pick<TriggerSettings, 'events' | 'reviewOverlapDays'>;

/** How far before the end of the last read reviews or disputes are read again, usually and now and then. */
export function overlapsOf(
	list: ListName,
	settings: OverlapSettings,
): { usualMs: number; deepMs: number } {
	const { events, reviewOverlapDays } = settings;
	if (list === 'disputes') {
		const areUpdatesWanted = events.includes('dispute.updated');
		const deepMs = areUpdatesWanted ? DISPUTE_REACH_MS : DISPUTE_OVERLAP_MS;
		return { usualMs: DISPUTE_OVERLAP_MS, deepMs };
	}
	const usualMs = reviewOverlapDays * DAY_MS;
	const areUpdatesWanted = events.includes('review.updated');
	return { usualMs, deepMs: areUpdatesWanted ? Math.max(usualMs, REVIEW_UPDATES_MS) : usualMs };
}

/** How long a list's occurrences are remembered, counted from what is reached, in ms. */
export function memoryMs(list: ListName, settings: OverlapSettings): number {
	if (list === 'toSend' || list === 'changed') return CHANGE_MEMORY_MS;
	if (isOrderList(list)) return ROW_MEMORY_MS;
	return overlapsOf(list, settings).deepMs + MEMORY_MARGIN_MS;
}

/**
 * How long an event is remembered: as long as the lists that it is read from can bring it up again. An
 * order seen as paid on the newest page of placed ones stands among the changed ones for days yet.
 */
export function eventMemoryMs(event: TriggerEvent, settings: OverlapSettings): number {
	return Math.max(...EVENTS[event].lists.map((list) => memoryMs(list, settings)));
}

/** What a trigger has reported and noted, as it works with it. */
export interface Memory extends Known {
	/** Rows of the list of orders. */
	readonly rows: KeptIds;
	/** What else the windows can bring up again. */
	readonly seen: KeptIds;
	/** What would look new with any later change of its row. */
	readonly lasting: KeptIds;
	/** What holds events back. */
	readonly held: KeptIds;
}

/** Unpacks what a state remembers. Changing it does not change the state. */
export function openMemory(state: TriggerState): Memory {
	const rows = unpackIds(state.rows);
	const seen = unpackIds(state.seen);
	const lasting = unpackIds(state.lasting);
	const held = unpackIds(state.held);
	const has = (id: string) => rows.has(id) || seen.has(id) || lasting.has(id) || held.has(id);
	return { rows, seen, lasting, held, has };
}

/** Up to which minute something is kept. */
function minuteOf(fromMs: number, forMs: number): number {
	return Math.ceil((fromMs + forMs) / MINUTE_MS);
}

/** Remembers something that was reported. Changes `memory`. */
export function keep(
	memory: Memory,
	id: string,
	fromMs: number,
	forMs: number,
	isRememberedLong: boolean,
): void {
	const [kept, lengthMs] = isRememberedLong ? [memory.lasting, LASTING_MS] : [memory.seen, forMs];
	kept.set(id, minuteOf(fromMs, lengthMs));
}

/**
 * Notes a row of the list of orders as known, or that it has left the list. Changes `memory`.
 *
 * @param createdMs its placing, at the latest reading of its time.
 */
export function keepRow(memory: Memory, id: string, createdMs: number, isListed: boolean): void {
	const [into, outOf] = isListed ? [memory.rows, memory.seen] : [memory.seen, memory.rows];
	into.set(id, minuteOf(createdMs, ROW_MEMORY_MS));
	outOf.delete(id);
}

/** The known rows that were placed after a moment, and when: at the end of which minute, ms UTC. */
export function rowsSince(rows: KeptIds, fromMs: number): Map<string, number> {
	const since = new Map<string, number>();
	for (const [id, minute] of rows) {
		const atMs = minute * MINUTE_MS - ROW_MEMORY_MS;
		if (atMs >= fromMs) since.set(id, atMs);
	}
	return since;
}

/** Known rows that were placed in one minute. */
export interface Placed {
	/** The end of the minute, ms UTC. */
	readonly atMs: number;
	/** Which hour of the day that is, UTC. */
	readonly hour: number;
	readonly orders: number;
}

/** Most polls find packed rows as the one before left them: they are replaced as a whole. */
const knownPlaced = new WeakMap<PackedIds, readonly Placed[]>();

function placedOf(rows: PackedIds): readonly Placed[] {
	const known = knownPlaced.get(rows);
	if (known) return known;
	const placed = countsOf(rows).map(([minute, orders]) => {
		const atMs = minute * MINUTE_MS - ROW_MEMORY_MS;
		return { atMs, hour: Math.floor(atMs / HOUR_MS) % 24, orders };
	});
	knownPlaced.set(rows, placed);
	return placed;
}

/** How many known rows were placed after a moment, by the minute, the earliest first. */
export function placedSince(rows: PackedIds, fromMs: number): readonly Placed[] {
	const placed = placedOf(rows);
	let first = placed.length;
	while (first > 0 && (placed[first - 1]?.atMs ?? 0) >= fromMs) first--;
	return placed.slice(first);
}

/** Notes what holds an event back. Changes `memory`. */
export function hold(memory: Memory, id: string, atMs: number): void {
	memory.held.set(id, Math.ceil((atMs + LASTING_MS) / MINUTE_MS));
}

/** Forgets what held an event back. Changes `memory`. */
export function letGo(memory: Memory, id: string): void {
	memory.held.delete(id);
	// Where version 1 of the state kept it.
	memory.seen.delete(id);
}

function dropPast(kept: KeptIds, limitMinute: number): void {
	for (const [id, minute] of kept) if (minute < limitMinute) kept.delete(id);
}

/** Up to when something has been dropped, ms UTC on the clock of the rows themselves. */
interface Dropped {
	rowsMs: number;
	/** Of what is remembered by the memory of its list: that is still to be taken off. */
	seenMs: number;
	lastingMs: number;
}

/**
 * Drops the oldest until all fits beside what the watches know. Changes `memory`.
 *
 * @param watched characters that the watches take.
 */
function fit(memory: Memory, watched: number): Dropped {
	const { rows, seen, lasting, held } = memory;
	const room = MAX_LENGTH - Math.min(watched, MOST_WATCHED);
	const roomBeside = (own: number, ...others: KeptIds[]) =>
		Math.max(
			(own * room) / MAX_LENGTH,
			room - others.reduce((sum, kept) => sum + packedLength(kept), 0),
		);
	const lastingMinute = dropOldest(lasting, roomBeside(LASTING_ROOM, rows, seen, held));
	const seenMinute = dropOldest(seen, roomBeside(SEEN_ROOM, rows, lasting, held));
	const rowsMinute = dropOldest(rows, roomBeside(SEEN_ROOM, seen, lasting, held));
	dropOldest(held, roomBeside(0, lasting, seen, rows));
	const msOf = (minute: number | undefined, memoryMs: number) =>
		minute === undefined ? -Infinity : minute * MINUTE_MS - memoryMs;
	return {
		rowsMs: msOf(rowsMinute, ROW_MEMORY_MS),
		seenMs: msOf(seenMinute, 0),
		lastingMs: msOf(lastingMinute, LASTING_MS),
	};
}

/** The horizon of a list after something was dropped. */
function horizonAfter(
	{ rowsMs, seenMs, lastingMs }: Dropped,
	position: Position,
	list: ListName,
	memoryMs: number,
): number {
	const droppedMs = Math.max(
		list === 'orders' ? rowsMs : -Infinity,
		seenMs - memoryMs,
		isOrderList(list) ? lastingMs : -Infinity,
	);
	return Math.max(
		position.horizonMs,
		Math.min(droppedMs + 1, position.reachedMs - NEVER_DROPPED_MS),
	);
}

/**
 * Packs a memory into the next state: without what no window can bring up again, and without the
 * oldest beyond the bound. The horizons move with them, so that what is no longer remembered is not
 * reported a second time. Changes `memory`.
 *
 * @param previous the state before: a batch that is taken back must find what it stood beside.
 * @param memoryOf how long a list's ids are kept, ms.
 */
export function closeMemory(
	next: TriggerState,
	previous: TriggerState,
	memory: Memory,
	memoryOf: (list: ListName) => number,
	nowMs: number,
): TriggerState {
	const limits = LISTS.flatMap((list) => {
		const before = previous.lists[list];
		return before ? [before.horizonMs + Math.min(memoryOf(list), before.keptMs ?? Infinity)] : [];
	});
	const limitMinute = Math.floor(Math.min(...limits) / MINUTE_MS);
	dropPast(memory.rows, limitMinute);
	dropPast(memory.seen, limitMinute);
	dropPast(memory.lasting, Math.floor(nowMs / MINUTE_MS));
	dropPast(memory.held, Math.floor(nowMs / MINUTE_MS));
	const watches = Object.values(next.watches ?? {});
	const watched = watches.reduce((sum, { known }) => sum + known.length, 0);
	const dropped = fit(memory, watched);
	const lists = mapLists(next.lists, (position, list) => {
		const horizonMs = horizonAfter(dropped, position, list, memoryOf(list));
		if (horizonMs === position.horizonMs) return position;
		return { ...position, horizonMs, shortenedAtMs: nowMs };
	});
	return {
		...next,
		lists,
		rows: packIds(memory.rows),
		seen: packIds(memory.seen),
		lasting: packIds(memory.lasting),
		held: packIds(memory.held),
	};
}
