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

/** The parts of the share of triggers, and of what others lend them, that watches take: lists are not to come late for them. */
const PART_OF_SHARE = 0.3;
const PART_OF_LENT = 0.2;

/** What others lend; without a limit of the day both are Infinity and nothing is. */
const lentOf = (share: number, ofDay: number) => (ofDay > share ? ofDay - share : 0);

/**
 * Calls that watches take of a day at most.
 *
 * @param share calls of a day set aside for triggers.
 * @param ofDay calls that triggers have of the day in all, with what others lend them.
 */
export function callsOfWatches(share: number, ofDay: number): number {
	return share * PART_OF_SHARE + lentOf(share, ofDay) * PART_OF_LENT;
}

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

/** What a watch takes of a day, and how late it tells at most; null where it comes round to nothing in time. */
export interface WatchPlan {
	callsPerDay: number;
	lookEveryHours: number | null;
}

const pagesOf = (rows: number, rowsOfAPage: number) => Math.max(1, Math.ceil(rows / rowsOfAPage));

/** A parcel is on its way for at least so many days; more seldom is a new one met, whose number costs a call. */
const TRAVEL_DAYS = 15;

/**
 * Calls that following parcels takes of a day, were there enough of them.
 *
 * @param callsADay what it may take at most.
 * @param shipped orders that the list of shipped ones has; some of them are delivered.
 */
export function parcelCalls(parcels: number, callsADay: number, shipped: number): number {
	const fixed = pagesOf(shipped, ORDERS_A_CALL) + parcels / TRAVEL_DAYS;
	return Math.min(callsADay, Math.ceil(fixed + WATCH_SWEEPS.parcels * parcels));
}

/**
 * How long it is until each parcel was looked at, in hours: Infinity where the looks do not suffice for those that
 * are delivered and not looked at since. With 20 calls a day and 100 parcels 4 calls list the shipped orders, 6.7
 * bring the numbers of new parcels and 9.3 look; half of a round is over before a parcel that was delivered is
 * looked at, and by then there are 3.3 more for each day of a round: 100 / (9.3 - 3.3) days.
 *
 * @param callsADay what the watch has of a day.
 * @param stretch by how much its list is read more seldom than once a day.
 */
function parcelRoundHours(parcels: number, callsADay: number, stretch: number): number {
	// The delivered ones are listed until their buyers confirm or the platform ends the order.
	const listed = pagesOf(2 * parcels, ORDERS_A_CALL) / stretch;
	const looks = callsADay - listed - parcels / TRAVEL_DAYS;
	const days = parcels / Math.max(0, looks - parcels / TRAVEL_DAYS / 2);
	return Math.max((24 * stretch) / WATCH_SWEEPS.parcels, 24 * days);
}

/**
 * Calls that looking at reviews of orders takes of a day, were there enough of them.
 *
 * @param open orders whose review has not passed.
 * @param callsADay what its looks may take at most; its list comes beside.
 * @param waiting orders that wait to be shipped.
 */
export function complianceCalls(open: number, callsADay: number, waiting: number): number {
	const lists = WATCH_SWEEPS.compliance * pagesOf(waiting, ORDERS_A_CALL);
	return lists + Math.min(callsADay, WATCH_SWEEPS.compliance * open);
}

/** Calls of a day of each watch, were there enough of them. */
const WATCH_CALLS: Readonly<Record<PlannedWatch, (shop: WatchedShop) => number>> = {
	compliance: ({ ordersToShip }) => complianceCalls(ordersToShip, COMPLIANCE_CALLS, ordersToShip),
	parcels: ({ parcels, parcelCallsADay }) => parcelCalls(parcels, parcelCallsADay, 2 * parcels),
	health: () => 1,
	// Beside those on sale it asks for those that are offline and those to be edited.
	products: ({ products }) => WATCH_SWEEPS.products * (pagesOf(products, PRODUCTS_A_CALL) + 2),
	promotions: () => 1,
	sales: ({ ordersPerDay }) => 1 + pagesOf(ordersPerDay, ORDERS_A_CALL),
	shipping: ({ ordersToShip }) => WATCH_SWEEPS.shipping * pagesOf(ordersToShip, ORDERS_A_CALL),
	stock: ({ watchedProducts }) => WATCH_SWEEPS.stock * watchedProducts,
};

/** The part of what others lend by the end of the day that comes early enough: it grows from noon in Beijing on. */
const LENT_IN_TIME = 0.75;

/**
 * By how much looks are further apart than planned: sweeps by the share of triggers alone, as their next time is
 * settled before anything is lent; rounds, which go on bit by bit, by all that triggers have.
 */
interface Stretches {
	sweep: number;
	round: number;
}

/** How late a watch tells at most, in hours. */
function hoursOf(watch: PlannedWatch, shop: WatchedShop, { sweep, round }: Stretches): number {
	const sweepHours = (24 * sweep) / WATCH_SWEEPS[watch];
	// An order is listed first, and has its turn after the others then.
	if (watch === 'compliance')
		return sweepHours + (24 * round * shop.ordersToShip) / COMPLIANCE_CALLS;
	if (watch === 'parcels')
		return parcelRoundHours(shop.parcels, shop.parcelCallsADay / round, round);
	return sweepHours;
}

/**
 * Works out what watches take of a day. Where they would take more than their part all of them look more
 * seldom.
 *
 * @param share calls of a day set aside for triggers.
 * @param ofDay calls that triggers have by the end of a day, with what others lend them.
 * @returns calls of a day at most, and those of them that are of the share and not lent.
 */
export function planWatches(
	watches: readonly PlannedWatch[],
	shop: WatchedShop,
	share: number,
	ofDay = share,
): {
	callsPerDay: number;
	callsOfShare: number;
	wantedCallsPerDay: number;
	byWatch: Partial<Record<PlannedWatch, WatchPlan>>;
} {
	const alone = watches.map((watch) => ({ watch, callsPerDay: WATCH_CALLS[watch](shop) }));
	const wanted = alone.reduce((sum, { callsPerDay }) => sum + callsPerDay, 0);
	const isDaily = (watch: PlannedWatch) => WATCH_SWEEPS[watch] === 1;
	const daily = alone.reduce((sum, one) => sum + (isDaily(one.watch) ? one.callsPerDay : 0), 0);
	const most = (calls: number) => Math.floor(callsOfWatches(share, calls));
	const stretchBy = (calls: number) =>
		most(calls) > 0 ? stretchOf(wanted, daily, most(calls)) : Infinity;
	const inTime = share + LENT_IN_TIME * lentOf(share, ofDay);
	const stretches = { sweep: stretchBy(share), round: stretchBy(inTime) };
	const plans = alone.map(({ watch, callsPerDay }): [PlannedWatch, WatchPlan] => {
		const slower = isDaily(watch) ? { sweep: 1, round: 1 } : stretches;
		const hours = Math.ceil(Number(hoursOf(watch, shop, slower).toFixed(3)));
		const looked = { callsPerDay: Math.round((10 * callsPerDay) / slower.round) / 10 };
		return [watch, { ...looked, lookEveryHours: Number.isFinite(hours) ? hours : null }];
	});
	const byWatch = Object.fromEntries(plans) as Partial<Record<PlannedWatch, WatchPlan>>;
	return {
		callsPerDay: Math.min(wanted, most(ofDay)),
		callsOfShare: Math.min(wanted, most(share)),
		wantedCallsPerDay: wanted,
		byWatch,
	};
}
