import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { reviewPassOf } from '../../../quota/triggerPlan';
import { DAY_MS, MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import { outstandingStatusOf } from '../delivery/outstanding';
import { LISTS, type ListName } from '../lists/lists';
import { PAGE_SIZE } from '../lists/pages';
import type { ReviewWay } from '../lists/reviewWay';
import type { Need } from '../position/need';
import type { TriggerState } from '../position/state';
import { isMistrusted } from '../position/position';
import type { Feed, Group } from './feed';
import { isToBeReported } from './health';

const NAME: Readonly<Record<ListName, string>> = {
	orders: 'Orders',
	toSend: 'Orders to send',
	changed: 'Changed orders',
	finished: 'Finished orders',
	reviews: 'Reviews',
	disputes: 'Disputes',
};

/** How a trigger's feed is doing, as items and log lines say it. Times are ISO 8601 UTC. */
export type FeedStatus = {
	/** When something was read last. */
	readAt?: string;
	/** Everything up to here was handed out. */
	completeUntil?: string;
	behindSeconds?: number;
	/** Found but not handed out yet. */
	pending: number;
	/** How it is known that no order is missing: by the count of the list, or by reading it again. */
	ordersChecked?: 'byCount' | 'byReadingAgain';
	/** Since when the count of the list of orders is not gone by. */
	countWrongSince?: string;
	/** How reviews are read: by when they became effective, or by their orders; since when, and why. */
	reviewsReadBy?: 'window' | 'orders';
	reviewsByOrdersSince?: string;
	reviewsByOrdersBecause?: 'refused' | 'cut' | 'missed';
	/**
	 * How many days it takes to ask for all orders once, and how old an order is that may be missed; absent
	 * while a first pass has not gone far enough to tell.
	 */
	reviewsPassDays?: number;
	reviewsCoveredDays?: number;
	/** When both ways were compared last. */
	reviewsCheckedAt?: string;
	/** Rows that AliExpress listed late, and the worst. */
	lateRows: number;
	worstLateMinutes: number;
	memoryShortenedAt?: string;
	/** Events whose execution failed, since when, and when the next of them is handed out again. */
	outstanding?: number;
	outstandingSince?: string;
	repeatedNextAt?: string;
	/** What is looked at beside the lists: the last whole look and its calls, and the next one. */
	watches?: Array<{
		watch: string;
		completeAt?: string;
		calls?: number;
		nextAt: string;
		pending: number;
	}>;
};

/** How the watches of a state fare. */
function watchStatusOf({ watches = {} }: TriggerState): NonNullable<FeedStatus['watches']> {
	return Object.entries(watches).map(([watch, { sweptAtMs, dueAtMs, sweepCalls, pending }]) => ({
		watch,
		...(sweptAtMs !== undefined && { completeAt: msToIso(sweptAtMs), calls: sweepCalls ?? 0 }),
		nextAt: msToIso(dueAtMs),
		pending,
	}));
}

function latest(moments: ReadonlyArray<number | undefined>): string | undefined {
	const ms = Math.max(...moments.map((moment) => moment ?? 0));
	return ms > 0 ? msToIso(ms) : undefined;
}

/**
 * How long a pass takes, ms: the last one, or the one under way when that is longer. Of the first one what
 * is left is reckoned by the pages so far; undefined while nobody can tell.
 */
function passTimeOf({ pass, passMs }: ReviewWay, nowMs: number): number | undefined {
	if (!pass) return passMs;
	const { listed, left, startedAtMs } = pass;
	const openMs = nowMs - startedAtMs;
	if (passMs !== undefined) return Math.max(passMs, openMs);
	if (listed === undefined || left === undefined) return undefined;
	// The first page came with the beginning.
	const done = listed - left - PAGE_SIZE;
	return done > 0 ? openMs * (1 + left / done) : undefined;
}

/** How reviews are read, and by their orders what that covers: these are listed for 30 days. */
function reviewStatusOf(way: ReviewWay, nowMs: number): Partial<FeedStatus> {
	const { byOrders, checkedAtMs = 0 } = way;
	const checked = checkedAtMs > 0 && { reviewsCheckedAt: msToIso(checkedAtMs) };
	if (!byOrders) return { reviewsReadBy: 'window', ...checked };
	const takesMs = passTimeOf(way, nowMs);
	const told = takesMs === undefined ? undefined : reviewPassOf(takesMs);
	return {
		reviewsReadBy: 'orders',
		reviewsByOrdersSince: msToIso(byOrders.sinceMs),
		reviewsByOrdersBecause: byOrders.why,
		...(told && { reviewsPassDays: told.passDays, reviewsCoveredDays: told.coveredDays }),
		...checked,
	};
}

/** What waits for the workflow to succeed. */
function repeatsOf({ outstanding }: TriggerState): Partial<FeedStatus> {
	if (!outstanding) return {};
	const waiting = outstandingStatusOf(outstanding);
	if (!waiting) return { outstanding: 0 };
	const nextAt = latest([waiting.nextAtMs]);
	return {
		outstanding: waiting.events,
		outstandingSince: msToIso(waiting.sinceMs),
		...(nextAt && { repeatedNextAt: nextAt }),
	};
}

/** How the feed of a state is doing. */
export function feedStatusOf(state: TriggerState, nowMs: number): FeedStatus {
	const positions = LISTS.flatMap((list) => state.lists[list] ?? []);
	const lates = positions.flatMap(({ late }) => late ?? []);
	const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
	const reachedMs = Math.min(...positions.map((position) => position.reachedMs));
	const readAt = latest([state.lastSuccessAtMs]);
	const memoryShortenedAt = latest(positions.map(({ shortenedAtMs }) => shortenedAtMs));
	const { orders } = state.lists;
	const isWrong = orders !== undefined && isMistrusted(orders, nowMs);
	return {
		...(readAt && { readAt }),
		...(positions.length > 0 && {
			completeUntil: msToIso(reachedMs),
			behindSeconds: Math.max(0, Math.round((nowMs - reachedMs) / 1_000)),
		}),
		pending: sum(positions.map(({ pending }) => pending)),
		...(orders && { ordersChecked: isWrong ? 'byReadingAgain' : 'byCount' }),
		...(isWrong && { countWrongSince: msToIso(orders.miscountedAtMs ?? nowMs) }),
		...(state.lists.reviews && reviewStatusOf(state.lists.reviews.way ?? {}, nowMs)),
		lateRows: sum(lates.map(({ rows }) => rows)),
		worstLateMinutes: Math.round(Math.max(0, ...lates.map(({ worstMs }) => worstMs)) / MINUTE_MS),
		...(memoryShortenedAt && { memoryShortenedAt }),
		...repeatsOf(state),
		...(state.watches && { watches: watchStatusOf(state) }),
	};
}

/** "2 h 5 min", "12 min" or "under a minute". */
export function spanText(ms: number): string {
	const minutes = Math.floor(ms / MINUTE_MS);
	if (minutes < 1) return 'under a minute';
	const hours = Math.floor(minutes / 60);
	return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** When a trigger read last and how far behind it is, in one sentence. */
export function feedSentence(state: TriggerState, nowMs: number): string {
	const { readAt, behindSeconds, pending, lateRows, worstLateMinutes } = feedStatusOf(state, nowMs);
	const read = readAt ? `Last read ${readAt}` : 'Not read yet';
	const behind =
		behindSeconds === undefined ? '' : `, complete up to ${spanText(behindSeconds * 1_000)} ago`;
	const waiting = pending > 0 ? `, ${pending} items wait for the next polls` : '';
	const late =
		lateRows > 0 ? `, ${lateRows} rows came late, the worst by ${worstLateMinutes} min` : '';
	return `${read}${behind}${waiting}${late}.`;
}

/** Who reports, and to whom. */
export interface Reporter {
	node: INode;
	/** The trigger within the process. */
	subscriber: string;
	feed: Feed;
	group: Group;
	need: Need;
	/** After so many failed reads in a row. */
	afterFailures: number;
}

/**
 * The n8n error of reads that have failed too often in a row, once and then every six hours.
 *
 * @returns undefined while there is nothing to report. Notes in `feed` that it was reported.
 */
export function failedReadsOf(
	reporter: Reporter,
	state: TriggerState,
	nowMs: number,
): NodeOperationError | undefined {
	const { node, subscriber, feed, group, need, afterFailures } = reporter;
	const toldAtMs = feed.reportedAtMs.get(subscriber);
	const lists = (Object.keys(need.lists) as ListName[]).filter((list) =>
		isToBeReported(group.health[list], afterFailures, toldAtMs, nowMs),
	);
	const [worst] = lists;
	if (worst === undefined) return undefined;
	feed.reportedAtMs.set(subscriber, nowMs);
	const { failures, failingSinceMs, why } = group.health[worst];
	const since = spanText(nowMs - failingSinceMs);
	const names = lists.map((list) => NAME[list]).join(', ');
	const dueAtMs = Math.max(group.dueAtMs[worst], feed.closedUntilMs, nowMs);
	const next = new Date(dueAtMs).toISOString();
	return new NodeOperationError(node, `${names} could not be read for ${since}`, {
		description: `${failures} reads in a row brought nothing. The last one: ${why.replace(/\.$/, '')}. ${feedSentence(state, nowMs)} Nothing is lost: the trigger goes on by itself, next at ${next}, and hands out what happened meanwhile. You are told again in six hours.`,
	});
}

/**
 * The n8n error of an account that has to be connected, once for each trigger: until then nothing is
 * read, and every poll would say the same.
 *
 * @param isFirstPoll n8n polls while it activates a workflow, and one that throws then is left off,
 * without an execution, for waits that double. So the next poll tells.
 * @returns undefined when it was told. Notes in `feed` that it was.
 */
export function troubleOnce(
	{ node, subscriber, feed }: Reporter,
	trouble: NodeApiError,
	state: TriggerState,
	isFirstPoll: boolean,
	nowMs: number,
): NodeApiError | undefined {
	if (isFirstPoll || feed.toldOfTrouble.has(subscriber)) return undefined;
	feed.toldOfTrouble.add(subscriber);
	const { message, description, httpCode } = trouble;
	return new NodeApiError(
		node,
		{ code: 'NotConnected' },
		{
			message,
			description: `${description} ${feedSentence(state, nowMs)} Nothing is lost: once the account is connected the trigger goes on by itself and hands out what happened meanwhile. Until then it does not read, and this is not told again.`,
			httpCode: httpCode ?? '401',
			failure: { cause: 'credential-invalid' },
		},
	);
}

/** Throws away the fault of a list that a trigger asked for, once for each trigger. */
export function faultFor({ subscriber, group, need }: Reporter): Error | undefined {
	const { fault } = group;
	if (!fault || !need.lists[fault.list] || !fault.untold.delete(subscriber)) return undefined;
	return fault.error;
}

/** Writes to the log how a trigger is doing: once a day, and when it changes how it reads. */
export function noteStatus(
	{ feed, subscriber, node }: Reporter,
	before: TriggerState,
	after: TriggerState,
	nowMs: number,
	note: (message: string) => void,
): void {
	const notedAtMs = feed.notedAtMs.get(subscriber);
	const was = feedStatusOf(before, before.lastSuccessAtMs);
	const { ordersChecked, reviewsReadBy } = feedStatusOf(after, nowMs);
	const isOther =
		(was.ordersChecked !== ordersChecked && before.lists.orders !== undefined) ||
		(was.reviewsReadBy !== reviewsReadBy && before.lists.reviews !== undefined);
	if (!isOther && notedAtMs !== undefined && nowMs < notedAtMs + DAY_MS) return;
	feed.notedAtMs.set(subscriber, nowMs);
	const way =
		ordersChecked === 'byReadingAgain'
			? ' The number of orders that AliExpress tells does not fit its list, so the last half hour is read again each time and the last day once a day.'
			: '';
	const reviews =
		reviewsReadBy === 'orders'
			? ' Reviews are read by their orders, since those of a time cannot be gone by.'
			: '';
	note(`"${node.name}": ${feedSentence(after, nowMs)}${way}${reviews}`);
}

/** Orders that cannot be told new from old are left out, which must not go unsaid: the log has it once a day. */
export function tellOfUndated(
	feed: Feed,
	undated: readonly string[],
	deps: { nowMs(): number; tell(message: string): void },
): void {
	const nowMs = deps.nowMs();
	if (undated.length === 0 || nowMs < feed.toldOfUndatedAtMs + DAY_MS) return;
	feed.toldOfUndatedAtMs = nowMs;
	const which = undated.slice(0, 10).join(', ');
	deps.tell(
		`AliExpress lists orders without a readable creation time; they are not reported as new: ${which}`,
	);
}
