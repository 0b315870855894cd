import type { Reckoning } from './deliveries.mts';
import type { SoakResult } from './soak.mts';

/** The figures of a run, as it prints them. */
export interface Figures {
	days: number;
	maxInOneSecond: number;
	maxInOneDay: number;
	bans: number;
	ordersLost: number;
	ordersRepeated: number;
	reviewsLost: number;
	reviewsRepeated: number;
	/** Came again because n8n was killed, or the package loaded anew, right after handing it out. */
	repeatedAfterKill: number;
	/** Came again because n8n was killed while the workflow failed, as the last thing that it was handed. */
	repeatedAfterFailing: number;
	/** Items that belong to nothing that happened, or come under another id the second time. */
	strangeItems: number;
	/** Items that came later than the plan of the day's calls allows. */
	late: number;
	/** How far the counter was below the platform's own count, at worst. */
	undercounted: number;
	orders: number;
	reviews: number;
	calls: number;
	polls: number;
	refreshes: number;
	/** Executions of actions that went on until their calls were used up. */
	ceilings: number;
	restarts: number;
	faults: number;
	/** Executions that failed, one in ten and all of three hours a day. */
	executionsFailed: number;
	absences: number;
	clockSteps: number;
	/** Calls that met a ban which was already in force. */
	callsIntoBans: number;
	delayP50Min: number;
	delayP95Min: number;
	delayMaxMin: number;
	orderDelayP50Min: number;
	orderDelayP95Min: number;
	orderDelayMaxMin: number;
	/** The longest without the time in which nothing could be read. */
	orderDelayBesideOutagesMin: number;
	reviewDelayP50Min: number;
	reviewDelayP95Min: number;
	reviewDelayMaxMin: number;
	reviewDelayBesideOutagesMin: number;
	/** The longest time over the plan; negative when everything came within it. */
	delayOverPlanMin: number;
	/** What was new to a workflow that was failing, and the longest time until it was handed it. */
	newWhileFailing: number;
	delayWhileFailingMaxMin: number;
}

const isOrder = ({ event }: Reckoning['lost'][number]) => event.startsWith('order.');

/** Sums a run up. */
export function figuresOf(days: number, result: SoakResult): Figures {
	const { verdict, reckoning, delays } = result;
	const { lost, repeated, afterKill, afterFailing, strange } = reckoning;
	const { order: ofOrders, review: ofReviews } = delays.of;
	return {
		days,
		maxInOneSecond: verdict.maxInOneSecond,
		maxInOneDay: verdict.maxInOneDay,
		bans: verdict.bans,
		ordersLost: lost.filter(isOrder).length,
		ordersRepeated: repeated.filter(isOrder).length,
		reviewsLost: lost.filter((one) => !isOrder(one)).length,
		reviewsRepeated: repeated.filter((one) => !isOrder(one)).length,
		repeatedAfterKill: afterKill,
		repeatedAfterFailing: afterFailing,
		strangeItems: strange.length,
		late: delays.late.length,
		undercounted: result.undercounted,
		orders: result.orders,
		reviews: result.reviews,
		calls: verdict.calls,
		polls: result.polls,
		refreshes: verdict.refreshes,
		ceilings: result.ceilings,
		restarts: result.restarts,
		faults: result.faults,
		executionsFailed: result.executionsFailed,
		absences: result.absences,
		clockSteps: result.clockSteps,
		callsIntoBans: verdict.intoBans,
		delayP50Min: delays.p50Min,
		delayP95Min: delays.p95Min,
		delayMaxMin: delays.maxMin,
		orderDelayP50Min: ofOrders.p50Min,
		orderDelayP95Min: ofOrders.p95Min,
		orderDelayMaxMin: ofOrders.maxMin,
		orderDelayBesideOutagesMin: ofOrders.besideOutagesMin,
		reviewDelayP50Min: ofReviews.p50Min,
		reviewDelayP95Min: ofReviews.p95Min,
		reviewDelayMaxMin: ofReviews.maxMin,
		reviewDelayBesideOutagesMin: ofReviews.besideOutagesMin,
		delayOverPlanMin: delays.overPlanMin,
		newWhileFailing: delays.whileFailing.count,
		delayWhileFailingMaxMin: delays.whileFailing.maxMin,
	};
}

type Limits = Partial<Record<keyof Figures, number>>;

/** What no run may exceed, however short it is. */
const SAFETY: Limits = {
	maxInOneSecond: 5,
	maxInOneDay: 200,
	bans: 0,
	ordersLost: 0,
	ordersRepeated: 0,
	reviewsLost: 0,
	reviewsRepeated: 0,
	strangeItems: 0,
	late: 0,
	undercounted: 0,
};

/** How late things may come, minutes, when the run has days enough to say so. */
const DELAYS: Limits = {
	orderDelayP50Min: 8.5,
	orderDelayP95Min: 18,
	orderDelayBesideOutagesMin: 60,
	reviewDelayP50Min: 30,
	reviewDelayP95Min: 70,
	// They are read every 44 minutes, and the last of a day that lost calls to outages every 80.
	reviewDelayBesideOutagesMin: 90,
};

function broken(figures: Figures, limits: Limits): string[] {
	return Object.entries(limits).flatMap(([name, limit]) => {
		const value = figures[name as keyof Figures];
		return value > limit ? [`${name} is ${value}, at most ${limit} is allowed`] : [];
	});
}

/** The limits that a run broke, in words; empty when it held all of them. */
export const brokenLimits = (figures: Figures): string[] => broken(figures, SAFETY);

/** What came too late in a run, in words. */
export const missedDelays = (figures: Figures): string[] => broken(figures, DELAYS);
