import { nextShanghaiMidnightMs } from '../../sandbox/gateway/time.mts';
import type { OrderCount, ReviewWindow } from '../../sandbox/options.mts';
import { DAY_MS, HOUR_MS } from '../scene.mts';
import type { WatchedEvent, WatchingWorkflow } from '../scene.mts';
import type { Scheduling } from '../watching.mts';

/** What a part of the soak is made of, as data. */
export interface Plan {
	/** Names the part in the JSON line. */
	name: string;
	/** By which goals it is judged. */
	part: Part;
	title: string;
	/** What the workflow with the AliExpress Trigger waits for. */
	events: readonly WatchedEvent[];
	scheduling: Scheduling;
	/** Stretches in which orders are placed; n8n is off between two. */
	legs: readonly Leg[];
	/** After a stretch's end, for what is still to be reported: at most. */
	afterwardsMs: number;
	/** And at least, when all of it was. */
	afterwardsLeastMs: number;
	/** What the platform allows the account. */
	callsPerDay: number;
	/** What is set aside for triggers of it, and what each strategy may spend. */
	triggerCallsPerDay: number;
	/** What the AliExpress Trigger may spend at most; a share can be lent more from noon in Beijing on. */
	mostCallsPerDay: number;
	/** How the credential says so. */
	credential: Readonly<Record<string, unknown>>;
	/** What is set under "Options" in the AliExpress Trigger. */
	nodeOptions: Readonly<Record<string, unknown>>;
	/** From the second page on rows move by up to this many places. */
	shiftRows: number;
	/** What the list writes under `total_count`, and the part of orders that it does not count. */
	orderCount: OrderCount;
	internalPart: number;
	/** How late the list shows orders and their changes. */
	visibility: Visibility;
	/** Part of the orders that are closed within hours, and leave the list of open ones. */
	closedPart: number;
	/** Orders of before that are reviewed in a day, and how long before at least and at most. */
	reviewsPerDay: number;
	reviewedAfterMs: readonly [number, number];
	/** How the list of reviews answers for a time. */
	reviewWindow: ReviewWindow;
	/** Orders a day in the month before the first stretch. */
	pastOrdersPerDay: number;
	/** Orders beside those of the stretches. */
	bursts: readonly Burst[];
	/** Share of polls that bring nothing but a fault. */
	failedPolls: number;
	/** Times in which the platform answers nothing but faults. */
	downs: readonly Down[];
	/** Bans in a day, each met by the next read: of the address for minutes, or of the account for the day. */
	bansPerDay: { address: number; account: number };
	/** How often in a day the clock of the server is wrong. */
	clockStepsPerDay: number;
	/** Ends of the n8n process in a day: at any moment, and at moments that do the most harm. */
	restartsPerDay: number;
	/** Whether push messages are sent. */
	isPushed: boolean;
	/** Which of the known strategies poll beside the AliExpress Trigger. */
	peers: 'all' | 'watermark' | 'none';
}

export type Part = 'month' | 'paid' | 'uncounted' | 'reviews' | 'push' | 'sale' | 'rare';

export interface Visibility {
	/** Part that the list shows between 1 and 20 minutes late. */
	latePart: number;
	/** Part of the orders that it shows later than half an hour, up to five hours. */
	tardyPart: number;
}

/** Orders within a short time, some of which the list shows late. */
export interface Burst {
	atMs: number;
	orders: number;
	withinMs: number;
}

export interface Down {
	fromMs: number;
	toMs: number;
}

export interface Leg {
	startMs: number;
	days: number;
	/** Orders of the whole stretch. */
	orders: number;
	/** Evenly over the hours of ordinary days, or as on the day of a great sale. */
	shape: 'ordinary' | 'sale';
}

export const ACCOUNT = '2000000001';
/** The workflow with the AliExpress Trigger. */
export const OURS: WatchingWorkflow = {
	id: 'ours',
	account: ACCOUNT,
	events: ['order.created'],
	second: 17,
};

