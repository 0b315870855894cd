import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/units';
import { FINISHED_REACH_MS } from '../wire/orderStatus';

/**
 * Time between two calls when a day's share is spread evenly, in ms. Infinite without a share.
 *
 * @param activeMsPerDay over how much of the day it is spread.
 */
export function evenSpacingMs(share: number, activeMsPerDay: number = DAY_MS): number {
	return share > 0 ? activeMsPerDay / share : Number.POSITIVE_INFINITY;
}

/** Orders that one call brings. */
export const ORDERS_A_CALL = 50;

/** How much of the calls a list gets beside others: orders come all day, the rest now and then. */
export const LIST_WEIGHTS = {
	orders: 3,
	changed: 3,
	finished: 1,
	reviews: 1,
	disputes: 1,
} as const;
export type PlannedList = keyof typeof LIST_WEIGHTS;
/** Calls of a read on average: every fourth one of disputes costs two more, for those that have ended. */
const CALLS: Readonly<Partial<Record<PlannedList, number>>> = { disputes: 1.5 };

/** The calls that a list gets where it shares those of a day with others, not rounded. */
function callsFor(list: PlannedList, lists: readonly PlannedList[], share: number): number {
	return (share * LIST_WEIGHTS[list]) / lists.reduce((all, one) => all + LIST_WEIGHTS[one], 0);
}

/** How often each list is read where they share the calls of a day. */
export function readsByList(
	lists: readonly PlannedList[],
	setting: Omit<TriggerSetting, 'lists'>,
): Partial<Record<PlannedList, Pick<TriggerPlan, 'readsPerDay' | 'readEveryMinutes'>>> {
	return Object.fromEntries(
		lists.map((list) => {
			const share = callsFor(list, lists, setting.share);
			const { readsPerDay, readEveryMinutes } = planTrigger({
				...setting,
				share,
				lists: CALLS[list] ?? 1,
			});
			return [list, { readsPerDay, readEveryMinutes }];
		}),
	);
}

/** Pages of orders that are gone through for their reviews in one read at most, where polls come seldom. */
export const REVIEW_PAGES_OF_A_READ = 5;
/** A page of 50 orders takes a call to list them and one for their reviews. */
const CALLS_OF_A_REVIEW_PAGE = 2;

/** What it takes to read reviews by their orders, where the list of reviews cannot be gone by. */
export interface ReviewPassPlan {
	/** Days until all orders that have ended were gone through: a review comes so much later at most. */
	passDays: number;
	/** Reviews of orders that were placed more days before they became effective can be missed. */
	coveredDays: number;
}

/**
 * Works out how long a pass through the orders of a shop takes where all of them end.
 *
 * @returns null when nobody can tell: no calls for reviews.
 */
export function planReviewPass(
	lists: readonly PlannedList[],
	{ share, activeHours, pollEveryMinutes }: Omit<TriggerSetting, 'lists'>,
	ordersPerDay: number,
): ReviewPassPlan | null {
	const pages = Math.max(1, Math.ceil((ordersPerDay * FINISHED_REACH_MS) / DAY_MS / ORDERS_A_CALL));
	const polls = Math.floor((activeHours * HOUR_MS) / (pollEveryMinutes * MINUTE_MS));
	const pagesPerDay = Math.min(
		callsFor('reviews', lists, share) / CALLS_OF_A_REVIEW_PAGE,
		polls * REVIEW_PAGES_OF_A_READ,
	);
	if (pagesPerDay <= 0) return null;
	return reviewPassOf((pages / pagesPerDay) * DAY_MS);
}

/** How long a pass is that takes so many ms, and what it covers. */
export function reviewPassOf(takesMs: number): ReviewPassPlan {
	return {
		passDays: Math.ceil((10 * takesMs) / DAY_MS) / 10,
		coveredDays: Math.max(0, Math.floor((FINISHED_REACH_MS - takesMs) / DAY_MS)),
	};
}

/** A set-up of the triggers of one account. */
export interface TriggerSetting {
	/** How many lists are read: orders, changed and finished orders, reviews, disputes. A part counts when only some reads ask for it. */
	lists: number;
	/** Calls for one read of one list. */
	callsPerRead: number;
	pollEveryMinutes: number;
	/** In how many hours of the day the trigger reads. */
	activeHours: number;
	/** Calls of a day set aside for triggers. */
	share: number;
}

