import type { LoggedCall } from '../sandbox/callLog.mts';
import type { Arrival } from './deliveries.mts';
import { createPace } from './pace.mts';
import type { Pace } from './pace.mts';
import { HOUR_MS, MINUTE_MS } from './scene.mts';

/** A time in which even a perfect trigger could not see orders, true time. */
export interface Outage {
	fromMs: number;
	toMs: number;
	/** Whose orders; absent: everybody's. */
	account?: string;
}

/** What can keep a trigger from seeing orders in time. */
export interface Hindrances {
	outages: readonly Outage[];
	/**
	 * When a read was paid for without a trace in the log: requests lost on their way, and starts of
	 * n8n, after which a read may be made ahead of the plan and is charged all the same.
	 */
	costlyAtMs: readonly number[];
	/** When orders were shown, by account, true time and in its order. */
	ordersAtMs: ReadonlyMap<string, readonly number[]>;
}

/** The lists that triggers read here. */
export type List = 'order' | 'review';

/** Calls for one list of one account that belong together: pages and repetitions. */
interface Read {
	fromMs: number;
	toMs: number;
	calls: number;
	/** One of its calls met a fault, or rows moved from page to page: it may have missed something. */
	isDisturbed: boolean;
}

/** The reads of the triggers, found in the platform's log. */
export interface ReadLog {
	note(calls: readonly LoggedCall[]): void;
	of(account: string, list: List): readonly Read[];
	/** How the calls of a day were spread, by the reads so far. */
	readonly pace: Pace;
	/** When a token could not be renewed: the read that needed it is paid for all the same. */
	readonly refusedRenewalsAtMs: readonly number[];
}

const LIST_OF_METHOD: Readonly<Record<string, List>> = {
	'aliexpress.trade.seller.orderlist.get': 'order',
	'aliexpress.evaluation.listorderevaluation.get': 'review',
};
/** The API that renews a token. */
export const RENEWAL = '/auth/token/refresh';
/** Calls of one read follow each other faster than this; reads never do. */
const APART_MS = 2 * MINUTE_MS;

export function createReadLog(): ReadLog {
	const reads = new Map<string, Read[]>();
	const refusedRenewalsAtMs: number[] = [];
	const pace = createPace();
	return {
		pace,
		refusedRenewalsAtMs,
		note(calls) {
			for (const { atMs, method, accountId, outcome } of calls) {
				if (method === RENEWAL && outcome !== 'ok') refusedRenewalsAtMs.push(atMs);
				const list = LIST_OF_METHOD[method];
				if (!list || !accountId) continue;
				const key = `${accountId} ${list}`;
				pace.note(accountId, list, atMs);
				const mine = reads.get(key) ?? [];
				reads.set(key, mine);
				const last = mine.at(-1);
				const isDisturbed = outcome !== 'ok';
				if (last && atMs - last.toMs < APART_MS) {
					last.toMs = atMs;
					last.calls += 1;
					last.isDisturbed = true;
				} else {
					mine.push({ fromMs: atMs, toMs: atMs, calls: 1, isDisturbed });
				}
			}
		},
		of: (account, list) => reads.get(`${account} ${list}`) ?? [],
	};
}

/** Repetitions take from the share, and the rest of it is spread over the rest of the day. */
const UNEVEN = 2;
/** Each read bears its part of those that cost more: those that look further back come again and again. */
const SHARING_READS = 12;
/** Safety lag of a read, the minute until the next poll of each trigger, and requests on their way. */
const SLACK_MS = 4 * MINUTE_MS;
/** A read ends a minute before it was asked for, and a call can wait for its turn. */
const LAG_MS = MINUTE_MS + 20_000;

/** With so many orders in so long payments stand in a list that is read every hour, or every two in the evening. */
const RUSH = { orders: 90, withinMs: 3 * HOUR_MS, sweptEveryMs: 2 * HOUR_MS };

/** Whether a shop had a rush of orders by a moment, not long before it. */
function isInRush(atMs: readonly number[] = [], nowMs: number): boolean {
	const latest = atMs.filter((ms) => ms <= nowMs && ms > nowMs - 2 * RUSH.withinMs);
	const back = RUSH.orders - 1;
	return latest.some((ms, i) => i >= back && ms - (latest[i - back] ?? 0) < RUSH.withinMs);
}

const listOf = (event: string): List => (event.startsWith('order') ? 'order' : 'review');

/** How much of a time the outages of an account take, ms. */
export function overlapMs(
	outages: readonly Outage[],
	account: string,
	fromMs: number,
	toMs: number,
): number {
	const parts = outages
		.filter((one) => one.account === undefined || one.account === account)
		.map((one) => [Math.max(fromMs, one.fromMs), Math.min(toMs, one.toMs)] as const)
		.filter(([from, to]) => from < to)
		.sort(([a], [b]) => a - b);
	let sumMs = 0;
	let reachedMs = fromMs;
	for (const [from, to] of parts) {
		sumMs += Math.max(0, to - Math.max(from, reachedMs));
		reachedMs = Math.max(reachedMs, to);
	}
	return sumMs;
}

function isJustBefore(shownAtMs: number, read: Read): boolean {
	return shownAtMs <= read.toMs && shownAtMs > read.fromMs - LAG_MS;
}

