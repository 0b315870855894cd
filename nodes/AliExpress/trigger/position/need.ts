import { DAY_MS, HOUR_MS } from '../../../time/units';
import { EVENTS, type TriggerEvent } from '../events/events';
import { isOrderList, LISTS, type ListName } from '../lists/lists';
import type { Verdict } from '../lists/pages';
import type { Snapshot } from '../lists/snapshot';
import type { TriggerSettings } from '../settings';
import { placedSince } from './memory';
import { unpackIds, type KeptIds } from './packedIds';
import { nextWindow, type CountedNeed, type ListNeed } from './position';
import { uniteWays } from './reviewPass';
import type { Position, TriggerState } from './state';

/** A trigger that read this recently can share its window with others. */
const LIVE_WITHIN_MS = 12 * HOUR_MS;
/** Up to so many orders an hour, over a day, the changes since the last read fit on a page. */
const FEW_AN_HOUR = 15;
/** How long a rush lasts that counts as a day would, and how much more than the mean a busy hour has. */
const RUSH_MS = 3 * HOUR_MS;
const RUSH = 2;

/** What one trigger needs to read next. */
export interface Need {
	lists: { [List in ListName]?: ListNeed };
	/** Orders placed in an hour lately. */
	ordersPerHour: number;
	/** Whether a change that comes after the payment is wanted. */
	isChangeWanted: boolean;
	/** Orders placed in each hour of the day (UTC) lately; undefined while no whole day is known. */
	hours: readonly number[] | undefined;
	/** Whether its windows are near enough to now to be shared. */
	isLive: boolean;
}

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
	return nextWindow(position, { list, settings, account, rows, isLastWanted, nowMs });
}

/**
 * How often the lists are read that need not be read at the pace of the others, ms.
 *
 * New orders and payments stand in two lists. Of a shop with few orders the changes since the last
 * read fit on a page that shows both, so that is read at the pace, and the count of the other one says
 * now and then that no row came late. Of a shop with many the newest page shows all new orders and
 * some of the payments, and the rest of them come every hour. Who was sent between two looks at the
 * orders to send shows once a day.
 */
export function everyMsOf(need: Pick<Need, 'lists' | 'ordersPerHour' | 'isChangeWanted'>): {
	[List in ListName]?: number;
} {
	const { lists, ordersPerHour, isChangeWanted } = need;
	const both = ordersPerHour <= FEW_AN_HOUR ? { orders: 2 * HOUR_MS } : { toSend: HOUR_MS };
	return {
		...(lists.orders && lists.toSend && both),
		...(!isChangeWanted && { changed: 24 * HOUR_MS }),
	};
}

type Placed = ReturnType<typeof placedSince>;

/** @param placed the orders of the last day. */
function ordersPerHourOf(position: Position | undefined, placed: Placed, nowMs: number): number {
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
	const { events } = settings;
	const placed = placedSince(state.rows, nowMs - DAY_MS);
	const wanted = {
		lists,
		ordersPerHour: ordersPerHourOf(state.lists.orders, placed, nowMs),
		isChangeWanted: events.includes('order.shipped') || events.includes('order.cancelled'),
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
	placed: Placed,
	nowMs: number,
): readonly number[] | undefined {
	const knownFromMs = Math.max(position?.knownFromMs ?? Infinity, position?.horizonMs ?? Infinity);
	if (!(knownFromMs < nowMs - 22 * HOUR_MS)) return undefined;
	const hours = new Array<number>(24).fill(0);
	for (const { atMs, orders } of placed) {
		const hour = Math.floor(atMs / HOUR_MS) % 24;
		hours[hour] = (hours[hour] ?? 0) + orders;
	}
	return hours;
}

/** Whether a list of a snapshot that was fetched for others holds all that is needed of it. */
export function isCovered(need: Need, snapshot: Snapshot, list: ListName): boolean {
	const read = snapshot[list];
	const wanted = need.lists[list];
	return !read || !wanted || read.fromMs <= wanted.fromMs;
}

/** Whether a list of a snapshot can bring this trigger anything that it has not handed out yet. */
export function isNews(state: TriggerState, snapshot: Snapshot, list: ListName): boolean {
	const now = state.lists[list];
	const read = snapshot[list];
	if (!read) return false;
	// Others have read it, and it may show what this trigger waits for.
	if (!now) return isOrderList(list) && read.fetchedAtMs > state.lastSuccessAtMs;
	return now.pending > 0 || read.fetchedAtMs !== now.readAtMs;
}

function uniteCounted(all: readonly ListNeed[]): CountedNeed | undefined {
	const counted = all.flatMap((need) => need.counted ?? []);
	if (counted.length < all.length) return undefined;
	// The latest beginning, so that each knows the rows of the window, but before all that is needed.
	const reachedMs = Math.min(...all.map(({ fromMs }) => fromMs));
	const fromMs = Math.max(...counted.map((one) => one.fromMs).filter((ms) => ms <= reachedMs));
	return {
		fromMs,
		verdictOf: (soFar) => {
			const verdicts = counted.map(({ verdictOf }) => verdictOf(soFar));
			const most = (of: (verdict: Verdict) => number) => Math.max(...verdicts.map(of));
			return {
				isEnough: verdicts.every(({ isEnough }) => isEnough),
				isJoined: verdicts.every(({ isJoined }) => isJoined),
				missing: most(({ missing }) => missing),
				surplus: most(({ surplus }) => surplus),
				nextToMs: verdicts.find(({ nextToMs }) => nextToMs !== undefined)?.nextToMs,
				isExhausted: verdicts.some(({ isExhausted }) => isExhausted),
			};
		},
		mayLook: counted.some(({ mayLook }) => mayLook),
	};
}

function uniteLists(all: readonly ListNeed[]): ListNeed {
	const least = (of: (need: ListNeed) => number) => Math.min(...all.map(of));
	const deeps = all.flatMap(({ deep }) => deep ?? []);
	const counted = uniteCounted(all);
	return {
		fromMs: least(({ fromMs }) => fromMs),
		freshFromMs: least(({ freshFromMs }) => freshFromMs),
		keep: all.some(({ keep }) => keep === 'later') ? 'later' : 'earlier',
		isNew: all.some(({ isNew }) => isNew),
		...(deeps.length > 0 && {
			deep: {
				fromMs: Math.min(...deeps.map(({ fromMs }) => fromMs)),
				atMs: Math.min(...deeps.map(({ atMs }) => atMs)),
				calls: Math.max(...deeps.map(({ calls }) => calls)),
			},
		}),
		...(counted && { counted }),
		way: uniteWays(all.map(({ way }) => way)),
	};
}

/** One need that covers several, for a window that they share. */
export function unite(needs: readonly Need[]): Need {
	const lists: Need['lists'] = {};
	for (const list of LISTS) {
		const wanting = needs.filter((need) => need.lists[list]);
		if (wanting.length === 0) continue;
		lists[list] = uniteLists(wanting.flatMap((need) => need.lists[list] ?? []));
	}
	return {
		lists,
		ordersPerHour: Math.max(...needs.map(({ ordersPerHour }) => ordersPerHour)),
		isChangeWanted: needs.some(({ isChangeWanted }) => isChangeWanted),
		hours: needs.find(({ hours }) => hours)?.hours,
		isLive: needs.every(({ isLive }) => isLive),
	};
}
