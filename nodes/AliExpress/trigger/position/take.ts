import { HOUR_MS } from '../../../time/units';
import { FINISHED } from '../../../wire/orderStatus';
import { heldIdsOf, rowIdOf, undatedOrders } from '../events/orders';
import { EVENTS } from '../events/events';
import { occurrencesOf, type Occurrence } from '../events/occurrences';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import { latestReadingMs, pacificMs } from '../lists/window';
import type { TriggerSettings } from '../settings';
import {
	closeMemory,
	eventMemoryMs,
	hold,
	keep,
	keepRow,
	letGo,
	memoryMs,
	openMemory,
	type Memory,
} from './memory';
import { needOf } from './ownNeed';
import { afterRead } from './position';
import { isMidway } from './reviewPass';
import { beginEvent } from './start';
import type { Position, TriggerState } from './state';

/** What to hand out now, and the state that goes with it. */
export interface Taken {
	chosen: Occurrence[];
	/** Orders that cannot be reported as placed, because their time cannot be read. */
	undated: readonly string[];
	next: TriggerState;
}

/** What taking works with. */
interface Taking {
	state: TriggerState;
	snapshot: Snapshot;
	settings: TriggerSettings;
	memory: Memory;
	/** The lists that were read; of those that the trigger does not need the rows may show its events. */
	readLists: readonly ListName[];
}

/** Short ids that were marked as reported, and those that had held something back. */
interface Marks {
	ids: string[];
	released: string[];
}

function mark({ memory, settings }: Taking, occurrence: Occurrence, marks: Marks): void {
	const { event, shortIds, rememberedFromMs, releases } = occurrence;
	const isLong = occurrence.isRememberedLong === true;
	for (const id of shortIds) {
		if (memory.has(id)) continue;
		if (event === 'order.created') keepRow(memory, id, rememberedFromMs, true);
		else keep(memory, id, rememberedFromMs, eventMemoryMs(event, settings), isLong);
		marks.ids.push(id);
	}
	if (releases === undefined) return;
	letGo(memory, releases);
	marks.released.push(releases);
}

/** Notes what orders hold back, so that its release is recognised. */
function noteHeld({ state, snapshot, settings, memory, readLists }: Taking): void {
	const events = new Set(settings.events);
	for (const list of readLists) {
		const read = isOrderList(list) ? snapshot[list] : undefined;
		if (!read) continue;
		for (const id of heldIdsOf(read.rows, events, state.account, memory)) {
			hold(memory, id, read.toMs);
		}
	}
}

/** Notes which rows of the list of orders are known now, and which of them have left it. */
function noteRows({ state, snapshot, memory }: Taking, pending: readonly Occurrence[]): void {
	const open = new Set(
		pending.filter(({ event }) => event === 'order.created').flatMap(({ shortIds }) => shortIds),
	);
	for (const { fields } of snapshot.orders?.rows ?? []) {
		const id = rowIdOf(state.account, fields.order_id);
		const createdMs = pacificMs(fields.gmt_create);
		if (createdMs === undefined || open.has(id)) continue;
		keepRow(memory, id, latestReadingMs(createdMs), fields.order_status !== FINISHED);
	}
}

/** What the lists say that was not reported; the same row can stand on two pages or in two lists. */
function unreported({ state, snapshot, settings, memory, readLists }: Taking): Occurrence[] {
	const horizonOf = (list: ListName) => state.lists[list]?.horizonMs ?? 0;
	const byId = new Map<string, Occurrence>();
	for (const list of readLists) {
		for (const one of occurrencesOf(list, snapshot, settings, state.account, memory)) {
			// An event that a row of another list shows was reported by what is known of its own lists.
			const home = EVENTS[one.event].lists.filter((name) => state.lists[name]);
			const horizonMs = home.includes(list) ? horizonOf(list) : Math.max(...home.map(horizonOf));
			const isOpen = one.releases !== undefined || one.isBaseline === true;
			if (isOpen || one.rememberedFromMs >= horizonMs) byId.set(one.eventId, one);
		}
	}
	return [...byId.values()];
}

/** Leaves out what lies before the start of each event, and remembers what later changes are told by. */
function sinceStart(
	taking: Taking,
	all: readonly Occurrence[],
	marks: Marks,
): { found: Occurrence[]; started: TriggerState['started'] } {
	const { state, snapshot, settings, readLists } = taking;
	const started = { ...state.started };
	for (const one of all) if (one.isBaseline) mark(taking, one, marks);
	const reported = all.filter(({ isBaseline }) => !isBaseline);
	const found = settings.events.flatMap((event) => {
		const before = started[event];
		const { lists } = EVENTS[event];
		const mine = reported.filter((one) => one.event === event);
		// What a row of another list shows waits until its own lists were read once.
		const isFirst = before?.isFirst === true;
		if (!before || (isFirst && !lists.some((list) => readLists.includes(list)))) return [];
		// By orders the past comes in several reads, and all of it is to be left out.
		const isLearning =
			before.lastCount === undefined &&
			lists.some((list) => state.lists[list]?.isNew && isMidway(state.lists[list], snapshot[list]));
		const isZoneKnown = lists.every(isOrderList);
		const begun = beginEvent(isZoneKnown, before, mine, settings, snapshot.fetchedAtMs);
		started[event] = isLearning ? before : begun.started;
		const leftOut = new Set(begun.leftOut);
		for (const one of begun.leftOut) mark(taking, one, marks);
		// The platform's times are whole seconds, so the second of the start belongs to it.
		const sinceMs = Math.floor(begun.started.sinceMs / 1_000) * 1_000;
		return mine.filter(
			(one) => !leftOut.has(one) && (one.releases !== undefined || one.newSinceMs >= sinceMs),
		);
	});
	return { found, started };
}