/** The ends of daylight saving and of standard time in the platform's zone, UTC. */
export const AUTUMN_CHANGE_MS = Date.UTC(2026, 10, 1, 9);
export const SPRING_CHANGE_MS = Date.UTC(2027, 2, 14, 10);
/** Midnight in the platform's zone, when its great sale opens. */
const SALE_OPENS_MS = Date.UTC(2026, 10, 11, 8);

const ORDERS_A_MONTH = 33_000;
const MONTH_DAYS = 30;
const CALLS_A_DAY = 200;
const SALE_ORDERS = 100_000;
/** What comes in a day after the sale. */
const ORDINARY_ORDERS_A_DAY = 1_100;

/** The midnight in Beijing at or before a moment: there the platform begins to count anew. */
export function platformMidnightMs(atMs: number): number {
	return nextShanghaiMidnightMs(atMs) - DAY_MS;
}

/** One order in a hundred up to 20 minutes late, and ten in a month for hours. */
const USUAL_VISIBILITY: Visibility = { latePart: 0.01, tardyPart: 10 / ORDERS_A_MONTH };

/** What only an audit can find is no matter of luck where the count does not tell of it. */
const TESTED_VISIBILITY: Visibility = { latePart: 0.01, tardyPart: 100 / ORDERS_A_MONTH };

/** Calls of a day, divided by hand, nothing of which is lent. */
export function dividedDay(triggerCallsPerDay: number) {
	const others = { recoveryShare: 16, browseShare: 14 };
	return {
		callsPerDay: CALLS_A_DAY,
		triggerCallsPerDay,
		mostCallsPerDay: triggerCallsPerDay,
		credential: {
			ownShares: true,
			...others,
			triggerShare: triggerCallsPerDay,
			actionShare: CALLS_A_DAY - triggerCallsPerDay - others.recoveryShare - others.browseShare,
			// Or the triggers would be lent what others leave over.
			releaseHours: 0,
		},
	};
}

/** What an ordinary shop is, whatever the length of the part. */
export const ORDINARY = {
	events: ['order.created'],
	scheduling: 'classic',
	...dividedDay(108),
	nodeOptions: {},
	shiftRows: 2,
	orderCount: 'counted',
	internalPart: 0,
	visibility: USUAL_VISIBILITY,
	closedPart: 0,
	reviewsPerDay: 0,
	reviewedAfterMs: [9 * DAY_MS, 9 * DAY_MS],
	reviewWindow: 'whole',
	pastOrdersPerDay: 0,
	bursts: [],
	failedPolls: 0.02,
	downs: [],
	bansPerDay: { address: 0, account: 0 },
	clockStepsPerDay: 0,
	restartsPerDay: 3,
	isPushed: false,
	peers: 'none',
	afterwardsMs: 26 * HOUR_MS,
	afterwardsLeastMs: 26 * HOUR_MS,
} as const satisfies Partial<Plan>;

/** Two stretches of equal length, a change of the clocks in each, from midnight to midnight. */
function aroundChanges(days: number): Leg[] {
	return [AUTUMN_CHANGE_MS, SPRING_CHANGE_MS].map((changeMs) => ({
		startMs: platformMidnightMs(changeMs - (days * DAY_MS) / 4),
		days: days / 2,
		orders: Math.round((ORDERS_A_MONTH * days) / MONTH_DAYS / 2),
		shape: 'ordinary',
	}));
}

/**
 * An ordinary shop on the connector tier, 33,000 orders in 30 days.
 *
 * @param days at least 2, so that both changes of the clocks are among them.
 */
export function monthPlan(days: number): Plan {
	return {
		...ORDINARY,
		name: 'month',
		part: 'month',
		title: 'An ordinary month',
		legs: aroundChanges(days),
		peers: 'all',
	};
}

/** Only the strategy beside it that the delays are held against, if there is any. */
export function againstWatermark(plan: Plan): Plan {
	return plan.peers === 'all' ? { ...plan, peers: 'watermark' } : plan;
}

/** The month in which nobody ends n8n: what goes wrong goes on until it heals by itself. */
export function withoutRestarts(plan: Plan): Plan {
	const name = `${plan.name}NoRestarts`;
	const title = `${plan.title} without restarts`;
	return { ...againstWatermark(plan), name, title, restartsPerDay: 0 };
}

