import { advanceList } from './advance';
import { beginEvent, shortIdsOf } from './begin';
import { listsOfEvent, type Occurrence } from '../events/events';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import { heldIdsOf } from '../events/heldOrders';
import { closeMemory, hold, keep, letGo, openMemory, type Memory } from './memory';
import { needOf } from './need';
import { occurrencesOf } from '../events/occurrences';
import { undatedOrders } from '../events/orders';
import { memoryMs } from './overlap';
import type { Snapshot } from '../lists/snapshot';
import type { TriggerSettings } from '../settings';
import type { TriggerState } from './state';

/** What to hand out now, and the state that goes with it. */
export interface Selection {
	chosen: Occurrence[];
	/** Orders that cannot be reported as placed, because their time cannot be read. */
	undated: readonly string[];
	next: TriggerState;
}

/** What a selection works with. */
interface Selecting {
	state: TriggerState;
	snapshot: Snapshot;
	settings: TriggerSettings;
	memory: Memory;
	/** The lists that were read and that the trigger needs. */
	readLists: readonly ListName[];
}

/** Short ids that were marked as reported, and those that had held something back. */
interface Marks {
	ids: string[];
	released: string[];
}

function mark({ memory, settings }: Selecting, occurrence: Occurrence, marks: Marks): void {
	const { rememberedFromMs, list, releases } = occurrence;
	const isLong = occurrence.isRememberedLong === true;
	for (const id of shortIdsOf(occurrence)) {
		if (memory.has(id)) continue;
		keep(memory, id, rememberedFromMs, memoryMs(list, settings), isLong);
		marks.ids.push(id);
	}
	if (releases === undefined) return;
	letGo(memory, releases);
	marks.released.push(releases);
}

/** Notes what orders hold back, so that its release is recognised. */
function noteHeld({ state, snapshot, settings, memory }: Selecting): void {
	const { orders } = snapshot;
	if (!orders || !state.lists.orders) return;
	const ids = heldIdsOf(orders.rows, new Set(settings.events), state.account, memory);
	for (const id of ids) hold(memory, id, orders.toMs);
}

/** What the lists say that was not reported; the same row can stand on two pages or in two lists. */
function unreported(selecting: Selecting): Occurrence[] {
	const { state, snapshot, settings, memory, readLists } = selecting;
	const horizonOf = (list: ListName) => state.lists[list]?.horizonMs ?? 0;
	const byId = new Map<string, Occurrence>();
	for (const list of readLists) {
		for (const one of occurrencesOf(list, snapshot, settings, state.account, memory)) {
			// An event of open orders that a finished one shows was reported by what is known of those.
			const home = listsOfEvent(one.event).filter((name) => state.lists[name]);
			const isForeign = !home.includes(list);
			const horizonMs = Math.max(horizonOf(list), ...(isForeign ? home.map(horizonOf) : []));
			const isOpen = one.releases !== undefined || one.isBaseline === true;
			if (isOpen || one.rememberedFromMs >= horizonMs) byId.set(one.eventId, one);
		}
	}
	return [...byId.values()];
}

/** Leaves out what lies before the start of each event, and remembers what later changes are told by. */
function sinceStart(
	selecting: Selecting,
	all: readonly Occurrence[],
	marks: Marks,
): { found: Occurrence[]; started: TriggerState['started'] } {
	const { state, snapshot, settings, readLists } = selecting;
	const started = { ...state.started };
	for (const one of all) if (one.isBaseline) mark(selecting, one, marks);
	const reported = all.filter(({ isBaseline }) => !isBaseline);
	const found = settings.events.flatMap((event) => {
		const before = started[event];
		const lists = listsOfEvent(event);
		const mine = reported.filter((one) => one.event === event);
		if (!before || !lists.some((list) => readLists.includes(list))) return [];
		const isZoneKnown = lists.every(isOrderList);
		const begun = beginEvent(isZoneKnown, before, mine, settings, snapshot.fetchedAtMs);
		started[event] = begun.started;
		const leftOut = new Set(begun.leftOut);
		for (const one of begun.leftOut) mark(selecting, one, marks);
		// The platform's times are whole seconds, so the second of the start belongs to it.
		const sinceMs = Math.floor(begun.started.sinceMs / 1_000) * 1_000;
		return mine.filter(
			(one) => !leftOut.has(one) && (one.releases !== undefined || one.newSinceMs >= sinceMs),
		);
	});
	return { found, started };
}