function advanced(
	taking: Taking,
	found: readonly Occurrence[],
	pending: readonly Occurrence[],
): TriggerState['lists'] {
	const { state, snapshot, settings, memory, readLists } = taking;
	const lists = { ...state.lists };
	const keys = (snapshot.orders?.rows ?? []).map(({ fields }) => fields.order_id);
	for (const list of readLists) {
		const position = state.lists[list];
		const read = snapshot[list];
		if (!position || !read) continue;
		const need = needOf(list, state, settings, () => memory.rows, read.fetchedAtMs);
		if (!need) continue;
		lists[list] = afterRead(position, {
			read,
			fetchedAtMs: read.fetchedAtMs,
			need,
			keys: list === 'orders' ? keys : [],
			found: found.filter((one) => one.list === list),
			pending: pending.filter((one) => one.list === list),
			memoryMs: memoryMs(list, settings),
		});
	}
	const { changed } = lists;
	if (changed) lists.changed = { ...changed, unseenMs: unseenAfter(taking, changed) };
	return lists;
}

/** How long an order could be unseen; begun anew by a read of changed orders that was used up. */
function unseenAfter({ state, snapshot }: Taking, after: Position): Position['unseenMs'] {
	const { changed, toSend } = state.lists;
	const isUsedUp = after.pending === 0 && after.reachedAtMs === snapshot.changed?.fetchedAtMs;
	if (isUsedUp && after.readAtMs !== changed?.readAtMs) return 0;
	const unseenMs = changed?.unseenMs;
	if (unseenMs === undefined || !toSend || !snapshot.toSend) return unseenMs;
	return Math.max(unseenMs, snapshot.toSend.fetchedAtMs - toSend.reachedMs);
}

/** Where the lists stood that a batch was taken from, so that its rows would be found again. */
function positionsOf(
	{ state, snapshot, readLists }: Taking,
	chosen: readonly Occurrence[],
): NonNullable<TriggerState['batch']>['before'] {
	const positions: NonNullable<TriggerState['batch']>['before'] = {};
	for (const list of readLists) {
		const position = state.lists[list];
		const taken = chosen.filter((one) => one.list === list);
		if (!position || taken.length === 0) continue;
		const { horizonMs } = position;
		// The count tells of rows that came late once more, and where: six pages down to one of them were all calls left.
		const isCounted =
			list === 'orders' && snapshot.orders?.count !== undefined && position.pending === 0;
		const foundFromMs = isCounted ? Infinity : Math.min(...taken.map(({ axisMs }) => axisMs)) - 1;
		positions[list] = {
			reachedMs: Math.min(position.reachedMs, foundFromMs),
			horizonMs,
			...(list === 'reviews' && { way: position.way ?? {} }),
		};
	}
	return positions;
}

/**
 * Takes what is new from a snapshot and computes the state after handing it out. Pure: the old state
 * stays as it is.
 *
 * @param boot life of this process.
 */
export function takeNew(
	state: TriggerState,
	snapshot: Snapshot,
	settings: TriggerSettings,
	boot: string,
	nowMs: number,
): Taken {
	const memory = openMemory(state);
	const readLists = LISTS.filter((list) => snapshot[list]);
	const taking: Taking = { state, snapshot, settings, memory, readLists };
	noteHeld(taking);
	const undated = state.lists.orders
		? undatedOrders(snapshot.orders?.rows ?? [], state.account, memory)
		: [];
	const none: Marks = { ids: [], released: [] };
	const { found, started } = sinceStart(taking, unreported(taking), none);
	const inOrder = [...found].sort(
		(a, b) => a.occurredAtMs - b.occurredAtMs || (a.eventId < b.eventId ? -1 : 1),
	);
	const chosen = inOrder.slice(0, settings.itemsPerPoll);
	const pending = inOrder.slice(settings.itemsPerPoll);
	const marks: Marks = { ids: [], released: [] };
	for (const one of chosen) mark(taking, one, marks);
	if (state.lists.orders) noteRows(taking, pending);
	const batch = {
		emittedAtMs: nowMs,
		boot,
		ids: marks.ids.join(''),
		released: marks.released.join(''),
		before: positionsOf(taking, chosen),
		// An n8n that is restarted again and again must not read at each start; after hours without calls it is none.
		isRepeat: state.isRepeating && nowMs - state.lastSuccessAtMs < HOUR_MS,
	};
	const next: TriggerState = {
		...state,
		started,
		lists: advanced(taking, found, pending),
		lastSuccessAtMs: nowMs,
		...(chosen.length > 0 && { batch, isRepeating: false }),
	};
	const memoryOf = (list: ListName) => memoryMs(list, settings);
	return { chosen, undated, next: closeMemory(next, state, memory, memoryOf, nowMs) };
}