/** The month with the usual choice of events. */
export function paidPlan(days: number): Plan {
	return {
		...ORDINARY,
		name: 'paid',
		part: 'paid',
		title: 'A month of new and paid orders',
		events: ['order.created', 'order.paid'],
		legs: aroundChanges(days),
	};
}

const UNCOUNTED = {
	absent: { orderCount: 'absent', internalPart: 0 },
	wrongAtTimes: { orderCount: 'wrongAtTimes', internalPart: 0 },
	wrongByPart: { orderCount: 'wrongByPart', internalPart: 0 },
	otherRule: { orderCount: 'counted', internalPart: 0.05 },
} as const;

/** Months in which `total_count` says nothing, or what is not so. */
export function uncountedPlans(days: number): Plan[] {
	return Object.entries(UNCOUNTED).map(([way, count]) => ({
		...ORDINARY,
		...count,
		visibility: TESTED_VISIBILITY,
		name: `uncounted.${way}`,
		part: 'uncounted',
		title: `A month whose count is not to be trusted (${way})`,
		legs: aroundChanges(days),
	}));
}

const REVIEWED_SHOP_ORDERS_A_DAY = 100;

/**
 * A shop of 100 orders a day, of which one in ten is reviewed, when the list of reviews of a time
 * refuses, cuts off or leaves one out.
 */
export function reviewsPlans(days: number): Plan[] {
	return (['refused', 'newest', 'leaky'] as const).map((reviewWindow) => ({
		...ORDINARY,
		...dividedDay(130),
		name: `reviews.${reviewWindow}`,
		part: 'reviews',
		title: `Reviews of a shop of 100 orders a day (${reviewWindow})`,
		events: ['order.created', 'review.created'],
		legs: [
			{
				startMs: platformMidnightMs(AUTUMN_CHANGE_MS - 2 * DAY_MS),
				days,
				orders: REVIEWED_SHOP_ORDERS_A_DAY * days,
				shape: 'ordinary',
			},
		],
		pastOrdersPerDay: REVIEWED_SHOP_ORDERS_A_DAY,
		reviewsPerDay: REVIEWED_SHOP_ORDERS_A_DAY / 10,
		reviewedAfterMs: [9 * DAY_MS, 24 * DAY_MS],
		reviewWindow,
		// A pass over all orders, for those that are reviewed at the end.
		afterwardsMs: 8 * DAY_MS,
	}));
}

/**
 * The day of a great sale on an app of one's own, and the days after it.
 *
 * @param orders of the sale; the scaled-down ones have the same shape.
 * @param daysAfter until everything has to have arrived.
 */
export function salePlan(orders = SALE_ORDERS, daysAfter = 6): Plan {
	const part = orders / SALE_ORDERS;
	return {
		...ORDINARY,
		name: 'sale',
		part: 'sale',
		title: 'The day of the great sale',
		legs: [
			{ startMs: SALE_OPENS_MS, days: 1, orders, shape: 'sale' },
			{
				startMs: SALE_OPENS_MS + DAY_MS,
				days: daysAfter,
				orders: Math.round(ORDINARY_ORDERS_A_DAY * daysAfter * part),
				shape: 'ordinary',
			},
		],
		afterwardsMs: 0,
		afterwardsLeastMs: 0,
		callsPerDay: 1_000,
		triggerCallsPerDay: 650,
		mostCallsPerDay: 1_000,
		credential: { policy: 'selfDeveloped' },
		nodeOptions: { itemsPerPoll: 1_000 },
		visibility: { ...USUAL_VISIBILITY, tardyPart: 0 },
		shiftRows: 0,
		peers: 'all',
	};
}

/** Days as of the month, with push messages beside polling. */
export function pushPlan(days: number): Plan {
	return {
		...monthPlan(days),
		name: 'push',
		part: 'push',
		title: 'Days with push messages',
		isPushed: true,
		peers: 'none',
	};
}