function advanced(
	{ state, snapshot, settings, readLists }: Selecting,
	found: readonly Occurrence[],
	pending: readonly Occurrence[],
): TriggerState['lists'] {
	const lists = { ...state.lists };
	for (const list of readLists) {
		const now = state.lists[list];
		const read = snapshot[list];
		if (!now || !read) continue;
		const { fetchedAtMs } = read;
		const need = needOf(state, settings, fetchedAtMs).lists[list];
		if (!need) continue;
		lists[list] = advanceList(now, {
			read,
			fetchedAtMs,
			found: found.filter((one) => one.list === list),
			pending: pending.filter((one) => one.list === list),
			need,
			memoryMs: memoryMs(list, settings),
			learnsLookback: isOrderList(list),
		});
	}
	return lists;
}

/** Where the lists stood that a batch was taken from, and from where on its rows are found again. */
function positionsOf(
	{ state, readLists }: Selecting,
	chosen: readonly Occurrence[],
): NonNullable<TriggerState['batch']>['before'] {
	const positions: NonNullable<TriggerState['batch']>['before'] = {};
	for (const list of readLists) {
		const now = state.lists[list];
		const taken = chosen.filter((one) => one.list === list);
		if (!now || taken.length === 0) continue;
		const { cursorMs, horizonMs } = now;
		const foundFromMs = Math.min(cursorMs, ...taken.map(({ axisMs }) => axisMs));
		positions[list] = { cursorMs, horizonMs, foundFromMs };
	}
	return positions;
}

/**
 * Picks what is new in a snapshot and computes the state after handing it out. Pure: the old state
 * stays as it is.
 *
 * @param boot life of this process.
 */
export function select(
	state: TriggerState,
	snapshot: Snapshot,
	settings: TriggerSettings,
	boot: string,
	nowMs: number,
): Selection {
	const memory = openMemory(state);
	const readLists = LISTS.filter((list) => snapshot[list] && state.lists[list]);
	const selecting: Selecting = { state, snapshot, settings, memory, readLists };
	noteHeld(selecting);
	const undated = settings.events.includes('order.created')
		? undatedOrders(snapshot.orders?.rows ?? [], state.account, memory)
		: [];
	const { found, started } = sinceStart(selecting, unreported(selecting), {
		ids: [],
		released: [],
	});
	const inOrder = [...found].sort(
		(a, b) => a.occurredAtMs - b.occurredAtMs || (a.eventId < b.eventId ? -1 : 1),
	);
	const chosen = inOrder.slice(0, settings.itemsPerPoll);
	const marks: Marks = { ids: [], released: [] };
	for (const one of chosen) mark(selecting, one, marks);
	const pending = inOrder.slice(settings.itemsPerPoll);
	const batch = {
		emittedAtMs: nowMs,
		boot,
		ids: marks.ids.join(''),
		released: marks.released.join(''),
		before: positionsOf(selecting, chosen),
		isRepeat: state.isRepeating,
	};
	const next: TriggerState = {
		...state,
		started,
		lists: advanced(selecting, found, pending),
		lastSuccessAtMs: nowMs,
		...(chosen.length > 0 && { batch, isRepeating: false }),
	};
	const memoryOf = (list: ListName) => memoryMs(list, settings);
	return { chosen, undated, next: closeMemory(next, state, memory, memoryOf, nowMs) };
}
