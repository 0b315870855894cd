import { HOUR_MS } from '../../../time/units';
import { listsOfEvent } from '../events/events';
import { LISTS, type ListName } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import { REACH_MS, REREAD_MS, type OrderMode } from '../lists/window';
import type { TriggerSettings } from '../settings';
import { deepOverlapMs, isCatchingUp, isDeepRound, usualOverlapMs } from './overlap';
import type { ListState, TriggerState } from './state';

/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * HOUR_MS;
/** A payment is checked for up to a day, and its order is not changed meanwhile. */
const PAYMENT_CHECK_MS = 25 * HOUR_MS;

/** What is needed of one list. Times are ms UTC. */
export interface ListNeed {
	fromMs: number;
	/** From here on nothing was read before; what lies before it is read for late ones and edits. */
	freshFromMs: number;
	/** How far back a read looks now and then, for what comes very late. */
	wideFromMs: number;
	/** Whether it is time for a read that looks so far back; it may come later when calls are few. */
	isWideDue: boolean;
	/** What is left of a look back that goes on in parts, between the reads of what is new. */
	looking?: { fromMs: number; toMs: number };
	/** Whether nothing was read of it yet, so that what is there has to be learned. */
	isFirst: boolean;
	/** Which part of a window with too many pages is read: catching up goes forward in time. */
	keep: 'earlier' | 'later';
}

/** What one trigger needs to read next. */
export interface Need {
	lists: { [List in ListName]?: ListNeed };
	/** By which time the open orders are cut. */
	mode: OrderMode;
	/** Whether its windows are near enough to now to be shared. */
	isLive: boolean;
}

/**
 * From where on a list of orders has to be read. Rows that come late by no more than the lookback
 * were there when a time was read that much later than it was; so the lookback counts from that
 * read, and a feed that is far behind does not read everything twice.
 */
function ordersFromMs(state: ListState, lookbackMs: number, isFirstOfPaid: boolean): number {
	const { cursorMs, horizonMs, coveredAtMs, partial } = state;
	if (partial) return partial.reachedMs;
	// Checks that began before the start must be known, or their end could not be told from a change.
	if (isFirstOfPaid) return cursorMs - Math.max(lookbackMs, PAYMENT_CHECK_MS);
	if (coveredAtMs === undefined) return Math.max(cursorMs - lookbackMs, horizonMs);
	return Math.max(Math.min(cursorMs, coveredAtMs - lookbackMs), horizonMs);
}

/** Only the first read of "the last ones" of a list begins at the end: later ones would leave a hole. */
function keepOf(list: ListName, state: TriggerState, settings: TriggerSettings): ListNeed['keep'] {
	const isLastWanted = settings.events.some(
		(event) => listsOfEvent(event).includes(list) && state.started[event]?.lastCount !== undefined,
	);
	return state.lists[list]?.rounds === 0 && isLastWanted ? 'later' : 'earlier';
}

function listNeed(
	list: ListName,
	state: TriggerState,
	settings: TriggerSettings,
	nowMs: number,
): ListNeed | undefined {
	const now = state.lists[list];
	if (!now) return undefined;
	const keep = keepOf(list, state, settings);
	const oldestMs = nowMs - REACH_MS[list];
	const freshFromMs = Math.max(now.cursorMs, oldestMs);
	const { partial, looking } = now;
	// What is read again in parts goes on where it got to.
	const isWideDue = isDeepRound(now) && !partial && !looking;
	const about = {
		freshFromMs,
		isWideDue,
		isFirst: now.rounds === 0,
		keep,
		...(looking &&
			!isCatchingUp(now) && { looking: { fromMs: looking.reachedMs, toMs: looking.untilMs } }),
	};
	if (list === 'orders' || list === 'finished') {
		const isFirstOfPaid = list === 'orders' && state.started['order.paid']?.isFirst === true;
		const fromOf = (lookbackMs: number) =>
			Math.max(ordersFromMs(now, lookbackMs, isFirstOfPaid), oldestMs);
		const wideFromMs = fromOf(Math.max(REREAD_MS, now.lookbackMs));
		return { ...about, fromMs: fromOf(now.lookbackMs), wideFromMs };
	}
	const wideFromMs = Math.max(now.cursorMs - deepOverlapMs(list, settings), oldestMs);
	const usualMs = Math.max(now.cursorMs - usualOverlapMs(list, settings), oldestMs);
	// The first read learns what is there, since later changes are told by it.
	const wholeFromMs = now.rounds === 0 ? wideFromMs : usualMs;
	return { ...about, fromMs: partial?.reachedMs ?? wholeFromMs, wideFromMs };
}

/** What a trigger with this state needs to read. */
export function needOf(state: TriggerState, settings: TriggerSettings, nowMs: number): Need {
	const lists: Need['lists'] = {};
	for (const list of LISTS) {
		const need = listNeed(list, state, settings, nowMs);
		if (need) lists[list] = need;
	}
	const isChangeWanted = settings.events.some(
		(event) => event.startsWith('order.') && event !== 'order.created',
	);
	const states = LISTS.flatMap((list) => state.lists[list] ?? []);
	const newestReadAtMs = Math.max(...states.map(({ readAtMs }) => readAtMs));
	// A list that cannot be read, e.g. without the permission, does not part the others.
	const isReadable = ({ readAtMs }: ListState) => readAtMs >= newestReadAtMs - LIVE_WITHIN_MS;
	return {
		lists,
		mode: isChangeWanted ? 'modified' : 'created',
		isLive: states.filter(isReadable).every(({ cursorMs }) => cursorMs >= nowMs - LIVE_WITHIN_MS),
	};
}

/** Whether a list of a snapshot that was fetched for others holds all that is needed of it. */
export function isCovered(need: Need, snapshot: Snapshot, list: ListName): boolean {
	const read = snapshot[list];
	const wanted = need.lists[list];
	if (!read || !wanted) return true;
	const isOtherMode =
		list === 'orders' && need.mode === 'modified' && snapshot.orders?.mode !== 'modified';
	return !isOtherMode && read.fromMs <= wanted.fromMs;
}

/** Whether a list of a snapshot can bring this trigger anything that it has not handed out yet. */
export function isNews(state: TriggerState, snapshot: Snapshot, list: ListName): boolean {
	const now = state.lists[list];
	const read = snapshot[list];
	if (!now || !read) return false;
	return now.pending > 0 || read.fetchedAtMs !== now.readAtMs;
}

/** One need that covers several, for a window that they share. */
export function unite(needs: readonly Need[]): Need {
	const lists: Need['lists'] = {};
	for (const list of LISTS) {
		const all = needs.flatMap((need) => need.lists[list] ?? []);
		if (all.length === 0) continue;
		const least = (of: (need: ListNeed) => number) => Math.min(...all.map(of));
		const [looking] = all.flatMap((need) => need.looking ?? []).sort((a, b) => a.fromMs - b.fromMs);
		lists[list] = {
			fromMs: least(({ fromMs }) => fromMs),
			freshFromMs: least(({ freshFromMs }) => freshFromMs),
			wideFromMs: least(({ wideFromMs }) => wideFromMs),
			isWideDue: all.some(({ isWideDue }) => isWideDue),
			isFirst: all.some(({ isFirst }) => isFirst),
			...(looking && { looking }),
			keep: all.some(({ keep }) => keep === 'later') ? 'later' : 'earlier',
		};
	}
	return {
		lists,
		mode: needs.some(({ mode }) => mode === 'modified') ? 'modified' : 'created',
		isLive: needs.every(({ isLive }) => isLive),
	};
}
