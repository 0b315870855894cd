import { ORDERS_A_CALL } from './triggerPlan';

/** How often a day each watch goes through all that it looks at. */
export const WATCH_SWEEPS = {
	compliance: 4,
	health: 1,
	parcels: 4,
	products: 2,
	promotions: 1,
	sales: 1,
	shipping: 4,
	stock: 2,
} as const;
export type PlannedWatch = keyof typeof WATCH_SWEEPS;

/** The part of the calls of triggers that watches take at most: the lists are not to come late for them. */
export const MOST_OF_WATCHES = 0.3;
/**
 * By how much the looks of watches are further apart than planned where they would take more than they get.
 *
 * @param wanted calls of a day, all watches together.
 * @param daily of these what is looked at once a day: that stays as it is, unless it is half of what they get.
 * @param most what they get of a day.
 * @returns 1 or more.
 */
export function stretchOf(wanted: number, daily: number, most: number): number {
	return Math.max(1, (wanted - daily) / Math.max(1, most - Math.min(daily, most / 2)));
}

/** Calls of a day that following parcels may take, unless another number is set. */
export const PARCEL_CALLS = 20;
/** The same of looking at reviews of compliance. */
export const COMPLIANCE_CALLS = 10;
const PRODUCTS_A_CALL = 99;

/** How much a shop has of what is looked at. */
export interface WatchedShop {
	ordersPerDay: number;
	/** Orders that wait to be shipped, and parcels on their way. */
	ordersToShip: number;
	parcels: number;
	parcelCallsADay: number;
	/** Products on sale, offline and to be edited, and those whose stock is looked at. */
	products: number;
	watchedProducts: number;
}

/** What a watch takes of a day, and how late it tells at most. */
export interface WatchPlan {
	callsPerDay: number;
	lookEveryHours: number;
}

const pagesOf = (rows: number, rowsOfAPage: number) => Math.max(1, Math.ceil(rows / rowsOfAPage));

/** What a watch takes that looks at one thing after another, within calls of a day, and how long a round takes. */
interface RoundPlan {
	callsPerDay: number;
	roundHours: number;
}

/** @param fixed calls of a day that bring no look. */
function planRound(sweeps: number, things: number, callsPerDay: number, fixed: number): RoundPlan {
	const looks = Math.max(1, callsPerDay - fixed);
	return {
		callsPerDay: Math.min(callsPerDay, Math.ceil(fixed + sweeps * things)),
		roundHours: Math.max(24 / sweeps, (24 * things) / looks),
	};
}

/** A parcel is on its way for at least so many days; more seldom is a new one met, whose number costs a call. */
const TRAVEL_DAYS = 15;

/**
 * What following parcels takes, and how long it is until each was looked at.
 *
 * @param shipped orders that the list of shipped ones has; some of them are delivered.
 */
export function planParcels(parcels: number, callsPerDay: number, shipped = parcels): RoundPlan {
	const fixed = pagesOf(shipped, ORDERS_A_CALL) + parcels / TRAVEL_DAYS;
	return planRound(WATCH_SWEEPS.parcels, parcels, callsPerDay, fixed);
}

/**
 * What looking at reviews of orders takes, beside its list, and how long it is until each was looked at.
 *
 * @param waiting orders that wait to be shipped; those that have passed are not looked at any more.
 */
export function planCompliance(open: number, callsPerDay: number, waiting = open): RoundPlan {
	const lists = WATCH_SWEEPS.compliance * pagesOf(waiting, ORDERS_A_CALL);
	const round = planRound(WATCH_SWEEPS.compliance, open, callsPerDay, 0);
	return { ...round, callsPerDay: round.callsPerDay + lists };
}

/** Calls of a day of each watch, were there enough of them. */
const WATCH_CALLS: Readonly<
	Record<Exclude<PlannedWatch, keyof typeof ROUNDS>, (shop: WatchedShop) => number>
> = {
	health: () => 1,
	// Beside those on sale it asks for those that are offline and those to be edited.
	products: ({ products }) => WATCH_SWEEPS.products * (pagesOf(products, PRODUCTS_A_CALL) + 2),
	promotions: () => 1,
	sales: ({ ordersPerDay }) => 1 + pagesOf(ordersPerDay, ORDERS_A_CALL),
	shipping: ({ ordersToShip }) => WATCH_SWEEPS.shipping * pagesOf(ordersToShip, ORDERS_A_CALL),
	stock: ({ watchedProducts }) => WATCH_SWEEPS.stock * watchedProducts,
};

/** The watches that look at one thing after another. */
const ROUNDS = {
	compliance: ({ ordersToShip }: WatchedShop) => planCompliance(ordersToShip, COMPLIANCE_CALLS),
	parcels: ({ parcels, parcelCallsADay }: WatchedShop) => planParcels(parcels, parcelCallsADay),
} as const;

/** What a watch takes were there enough calls, and how long it is until it was looked at everything. */
function planAlone(watch: PlannedWatch, shop: WatchedShop): RoundPlan {
	if (watch === 'compliance' || watch === 'parcels') return ROUNDS[watch](shop);
	return { callsPerDay: WATCH_CALLS[watch](shop), roundHours: 24 / WATCH_SWEEPS[watch] };
}

/**
 * Works out what watches take of a day. Where they would take more than their part all of them look more
 * seldom.
 *
 * @param share calls of a day set aside for triggers.
 */
export function planWatches(
	watches: readonly PlannedWatch[],
	shop: WatchedShop,
	share: number,
): {
	callsPerDay: number;
	wantedCallsPerDay: number;
	byWatch: Partial<Record<PlannedWatch, WatchPlan>>;
} {
	const alone = watches.map((watch) => ({ watch, ...planAlone(watch, shop) }));
	const wanted = alone.reduce((sum, { callsPerDay }) => sum + callsPerDay, 0);
	const most = Math.floor(share * MOST_OF_WATCHES);
	const isDaily = (watch: PlannedWatch) => WATCH_SWEEPS[watch] === 1;
	const daily = alone.reduce((sum, one) => sum + (isDaily(one.watch) ? one.callsPerDay : 0), 0);
	const stretch = most > 0 ? stretchOf(wanted, daily, most) : Infinity;
	const plans = alone.map(({ watch, callsPerDay, roundHours }): [PlannedWatch, WatchPlan] => {
		const slower = isDaily(watch) ? 1 : stretch;
		const looked = { callsPerDay: Math.round((10 * callsPerDay) / slower) / 10 };
		return [watch, { ...looked, lookEveryHours: Math.ceil(roundHours * slower) }];
	});
	const byWatch = Object.fromEntries(plans) as Partial<Record<PlannedWatch, WatchPlan>>;
	return { callsPerDay: Math.min(wanted, most), wantedCallsPerDay: wanted, byWatch };
}
