import { LISTS, listsOfEvent, type ListName } from './events';
import { deepOverlapMs, isDeepRound, usualOverlapMs } from './overlap';
import type { Snapshot } from './read';
import type { TriggerSettings } from './settings';
import type { ListState, TriggerState } from './state';
import { REACH_MS, REREAD_MS, type OrderMode } from './window';

/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * 3_600_000;
/** A payment is checked for up to a day, and its order is not changed meanwhile. */
const PAYMENT_CHECK_MS = 25 * 3_600_000;

/** What is needed of one list. Times are ms UTC. */
export interface ListNeed {
	fromMs: number;
	/** From here on nothing was read before; what lies before it is read for late ones and edits. */
	freshFromMs: number;
	/** The same looking further back, for lists that are so short that it costs no more. */
	wideFromMs: number;
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
function ordersFromMs(state: ListState, isFirstOfPaid: boolean): number {
	const { cursorMs, horizonMs, coveredAtMs, lookbackMs, partial, rounds } = state;
	if (partial) return partial.reachedMs;
	const usualMs = isDeepRound(rounds) ? Math.max(REREAD_MS, lookbackMs) : lookbackMs;
	// Checks that began before the start must be known, or their end could not be told from a change.
	if (isFirstOfPaid) return cursorMs - Math.max(usualMs, PAYMENT_CHECK_MS);
	if (coveredAtMs === undefined) return Math.max(cursorMs - usualMs, horizonMs);
	return Math.max(Math.min(cursorMs, coveredAtMs - usualMs), horizonMs);
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
	if (list === 'orders' || list === 'finished') {
		const isFirstOfPaid = list === 'orders' && state.started['order.paid']?.isFirst === true;
		const fromMs = Math.max(ordersFromMs(now, isFirstOfPaid), oldestMs);
		return { fromMs, freshFromMs, wideFromMs: fromMs, keep };
	}
	const wideFromMs = Math.max(now.cursorMs - deepOverlapMs(list, settings), oldestMs);
	const usualMs = Math.max(now.cursorMs - usualOverlapMs(list, settings), oldestMs);
	// The first read learns what is there, since later changes are told by it.
	const isDeep = now.rounds === 0 || isDeepRound(now.rounds);
	const wholeFromMs = isDeep ? wideFromMs : usualMs;
	return { fromMs: now.partial?.reachedMs ?? wholeFromMs, freshFromMs, wideFromMs, keep };
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
	const cursors = LISTS.flatMap((list) => state.lists[list]?.cursorMs ?? []);
	return {
		lists,
		mode: isChangeWanted ? 'modified' : 'created',
		isLive: cursors.every((cursorMs) => cursorMs >= nowMs - LIVE_WITHIN_MS),
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
		lists[list] = {
			fromMs: least(({ fromMs }) => fromMs),
			freshFromMs: least(({ freshFromMs }) => freshFromMs),
			wideFromMs: least(({ wideFromMs }) => wideFromMs),
			keep: all.some(({ keep }) => keep === 'later') ? 'later' : 'earlier',
		};
	}
	return {
		lists,
		mode: needs.some(({ mode }) => mode === 'modified') ? 'modified' : 'created',
		isLive: needs.every(({ isLive }) => isLive),
	};
}
