import { HOUR_MS } from '../../../time/units';
import type { OrderFacts } from '../events/orders';
import type { SoFar, Verdict } from '../lists/listRead';
import { LISTS, type ListName } from '../lists/lists';
import { isFurther, type ReviewWay } from '../lists/reviewWay';

/** Up to so many orders an hour, over a day, the changes since the last read fit on a page. */
const FEW_AN_HOUR = 15;
/** A window to read next, as one trigger needs it. Times are ms UTC. */
export interface ListNeed {
	/** From here on all has to be read. */
	fromMs: number;
	/** From here on nothing was read before; what lies before it is read for late ones and edits. */
	freshFromMs: number;
	/** Which part of a window with too many pages is read: catching up goes forward in time. */
	keep: 'earlier' | 'later';
	/** Nothing was read yet, so that what is there has to be learned. */
	isNew: boolean;
	/** How far back a look goes now and then; when the last one was, and what it took. */
	deep?: { fromMs: number; atMs: number; calls: number };
	/** Set where the count of the list says whether a page was all. */
	counted?: CountedNeed;
	/**
	 * Of changed orders, where payments alone are wanted: whether pages of the newest ones, which go back
	 * to a moment of creation, show all of them. Without it the window is read to its end.
	 */
	isShown?: ((rows: readonly OrderFacts[], backToMs: number) => boolean) | undefined;
	/** Of reviews: where the trigger stands in the ways to read them. */
	way?: ReviewWay | undefined;
}

/** A window whose rows are counted: the newest page is enough when all others are known. */
export interface CountedNeed {
	fromMs: number;
	/** From here on it is read in parts, not counted, when it has too many pages. */
	partsFromMs: number;
	/** Whether the rest of the window is known to this trigger. */
	verdictOf(soFar: SoFar): Verdict;
	/** Rows that the last count told of and that were not found, and since when. */
	missing: Missing;
	/** Whether rows that have left the list may be looked for once more. */
	mayLook: boolean;
}

/** Rows that a count tells of and no read has shown, and since when, ms UTC. */
interface Missing {
	rows: number;
	sinceMs: number;
}

/** Nothing is missing. */
export const NONE_MISSING: Missing = { rows: 0, sinceMs: Infinity };

/** What one trigger needs to read next. */
export interface Need {
	lists: { [List in ListName]?: ListNeed };
	/** Orders placed in an hour lately. */
	ordersPerHour: number;
	/** Whether an event is wanted that the list of changed orders shows before all others. */
	isChangeWanted: boolean;
	/** Orders placed in each hour of the day (UTC) lately; undefined while no whole day is known. */
	hours: readonly number[] | undefined;
	/** Whether its windows are near enough to now to be shared. */
	isLive: boolean;
}

/**
 * How often the lists are read that need not be read at the pace of the others, ms.
 *
 * New orders and payments stand in two lists. Of a shop with few orders the changes since the last
 * read fit on a page that shows both, so that is read at the pace, and the count of the other one says
 * now and then that no row came late. Of a shop with many the newest page shows all new orders and
 * some of the payments, and the rest of them come every hour. Who was sent between two looks at the
 * orders to send shows every eight hours: in so short a time few orders are placed and sent, so that the
 * newest page of those that were sent goes back far enough.
 */
export function everyMsOf(need: Pick<Need, 'lists' | 'ordersPerHour' | 'isChangeWanted'>): {
	[List in ListName]?: number;
} {
	const { lists, ordersPerHour, isChangeWanted } = need;
	const both = ordersPerHour <= FEW_AN_HOUR ? { orders: 2 * HOUR_MS } : { toSend: HOUR_MS };
	return {
		...(lists.orders && lists.toSend && both),
		...(!isChangeWanted && { changed: 8 * HOUR_MS }),
	};
}

function uniteCounted(all: readonly ListNeed[]): CountedNeed | undefined {
	const counted = all.flatMap((need) => need.counted ?? []);
	if (counted.length < all.length) return undefined;
	// The latest beginning, so that each knows the rows of the window, but before all that is needed.
	const reachedMs = Math.min(...all.map(({ fromMs }) => fromMs));
	const fromMs = Math.max(...counted.map((one) => one.fromMs).filter((ms) => ms <= reachedMs));
	return {
		fromMs,
		partsFromMs: Math.min(...counted.map(({ partsFromMs }) => partsFromMs)),
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
		missing: {
			rows: Math.max(...counted.map(({ missing }) => missing.rows)),
			sinceMs: Math.min(...counted.map(({ missing }) => missing.sinceMs)),
		},
		mayLook: counted.some(({ mayLook }) => mayLook),
	};
}

/** One way for triggers that share a read: the second one if any of them goes it, from where the last is. */
function uniteWays(ways: ReadonlyArray<ReviewWay | undefined>): ReviewWay {
	const latest = (of: (way: ReviewWay) => number | undefined) =>
		Math.max(0, ...ways.map((way) => (way && of(way)) ?? 0));
	const passes = ways.flatMap((way) => way?.pass ?? []);
	const [first, ...others] = passes;
	const least = first && others.reduce((one, next) => (isFurther(one, next) ? next : one), first);
	return {
		byOrders: ways.find((way) => way?.byOrders)?.byOrders,
		triedAtMs: latest(({ triedAtMs }) => triedAtMs),
		checkedAtMs: latest(({ checkedAtMs }) => checkedAtMs),
		...(passes.length === ways.length && least && { pass: least }),
	};
}

function uniteLists(all: readonly ListNeed[]): ListNeed {
	const least = (of: (need: ListNeed) => number) => Math.min(...all.map(of));
	const deeps = all.flatMap(({ deep }) => deep ?? []);
	const counted = uniteCounted(all);
	const isShown = (rows: readonly OrderFacts[], backToMs: number) =>
		all.every((need) => need.isShown?.(rows, backToMs));
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
		...(all.every((need) => need.isShown) && { isShown }),
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
