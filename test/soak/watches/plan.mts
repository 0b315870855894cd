import { DAY_MS, START_MS } from '../scene.mts';
import type { WatchedEvent, WatchingWorkflow } from '../scene.mts';

/** A shop with everything that is watched in it, and how long n8n watches it. */
export interface Plan {
	name: 'usual' | 'large' | 'brief';
	days: number;
	/** Every product of the shop; nine in ten are on sale, offline or to be edited. */
	products: number;
	/** Of so many the stock is looked at. */
	watchedProducts: number;
	/** On their way at any time. */
	parcels: number;
	ordersADay: number;
	/** Of a day: prices that change, products that go off sale, variants that run out. */
	pricesADay: number;
	offlineADay: number;
	stockADay: number;
	promotions: number;
	/** Calls of a day that the platform grants the account, and those of it that triggers have. */
	callsADay: number;
	triggerCallsADay: number;
	credential: Readonly<Record<string, unknown>>;
	nodeOptions: Readonly<Record<string, unknown>>;
	/** Ends of n8n, faults of the platform, and executions that fail. */
	killsADay: number;
	faultsADay: number;
	isFailing: boolean;
}

export const ACCOUNT = '2000000001';
export const WORKFLOW_ID = 'watches';
/** n8n is on for so long before the first day. */
export const BEFORE_MS = 5 * 60_000;
/** What happens before this is learned: the first looks take their polls. */
export const LEARNED_MS = START_MS + 60 * 60_000;
export const ENDED = (plan: Pick<Plan, 'days'>): number => START_MS + plan.days * DAY_MS;

/** All that is watched, beside new orders. */
export const WATCHED: readonly WatchedEvent[] = [
	'order.complianceFailed',
	'order.shipBy',
	'parcel.milestone',
	'product.offline',
	'product.priceChanged',
	'product.stockLow',
	'promotion.ending',
	'quota.low',
	'sales.daily',
	'store.health',
];

/** The workflow that watches, or the same without watches. */
export const workflowOf = (isWatching: boolean): WatchingWorkflow => ({
	id: WORKFLOW_ID,
	account: ACCOUNT,
	events: ['order.created', ...(isWatching ? WATCHED : [])],
	second: 3,
	typeVersion: 1.1,
});

const OPTIONS = { salesZone: 'Asia/Shanghai', quotaLowPercent: 50 };

/** A shop on the tier of published connectors, where calls are scarce. */
export const usualPlan = (days: number): Plan => ({
	name: 'usual',
	days,
	products: 344,
	watchedProducts: 4,
	parcels: 100,
	ordersADay: 60,
	pricesADay: 8,
	offlineADay: 3,
	stockADay: 1,
	promotions: 8,
	callsADay: 200,
	triggerCallsADay: 130,
	credential: {},
	nodeOptions: { ...OPTIONS, parcelCallsADay: 60 },
	killsADay: 2,
	faultsADay: 5,
	isFailing: true,
});

/** The largest shop that a trigger knows as a whole, with an app of its own that has the calls for it. */
export const largePlan = (days: number): Plan => ({
	...usualPlan(days),
	name: 'large',
	products: 5_550,
	watchedProducts: 50,
	// With those that are delivered and not finished yet 2,000 are listed.
	parcels: 1_250,
	ordersADay: 150,
	pricesADay: 200,
	offlineADay: 20,
	stockADay: 20,
	promotions: 60,
	callsADay: 30_000,
	triggerCallsADay: 19_500,
	credential: { policy: 'custom', callsPerDay: 30_000, callsPerSecond: 5 },
	nodeOptions: { ...OPTIONS, parcelCallsADay: 4_500, quotaLowPercent: 5 },
	killsADay: 4,
});

/** A shop so small that a test plays it in seconds. */
export const briefPlan = (days: number): Plan => ({
	...usualPlan(days),
	name: 'brief',
	products: 24,
	watchedProducts: 2,
	parcels: 8,
	ordersADay: 12,
	pricesADay: 3,
	offlineADay: 1,
	promotions: 4,
	killsADay: 1,
});