/** What a read is charged: its calls, or what the latest reads took on average. */
function chargeOf(reads: readonly Read[], place: number): number {
	const latest = reads.slice(Math.max(0, place + 1 - SHARING_READS), place + 1);
	const mean = latest.reduce((sum, { calls }) => sum + calls, 0) / latest.length;
	return Math.max(reads[place]?.calls ?? 0, mean);
}

/**
 * How long after it was shown something had to arrive at the latest, ms: the read before it could
 * just miss it, that read pays for its part of the calls, and reads that met a fault pay without bringing
 * anything. Times in which nothing could be read come on top.
 */
export function plannedDelayMs(
	{ happening, delayMs }: Arrival,
	log: ReadLog,
	hindrances: Hindrances,
): number {
	const { account, event, visibleAtMs, changedAtMs } = happening;
	const arrivedAtMs = visibleAtMs + delayMs;
	const { outages, costlyAtMs, ordersAtMs } = hindrances;
	const list = listOf(event);
	const reads = log.of(account, list);
	const spacingMs = log.pace.spacingMs(account, list, visibleAtMs);
	const next = reads.findIndex(({ fromMs }) => fromMs > visibleAtMs + LAG_MS);
	const missed = next > 0 ? reads[next - 1] : undefined;
	const fruitless = (next < 0 ? [] : reads.slice(next)).filter(
		(read) =>
			read.fromMs < arrivedAtMs &&
			(read.isDisturbed ||
				// A change shown just before a read moves the order behind the window's end.
				changedAtMs.some((atMs) => atMs > visibleAtMs && isJustBefore(atMs, read)) ||
				overlapMs(outages, account, read.fromMs - 1, read.toMs + APART_MS) > 0),
	);
	const unseen = [...costlyAtMs, ...log.refusedRenewalsAtMs].filter(
		(atMs) => atMs > (missed?.fromMs ?? visibleAtMs) - spacingMs && atMs < arrivedAtMs,
	);
	const missedCalls = missed ? chargeOf(reads, next - 1) : 0;
	const calls = fruitless.reduce((sum, read) => sum + read.calls, unseen.length + missedCalls);
	const fromMs = missed ? Math.min(missed.toMs, visibleAtMs) : visibleAtMs;
	const duringMs = overlapMs(outages, account, fromMs, arrivedAtMs);
	const isSwept = event === 'order.paid' && isInRush(ordersAtMs.get(account), arrivedAtMs);
	const sweptMs = isSwept ? RUSH.sweptEveryMs : 0;
	const plannedAtMs = fromMs + Math.max(sweptMs, Math.max(1, calls) * spacingMs * UNEVEN);
	return plannedAtMs + SLACK_MS + duringMs - visibleAtMs;
}

/** From the moment that something is shown to the execution that has it. */
export interface Spread {
	p50Min: number;
	p95Min: number;
	maxMin: number;
}

/** How long things took to arrive. */
export interface DelayReport extends Spread {
	/** Orders and reviews that no failing workflow held up, and how long either took beside the outages at most. */
	of: Readonly<Record<List, Spread & { besideOutagesMin: number }>>;
	/** Later than planned, by how much the worst. */
	late: Arrival[];
	/** The longest time over the plan, minutes; negative when all came within it. */
	overPlanMin: number;
	/** What was new while its workflow was failing, which gives it the time between two repeats. */
	whileFailing: { count: number; maxMin: number };
}

/** Minutes with one digit behind the point. */
export const minutes = (ms: number): number => Math.round(ms / 6_000) / 10;

/** The middle of delays, what one in twenty exceeds, and the longest, in minutes. */
export function spreadOf(delaysMs: readonly number[]): Spread {
	const sorted = delaysMs.toSorted((a, b) => a - b);
	const at = (part: number) => minutes(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
	return { p50Min: at(0.5), p95Min: at(0.95), maxMin: at(1) };
}

/** What is new to a workflow that is failing waits for its repeats, whatever the feed does. */
const isOfFeed = ({ isWhileFailing }: Arrival) => !isWhileFailing;

/** Sums the delays up and compares each with the plan. */
export function reportDelays(
	arrivals: readonly Arrival[],
	log: ReadLog,
	hindrances: Hindrances,
): DelayReport {
	const planned = arrivals.filter(isOfFeed);
	const apart = (list: List) => {
		const mine = planned.filter(({ happening }) => listOf(happening.event) === list);
		const besideMs = mine.map(({ happening: { account, visibleAtMs }, delayMs }) => {
			const toMs = visibleAtMs + delayMs;
			return delayMs - overlapMs(hindrances.outages, account, visibleAtMs, toMs);
		});
		return {
			...spreadOf(mine.map(({ delayMs }) => delayMs)),
			besideOutagesMin: spreadOf(besideMs).maxMin,
		};
	};
	const over = planned.map((one) => one.delayMs - plannedDelayMs(one, log, hindrances));
	const waitedMs = arrivals.filter((one) => !isOfFeed(one)).map(({ delayMs }) => delayMs);
	return {
		...spreadOf(arrivals.map(({ delayMs }) => delayMs)),
		of: { order: apart('order'), review: apart('review') },
		late: planned.filter((_, i) => (over[i] ?? 0) > 0),
		whileFailing: { count: waitedMs.length, maxMin: spreadOf(waitedMs).maxMin },
		overPlanMin: minutes(over.reduce((most, ms) => Math.max(most, ms), Number.NEGATIVE_INFINITY)),
	};
}
