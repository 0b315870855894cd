import { DAY_MS, MINUTE_MS } from '../../../time/units';
import { type Known } from '../events/events';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import { LOOKBACK_MS } from '../lists/window';
import { auditOf } from './audit';
import { dropOldest, packedLength, packIds, unpackIds, type KeptIds } from './packedIds';
import { mapLists, type ListState, type TriggerState } from './state';

/** How long it is remembered what would look new with any later change of its row. */
const LASTING_MS = 30 * DAY_MS;
/** Bounds for the stored text, in characters: the state has to stay below 256 KB. */
const MAX_LENGTH = 190_000;
const LASTING_ROOM = 40_000;
const SEEN_ROOM = 60_000;

/** What a trigger has reported and noted, as it works with it. */
export interface Memory extends Known {
	/** What the windows can bring up again. */
	readonly seen: KeptIds;
	/** What would look new with any later change of its row. */
	readonly lasting: KeptIds;
	/** What holds events back. */
	readonly held: KeptIds;
}

/** Unpacks what a state remembers. Changing it does not change the state. */
export function openMemory(state: TriggerState): Memory {
	const seen = unpackIds(state.seen);
	const lasting = unpackIds(state.lasting);
	const held = unpackIds(state.held);
	const has = (id: string) => seen.has(id) || lasting.has(id) || held.has(id);
	return { seen, lasting, held, has };
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
	kept.set(id, Math.ceil((fromMs + lengthMs) / MINUTE_MS));
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

/** Up to when what was reported has been dropped, ms UTC on the clock of the rows themselves. */
interface Dropped {
	/** Of what is remembered by the memory of its list: that is still to be taken off. */
	seenMs?: number;
	lastingMs?: number;
}

/** Drops the oldest until all fits. Changes `memory`. */
function fit(memory: Memory): Dropped {
	const { seen, lasting, held } = memory;
	const roomBeside = (own: number, ...others: KeptIds[]) =>
		Math.max(own, MAX_LENGTH - others.reduce((sum, kept) => sum + packedLength(kept), 0));
	const lastingMinute = dropOldest(lasting, roomBeside(LASTING_ROOM, seen, held));
	const seenMinute = dropOldest(seen, roomBeside(SEEN_ROOM, lasting, held));
	dropOldest(held, roomBeside(0, lasting, seen));
	return {
		...(seenMinute !== undefined && { seenMs: seenMinute * MINUTE_MS }),
		...(lastingMinute !== undefined && { lastingMs: lastingMinute * MINUTE_MS - LASTING_MS }),
	};
}

/** The horizon of a list after something was dropped. */
function horizonAfter(
	{ seenMs, lastingMs }: Dropped,
	state: ListState,
	list: ListName,
	memory: number,
): number {
	const droppedMs = Math.max(
		seenMs === undefined ? -Infinity : seenMs - memory,
		lastingMs === undefined || !isOrderList(list) ? -Infinity : lastingMs,
	);
	// What the next read looks back at must stay new: twice is better than never.
	return Math.max(state.horizonMs, Math.min(droppedMs + 1, state.cursorMs - LOOKBACK_MS));
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
	dropPast(memory.seen, Math.floor(Math.min(...limits) / MINUTE_MS));
	dropPast(memory.lasting, Math.floor(nowMs / MINUTE_MS));
	dropPast(memory.held, Math.floor(nowMs / MINUTE_MS));
	const dropped = fit(memory);
	const lists = mapLists(next.lists, (state, list) => {
		const horizonMs = horizonAfter(dropped, state, list, memoryOf(list));
		if (horizonMs === state.horizonMs) return state;
		return { ...state, horizonMs, audit: { ...auditOf(state), shortenedAtMs: nowMs } };
	});
	return {
		...next,
		lists,
		seen: packIds(memory.seen),
		lasting: packIds(memory.lasting),
		held: packIds(memory.held),
	};
}
