import { isAhead } from '../../../time/moment';
import { DAY_MS, HOUR_MS } from '../../../time/units';
import { EVENTS, type TriggerEvent } from '../events/events';
import { isSentWithin } from '../events/orders';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import type { TriggerSettings } from '../settings';
import { placedSince, type Placed } from './memory';
import { everyMsOf, type ListNeed, type Need } from './need';
import { unpackIds, type KeptIds } from './packedIds';
import { nextWindow } from './position';
import type { Position, TriggerState } from './state';

/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * HOUR_MS;
/** Within how long buyers pay, but for a few. */
const PAID_WITHIN_MS = 6 * HOUR_MS;
/** How much longer than no look is made an order can go unseen: the list may show its payment late. */
const LATE_PAYMENT_MS = HOUR_MS;
const LONGEST_SOON_MS = 4 * HOUR_MS;
/**
 * Orders of a day up to which all that were sent are read to the end, so that no payment can be passed by. That
 * takes a call for 50 of them: 10 calls of the day's 130 here, and 22 in a shop with 1,100.
 */
const MOST_READ_WHOLE = 500;
/** How long a rush lasts that counts as a day would, and how much more than the mean a busy hour has. */
const RUSH_MS = 3 * HOUR_MS;
const RUSH = 2;

/** What a trigger needs to read next of a list; undefined when it does not need the list. */
export function needOf(
	list: ListName,
	state: TriggerState,
	settings: TriggerSettings,
	rows: () => KeptIds,
	nowMs: number,
): ListNeed | undefined {
	const position = state.lists[list];
	if (!position) return undefined;
	const isLast = (event: TriggerEvent) =>
		EVENTS[event].lists.includes(list) && state.started[event]?.lastCount !== undefined;
	const isLastWanted = settings.events.some(isLast);
	const { account } = state;
	const need = nextWindow(position, { list, settings, account, rows, isLastWanted, nowMs });
	if (list !== 'changed' || isChangeWanted(settings)) return need;
	const isMany = () => {
		const placed = placedSince(state.rows, nowMs - DAY_MS);
		return placed.reduce((sum, { orders }) => sum + orders, 0) > MOST_READ_WHOLE;
	};
	return { ...need, isShown: paymentsShown(position, state.lists.toSend, isMany, nowMs) };
}

/** Whether an event is wanted that the list of changed orders shows before all others. */
function isChangeWanted({ events }: Pick<TriggerSettings, 'events'>): boolean {
	return events.some((event) => EVENTS[event].lists[0] === 'changed');
}

/**
 * Says when pages of the newest orders that were sent show every payment which no look at the orders to
 * send can have shown. Such an order was sent soon after its payment, and most of them soon after their
 * placing: as long as the pages hold one that was sent so soon, there may be more on those that follow.
 * Nothing is left out once nobody has looked for hours: anyone may have been sent meanwhile. Nor is it in a
 * shop for which reading all takes few calls.
 *
 * @param isMany whether the shop has more orders than that.
 */
function paymentsShown(
	{ reachedMs, unseenMs = Infinity }: Position,
	toSend: Position | undefined,
	isMany: () => boolean,
	nowMs: number,
): ListNeed['isShown'] {
	const soonMs = Math.max(unseenMs, nowMs - (toSend?.reachedMs ?? 0)) + LATE_PAYMENT_MS;
	if (soonMs > LONGEST_SOON_MS) return undefined;
	return (rows, backToMs) =>
		backToMs <= reachedMs - PAID_WITHIN_MS &&
		!rows.some((row) => isSentWithin(row, soonMs)) &&
		isMany();
}

/** @param placed the orders of the last day. */
function ordersPerHourOf(
	position: Position | undefined,
	placed: readonly Placed[],
	nowMs: number,
): number {
	const knownForMs = nowMs - Math.max(position?.knownFromMs ?? 0, position?.horizonMs ?? 0);
	const rateOver = (spanMs: number) => {
		const overMs = Math.min(spanMs, Math.max(HOUR_MS, knownForMs));
		const within = placed.filter(({ atMs }) => atMs >= nowMs - overMs);
		return (within.reduce((sum, { orders }) => sum + orders, 0) * HOUR_MS) / overMs;
	};
	return Math.max(rateOver(DAY_MS), rateOver(RUSH_MS) / RUSH);
}

