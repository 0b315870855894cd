import { nextShanghaiMidnightMs } from '../../sandbox/gateway/time.mts';
import { DAY_MS, HOUR_MS } from '../scene.mts';
import type { WatchingWorkflow } from '../scene.mts';

/** What a part of the soak is made of, as data. */
export interface Plan {
	name: 'month' | 'sale' | 'push';
	/** Stretches in which orders are placed; n8n is off between two. */
	legs: readonly Leg[];
	/** From a stretch's end to its next beginning, for what is still to be reported. */
	afterwardsMs: number;
	/** What the platform allows the account. */
	callsPerDay: number;
	/** What is set aside for triggers of it, and what each strategy may spend. */
	triggerCallsPerDay: number;
	/** What the AliExpress Trigger may spend at most; a share can be lent more in the evening. */
	mostCallsPerDay: number;
	/** How the credential says so. */
	credential: Readonly<Record<string, unknown>>;
	/** What is set under "Options" in the AliExpress Trigger. */
	nodeOptions: Readonly<Record<string, unknown>>;
	/** From the second page on rows move by up to this many places. */
	shiftRows: number;
	/** Share of polls that bring nothing but a fault. */
	failedPolls: number;
	/** Ends of the n8n process in a day: at any moment, and at moments that do the most harm. */
	restartsPerDay: number;
	/** Whether push messages are sent. */
	isPushed: boolean;
	/** Whether the known strategies poll beside the AliExpress Trigger. */
	hasPeers: boolean;
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
const AUTUMN_CHANGE_MS = Date.UTC(2026, 10, 1, 9);
const SPRING_CHANGE_MS = Date.UTC(2027, 2, 14, 10);
/** Midnight in the platform's zone, when its great sale opens. */
const SALE_OPENS_MS = Date.UTC(2026, 10, 11, 8);

const ORDERS_A_MONTH = 33_000;
const MONTH_DAYS = 30;
const SALE_ORDERS = 100_000;
/** What comes in a day after the sale. */
const ORDINARY_ORDERS_A_DAY = 1_100;

/** The midnight in Beijing at or before a moment: there the platform begins to count anew. */
function platformMidnightMs(atMs: number): number {
	return nextShanghaiMidnightMs(atMs) - DAY_MS;
}

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
		name: 'month',
		legs: aroundChanges(days),
		afterwardsMs: 26 * HOUR_MS,
		callsPerDay: 200,
		triggerCallsPerDay: 108,
		mostCallsPerDay: 108,
		credential: {
			ownShares: true,
			recoveryShare: 16,
			triggerShare: 108,
			actionShare: 62,
			browseShare: 14,
			// Or the triggers would be lent what others leave over in the evening.
			releaseHours: 0,
		},
		nodeOptions: {},
		shiftRows: 2,
		failedPolls: 0.02,
		restartsPerDay: 3,
		isPushed: false,
		hasPeers: true,
	};
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
		name: 'sale',
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
		callsPerDay: 1_000,
		triggerCallsPerDay: 650,
		mostCallsPerDay: 1_000,
		credential: { policy: 'selfDeveloped' },
		nodeOptions: { itemsPerPoll: 1_000 },
		shiftRows: 0,
		failedPolls: 0.02,
		restartsPerDay: 3,
		isPushed: false,
		hasPeers: true,
	};
}

/** Days as of the month, with push messages beside polling. */
export function pushPlan(days: number): Plan {
	return { ...monthPlan(days), name: 'push', isPushed: true, hasPeers: false };
}
