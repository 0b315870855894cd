import type { Goal } from '../../../bench/frame/goal.mts';
import type { WatchedEvent } from '../scene.mts';
import type { FeedResult } from './feed.mts';
import type { Part } from './plan.mts';
import { CUTS } from './mishaps.mts';
import { RARE } from './reached.mts';
import type { Reached } from './reached.mts';
import type { Delays } from './tally.mts';

/** n8n prints static data with each save; more would slow every poll of the instance. */
const MOST_STATE_BYTES = 256 * 1024;
/** The platform bans whoever makes a sixth call in a second. */
const MOST_IN_A_SECOND = 5;
const MOST_TARDY_MIN = 24 * 60;

/** How late things may come, minutes: in the middle, for 95 of 100, at most. */
type Bars = Partial<Record<WatchedEvent, readonly [number, number, number]>>;
const NEVER = Number.POSITIVE_INFINITY;
const BARS: Readonly<Record<Part, Bars>> = {
	month: { 'order.created': [7.5, 15, 60] },
	uncounted: { 'order.created': [9, 25, 120] },
	paid: { 'order.created': [11, 25, 150], 'order.paid': [25, 75, 150] },
	reviews: {},
	push: { 'order.created': [7.5, 16, 75] },
	sale: { 'order.created': [600, 2_200, NEVER] },
	rare: {},
};
const TOGETHER = [0.1, 5, 70] as const;
/** Held against the simplest poller, which loses orders. */
const OF_WATERMARK = { p50: 1.1, p95: 1.15 };

const atMost = (what: string, measured: number, most: number): Goal => ({
	what,
	measured,
	atMost: most,
});

function ofDelays(
	what: string,
	delays: Delays,
	[p50, p95, max]: Bars[WatchedEvent] & object,
): Goal[] {
	const goals = [
		atMost(`${what}, p50 in minutes`, delays.delayP50Min, p50),
		atMost(`${what}, p95`, delays.delayP95Min, p95),
	];
	return max === NEVER ? goals : [...goals, atMost(`${what}, most`, delays.delayMaxMin, max)];
}

function ofWatermark(ours: Delays, { delayP50Min, delayP95Min }: Delays): Goal[] {
	const ratio = (a: number, b: number) => Math.round((a / b) * 100) / 100;
	return [
		atMost('p50, of the watermark', ratio(ours.delayP50Min, delayP50Min), OF_WATERMARK.p50),
		atMost('p95, of the watermark', ratio(ours.delayP95Min, delayP95Min), OF_WATERMARK.p95),
	];
}

const LONGEST_GAP_MIN = 60;
/** A burst of some pages is worked off at the pace of a list that shares the calls with another. */
const MOST_STEPS = 6;

/**
 * How long nobody may look at the newest orders while there are calls: who reads shorter and shorter
 * windows of the past falls hours behind, and every window is read. In the worlds of rare things it is told and
 * not judged: outages and kills at every turn take calls that the platform's log does not show.
 */
function ofHeads({ plan, headGapMaxMin }: FeedResult): Goal[] {
	const lists = new Set(plan.events.map((event) => event.split('.')[0])).size;
	const stepMin = ((24 * 60) / plan.triggerCallsPerDay) * lists;
	const most = Math.max(LONGEST_GAP_MIN, Math.ceil(MOST_STEPS * stepMin));
	return plan.part === 'sale' || plan.part === 'rare'
		? []
		: [atMost('minutes without a look at the newest', headGapMaxMin, most)];
}

/** What never happens, however long a run is: nothing is lost, nobody is banned. */
export function safetyOf({ plan, ours, verdict, push }: FeedResult): Goal[] {
	const { repeated, repeatedAfterKill } = ours;
	return [
		atMost('events lost', ours.lost, 0),
		atMost('events repeated without a kill', repeated - repeatedAfterKill, 0),
		atMost('items that belong to nothing', ours.strange, 0),
		atMost('calls in a day', ours.callsPerDayMost, plan.mostCallsPerDay),
		atMost('calls in a second', verdict.maxInOneSecond, MOST_IN_A_SECOND),
		atMost('bans', verdict.bans, 0),
		atMost('bytes of state', ours.stateBytesAtMost, MOST_STATE_BYTES),
		...(push
			? [
					atMost('forged messages accepted', push.forgedAccepted, 0),
					atMost('orders that neither push nor poll reported', push.together.lost, 0),
					atMost('orders under several event ids', push.together.repeated, 0),
					atMost('pushes repeated without a kill', push.repeated - push.repeatedAfterKill, 0),
					atMost('bytes of state of the push trigger', push.stateBytesAtMost, MOST_STATE_BYTES),
				]
			: []),
	];
}

/** How late things may come. */
export function delayGoalsOf(result: FeedResult): Goal[] {
	const { plan, ours, peers, push } = result;
	const { watermark } = peers;
	return [
		...ofHeads(result),
		...Object.entries(BARS[plan.part]).flatMap(([event, bars]) => {
			const delays = event === 'order.created' ? ours : ours.others[event as WatchedEvent];
			return delays ? ofDelays(`delay of ${event}`, delays, bars) : [];
		}),
		...(watermark && plan.part === 'month' ? ofWatermark(ours, watermark) : []),
		...(push ? ofDelays('delay of push and polls together', push.together, TOGETHER) : []),
		...(ours.tardy > 0
			? [
					atMost(
						'minutes until a row is found that the list showed late',
						ours.tardyFoundMaxMin,
						MOST_TARDY_MIN,
					),
				]
			: []),
	];
}

/** The name of a run among others. */
export function nameOf({ plan, seed }: Pick<FeedResult, 'plan' | 'seed'>): string {
	return seed === 1 || plan.part === 'rare' ? plan.name : `${plan.name}#${seed}`;
}

/** What a run has to reach. */
export function goalsOf(result: FeedResult): Goal[] {
	const name = nameOf(result);
	return [...safetyOf(result), ...delayGoalsOf(result)].map((goal) => ({
		...goal,
		what: `${name}: ${goal.what}`,
	}));
}

/** What several runs have counted. */
export function sumOf(counts: readonly Reached[]): Record<string, number> {
	const sum: Record<string, number> = {};
	for (const one of counts) {
		for (const [what, count = 0] of Object.entries(one)) sum[what] = (sum[what] ?? 0) + count;
	}
	return sum;
}

type Counts = Readonly<Record<string, number>>;

/** Every rare thing has to have happened, and n8n to have ended at everything that a poll waits for. */
export function reachedGoals(reached: Counts, cuts: Counts): Goal[] {
	const once = (what: string, measured = 0): Goal => ({ what, measured, atLeast: 1 });
	return [
		...RARE.map((what) => once(`reached: ${what}`, reached[what])),
		...CUTS.map((point) => once(`ended: ${point}`, cuts[point])),
	];
}