/** What a trigger with this state needs to read. */
export function needsOf(state: TriggerState, settings: TriggerSettings, nowMs: number): Need {
	let unpacked: KeptIds | undefined;
	// Only a read looks at single orders, and most polls read nothing.
	const rows = () => (unpacked ??= unpackIds(state.rows));
	const lists: Need['lists'] = {};
	for (const list of LISTS) {
		const need = needOf(list, state, settings, rows, nowMs);
		if (need) lists[list] = need;
	}
	const placed = placedSince(state.rows, nowMs - DAY_MS);
	const wanted = {
		lists,
		ordersPerHour: ordersPerHourOf(state.lists.orders, placed, nowMs),
		isChangeWanted: isChangeWanted(settings),
	};
	const everyMs = everyMsOf(wanted);
	const positions = LISTS.flatMap((list) => {
		const position = state.lists[list];
		return position ? [{ ...position, everyMs: everyMs[list] ?? 0 }] : [];
	});
	const newestReadAtMs = Math.max(...positions.map(({ readAtMs }) => readAtMs));
	// A list that cannot be read, e.g. without the permission, does not part the others; nor does one
	// that is read once a day, nor reviews that are read by their orders, for which a pass takes days.
	return {
		...wanted,
		hours: hoursOf(state.lists.orders, placed, nowMs),
		isLive: positions
			.filter((one) => one.readAtMs >= newestReadAtMs - LIVE_WITHIN_MS - one.everyMs)
			.filter((one) => !one.way?.byOrders)
			.every((one) => one.reachedMs >= nowMs - LIVE_WITHIN_MS - one.everyMs),
	};
}

/** How many orders of the last day were placed in each of its hours, UTC. */
function hoursOf(
	position: Position | undefined,
	placed: readonly Placed[],
	nowMs: number,
): readonly number[] | undefined {
	const knownFromMs = Math.max(position?.knownFromMs ?? Infinity, position?.horizonMs ?? Infinity);
	if (!(knownFromMs < nowMs - 22 * HOUR_MS)) return undefined;
	const hours = new Array<number>(24).fill(0);
	for (const { hour, orders } of placed) hours[hour] = (hours[hour] ?? 0) + orders;
	return hours;
}

/**
 * Whether a list of a snapshot that was fetched for others holds all that is needed of it, or was cut before that:
 * its rows are handed out, and the window is read again.
 */
function isCovered(need: Need, snapshot: Snapshot, list: ListName): boolean {
	const read = snapshot[list];
	const wanted = need.lists[list];
	return !read || !wanted || read.fromMs <= wanted.fromMs || !read.isComplete;
}

/**
 * Whether a list of a snapshot can bring this trigger something new, e.g. not when it has used that very read, or
 * a later one, and handed all of it out.
 */
function isNews(state: TriggerState, snapshot: Snapshot, list: ListName): boolean {
	const now = state.lists[list];
	const read = snapshot[list];
	if (!read) return false;
	// Others have read it, and it may show what this trigger waits for.
	if (!now) return isOrderList(list) && read.fetchedAtMs > state.lastSuccessAtMs;
	const isOlder = isAhead(now.readAtMs, read.fetchedAtMs);
	return now.pending > 0 || (read.fetchedAtMs !== now.readAtMs && !isOlder);
}

/**
 * What of the group's snapshot this trigger can use without a call: the lists that bring it news and
 * hold all that it needs. Each list for itself: they are of different rounds.
 *
 * @param isShared whether the window is one that triggers share.
 */
export function usableOf(
	snapshot: Snapshot | undefined,
	need: Need,
	state: TriggerState,
	isShared: boolean,
): Snapshot | undefined {
	if (!snapshot) return undefined;
	// A window of one's own can be shorter than what was needed: it was cut to end in time.
	const isUsable = (list: ListName) =>
		isNews(state, snapshot, list) && (!isShared || isCovered(need, snapshot, list));
	const usable: Snapshot = { ...snapshot };
	for (const list of LISTS) if (!isUsable(list)) delete usable[list];
	return LISTS.some((list) => usable[list]) ? usable : undefined;
}
