import { LISTS, type ListName } from './events';
import type { Snapshot } from './read';
import type { TriggerSettings } from './settings';
import type { ListState, TriggerState } from './state';
import { ORDER_REACH_MS, REREAD_EVERY, REREAD_MS, REVIEW_REACH_MS, type OrderMode } from './window';

const DAY_MS = 86_400_000;
/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * 3_600_000;

/** What one trigger needs to read next. Times are ms UTC. */
export interface Need {
	orders?: { fromMs: number; mode: OrderMode };
	/** From `freshFromMs` on nothing was read before. */
	reviews?: { fromMs: number; freshFromMs: number };
	/** Whether its windows are near enough to now to be shared. */
	isLive: boolean;
	/** Which part of a window with too many pages is read: catching up goes forward in time. */
	keep: 'earlier' | 'later';
}

/** A payment is checked for up to a day, and its order is not changed meanwhile. */
const PAYMENT_CHECK_MS = 25 * 3_600_000;

function ordersFromMs(state: ListState, isFirstOfPaid: boolean, nowMs: number): number {
	const isDeep = state.rounds % REREAD_EVERY === REREAD_EVERY - 1;
	const usualMs = isDeep ? REREAD_MS : state.lookbackMs;
	// Checks that began before the start must be known, or their end could not be told from a change.
	const backMs = isFirstOfPaid ? Math.max(usualMs, PAYMENT_CHECK_MS) : usualMs;
	return Math.max(state.cursorMs - backMs, nowMs - ORDER_REACH_MS);
}

/** What a trigger with this state needs to read. */
export function needOf(state: TriggerState, settings: TriggerSettings, nowMs: number): Need {
	const { orders, reviews } = state.lists;
	const mode = settings.events.includes('order.paid') ? 'modified' : 'created';
	const overlapMs = settings.reviewOverlapDays * DAY_MS;
	const isFirstOfPaid = state.started['order.paid']?.isFirst === true;
	const cursors = LISTS.flatMap((list) => state.lists[list]?.cursorMs ?? []);
	const isFirstOfLast =
		settings.start.from === 'last' &&
		Object.values(state.started).some((started) => started.lastCount !== undefined);
	return {
		...(orders && { orders: { fromMs: ordersFromMs(orders, isFirstOfPaid, nowMs), mode } }),
		...(reviews && {
			reviews: {
				fromMs: Math.max(reviews.cursorMs - overlapMs, nowMs - REVIEW_REACH_MS),
				freshFromMs: Math.max(reviews.cursorMs, nowMs - REVIEW_REACH_MS),
			},
		}),
		isLive: cursors.every((cursorMs) => cursorMs >= nowMs - LIVE_WITHIN_MS),
		keep: isFirstOfLast ? 'later' : 'earlier',
	};
}

/** Whether a list of a snapshot that was fetched for others holds all that is needed of it. */
export function isCovered(need: Need, snapshot: Snapshot, list: ListName): boolean {
	const read = snapshot[list];
	const wanted = need[list];
	if (!read || !wanted) return true;
	if (list === 'orders' && need.orders?.mode === 'modified') {
		return snapshot.orders?.mode === 'modified' && read.fromMs <= wanted.fromMs;
	}
	return read.fromMs <= wanted.fromMs;
}

/** Whether a list of a snapshot can bring this trigger anything that it has not handed out yet. */
export function isNews(state: TriggerState, snapshot: Snapshot, list: ListName): boolean {
	const now = state.lists[list];
	const read = snapshot[list];
	if (!now || !read) return false;
	return now.pending > 0 || read.fetchedAtMs > now.readAtMs;
}

/** One need that covers several, for a window that they share. */
export function unite(needs: readonly Need[]): Need {
	const orders = needs.flatMap((need) => need.orders ?? []);
	const reviews = needs.flatMap((need) => need.reviews ?? []);
	const mode = orders.some((need) => need.mode === 'modified') ? 'modified' : 'created';
	return {
		...(orders.length > 0 && {
			orders: { fromMs: Math.min(...orders.map(({ fromMs }) => fromMs)), mode },
		}),
		...(reviews.length > 0 && {
			reviews: {
				fromMs: Math.min(...reviews.map(({ fromMs }) => fromMs)),
				freshFromMs: Math.min(...reviews.map(({ freshFromMs }) => freshFromMs)),
			},
		}),
		isLive: needs.every(({ isLive }) => isLive),
		keep: needs.some(({ keep }) => keep === 'later') ? 'later' : 'earlier',
	};
}