/** What such a set-up costs and how late it is, at an even pace. */
export interface TriggerPlan {
	/** If every poll made its calls. */
	wantedCallsPerDay: number;
	/** What the trigger will make of it within its share. */
	callsPerDay: number;
	/** Reads of each list. */
	readsPerDay: number;
	/** Also the longest delay of an event that the platform shows at once. */
	readEveryMinutes: number;
}

/** Works out what a set-up of triggers costs. Rounded to whole calls and tenths of a minute. */
export function planTrigger(setting: TriggerSetting): TriggerPlan {
	const { lists, callsPerRead, pollEveryMinutes, activeHours, share } = setting;
	const activeMs = activeHours * HOUR_MS;
	const polls = Math.floor(activeMs / (pollEveryMinutes * MINUTE_MS));
	const callsOfPoll = lists * callsPerRead;
	const pacedMs = evenSpacingMs(share, activeMs) * callsOfPoll;
	// A read happens with a poll, so no faster than polls come.
	const everyMs = Math.max(pacedMs, pollEveryMinutes * MINUTE_MS);
	const readsPerDay = Math.floor(activeMs / everyMs);
	return {
		wantedCallsPerDay: polls * callsOfPoll,
		callsPerDay: readsPerDay * callsOfPoll,
		readsPerDay,
		readEveryMinutes: Math.round(everyMs / (MINUTE_MS / 10)) / 10,
	};
}

/**
 * Orders a day of which those of busy hours come with the next read. Of simulated shops with 130 calls a
 * day one with 2,000 orders kept up, one with 3,000 was hours behind.
 */
const CAPACITY = { ordersPerDay: 2_000, callsPerDay: 130 };
const CAPACITY_STEP = 50;

/** What becomes of a shop's new orders. */
export interface OrderPlan {
	/** Reads of the list, and the further pages that so many orders take at least. */
	orderCallsPerDay: number;
	/** Beyond this many, reads fall behind in busy hours. */
	orderCapacityPerDay: number;
	/**
	 * From the placing of an order to the read that shows it, for orders that are placed evenly over the day
	 * and reads at an even pace. An estimate: rushes and failed reads make it longer. Null when nobody can
	 * tell: no read, or more orders than the capacity.
	 */
	orderDelayEstimate: { p50Minutes: number; p95Minutes: number } | null;
}

/** Within how many minutes a part of the orders is read; see {@link OrderPlan}. */
function delayMinutes(part: number, readEveryMinutes: number, activeHours: number): number {
	const idleMinutes = (24 - activeHours) * 60;
	const idlePart = idleMinutes / (24 * 60);
	// Whoever orders in an idle hour waits for the first read after it.
	const readWithin = (minutes: number) =>
		(1 - idlePart) * Math.min(1, minutes / readEveryMinutes) +
		(idlePart > 0 ? idlePart * Math.min(1, minutes / idleMinutes) : 0);
	let [least, most] = [0, Math.max(readEveryMinutes, idleMinutes)];
	while (most - least > 0.01) {
		const middle = (least + most) / 2;
		if (readWithin(middle) < part) least = middle;
		else most = middle;
	}
	return Math.round(most * 10) / 10;
}

/** How many orders a day a number of calls for their list can bring in time. */
function capacityOf(callsPerDay: number): number {
	const orders = (callsPerDay * CAPACITY.ordersPerDay) / CAPACITY.callsPerDay;
	return Math.round(orders / CAPACITY_STEP) * CAPACITY_STEP;
}

/**
 * Works out what a set-up does for the orders of a shop.
 *
 * @param ordersPerDay undefined when it is not known.
 * @returns undefined when new orders are not read.
 */
export function planOrders(
	lists: readonly PlannedList[],
	setting: Omit<TriggerSetting, 'lists'>,
	ordersPerDay = 0,
): OrderPlan | undefined {
	const reads = readsByList(lists, setting).orders;
	if (!reads) return undefined;
	const { readsPerDay, readEveryMinutes } = reads;
	const { activeHours, callsPerRead } = setting;
	const orderCapacityPerDay = capacityOf(callsFor('orders', lists, setting.share));
	const isInTime = readsPerDay >= 1 && ordersPerDay <= orderCapacityPerDay;
	return {
		orderCallsPerDay: Math.max(readsPerDay * callsPerRead, Math.ceil(ordersPerDay / ORDERS_A_CALL)),
		orderCapacityPerDay,
		orderDelayEstimate: isInTime
			? {
					p50Minutes: delayMinutes(0.5, readEveryMinutes, activeHours),
					p95Minutes: delayMinutes(0.95, readEveryMinutes, activeHours),
				}
			: null,
	};
}
