import { NodeApiError, type INode } from 'n8n-workflow';

import type { PlatformZone } from '../../platform/wallClock';
import { evenSpacingMs } from '../../quota/pace';
import { activeMsBetween, type ActiveHours } from './activeHours';
import { LISTS, type ListName } from './events';
import { groupCount, membersOf, PAGE_LIMIT, type Feed, type Group } from './feed';
import { fetchOrders, type Call } from './fetchOrders';
import { fetchReviews } from './fetchReviews';
import { nextDueMs, type Budget } from './plan';
import type { Snapshot } from './read';
import { refusedUntilMs } from './refusal';
import { unexpectedFormOf } from './unexpectedForm';
import { safetyLagMs } from './window';

/** What a round of reading needs of its surroundings. */
export interface RoundDeps {
	node: INode;
	nowMs(): number;
	call: Call;
	/** What triggers may still spend today. */
	readBudget(): Promise<Budget>;
	reviewZone: PlatformZone;
	/** When the trigger reads; undefined for always. */
	activeHours?: ActiveHours | undefined;
	/** How long a poll may take, ms; undefined where n8n does not say. */
	pollBudgetMs?: number;
	/** Writes to the log. */
	tell(message: string): void;
}

/** Part of the poll's time that reading may take; the rest is for the last answer. */
const READING_PART = 0.6;
/** More calls for the halves of a window of reviews are left to a later read. */
const MAX_REVIEW_CALLS = 32;
const DAY_MS = 86_400_000;

function close(feed: Feed, untilMs: number, budget: Budget, deps: RoundDeps, why: string): void {
	feed.closedUntilMs = Math.max(feed.closedUntilMs, untilMs);
	if (feed.toldForDayMs === budget.dayEndsAtMs) return;
	feed.toldForDayMs = budget.dayEndsAtMs;
	const from = new Date(untilMs).toISOString();
	deps.tell(`${why}. The AliExpress triggers wait and go on by themselves at ${from}.`);
}

/** What one round is about: one list, or all that are due. */
interface Round {
	feed: Feed;
	key: string;
	group: Group;
	lists: readonly ListName[];
	budget: Budget;
	/** Calls made so far for each list. */
	calls: Record<ListName, number>;
}

function counting(round: Round, list: ListName, call: Call): Call {
	return async (method, params) => {
		round.calls[list] += 1;
		return await call(method, params);
	};
}

async function fetchAll(round: Round, deps: RoundDeps): Promise<Snapshot> {
	const { feed, key, group, lists, budget, calls } = round;
	const startedAtMs = deps.nowMs();
	const toMs = startedAtMs - safetyLagMs(evenSpacingMs(budget.share));
	const { ids, need } = membersOf(feed, key, startedAtMs);
	const { pollBudgetMs } = deps;
	const isOverdue = () =>
		pollBudgetMs !== undefined && deps.nowMs() - startedAtMs > pollBudgetMs * READING_PART;
	const window = { toMs, keep: need.keep, isOverdue };
	// A list that is not read now stays for the triggers that have not used it yet.
	const kept = group.waiting.size > 0 ? group.snapshot : undefined;
	const snapshot: Snapshot = { ...kept, fetchedAtMs: startedAtMs };
	if (need.orders && lists.includes('orders')) {
		const { fromMs, mode } = need.orders;
		const pageLimit = Math.max(1, Math.min(group.pageLimit, budget.left));
		const ask = { ...window, mode, fromMs: Math.min(fromMs, toMs), pageLimit };
		const { pages, ...orders } = await fetchOrders(counting(round, 'orders', deps.call), ask);
		// A slow platform gets windows that fit into the time of a poll.
		group.pageLimit = orders.isComplete ? PAGE_LIMIT : Math.max(1, pages);
		snapshot.orders = { ...orders, fetchedAtMs: startedAtMs };
	}
	if (need.reviews && lists.includes('reviews')) {
		const ask = {
			...window,
			fromMs: Math.min(need.reviews.fromMs, toMs),
			freshFromMs: Math.min(need.reviews.freshFromMs, toMs),
			maxCalls: Math.max(1, Math.min(MAX_REVIEW_CALLS, budget.left - calls.orders)),
			spanMs: group.reviewSpanMs,
			zone: deps.reviewZone,
		};
		const { nextSpanMs, ...reviews } = await fetchReviews(
			counting(round, 'reviews', deps.call),
			ask,
		);
		group.reviewSpanMs = nextSpanMs;
		snapshot.reviews = { ...reviews, fetchedAtMs: startedAtMs };
	}
	group.snapshot = snapshot;
	group.waiting = new Set(ids);
	return snapshot;
}

/** Also after a read that failed: trying again every minute would spend the day in an hour. */
function settle(
	{ feed, key, group, lists, budget, calls }: Round,
	nowMs: number,
	hours: ActiveHours | undefined,
): void {
	const left = Math.max(0, budget.left - calls.orders - calls.reviews);
	const { need } = membersOf(feed, key, nowMs);
	// Each list has its part of the pace: many calls for reviews do not delay the orders.
	const parts = groupCount(feed, key, nowMs) * LISTS.filter((list) => need[list]).length;
	const active = {
		perDayMs: activeMsBetween(hours, budget.dayEndsAtMs - DAY_MS, budget.dayEndsAtMs),
		leftMs: activeMsBetween(hours, nowMs, budget.dayEndsAtMs),
	};
	for (const list of lists) {
		const spent = Math.max(1, calls[list]);
		const dueAtMs = group.dueAtMs[list];
		group.dueAtMs[list] = nextDueMs(nowMs, dueAtMs, spent, parts, { ...budget, left }, active);
		group.hasRead.add(list);
	}
}

async function run(
	feed: Feed,
	key: string,
	group: Group,
	lists: readonly ListName[],
	deps: RoundDeps,
): Promise<Snapshot | undefined> {
	const budget = await deps.readBudget();
	const blockedMs = budget.blockedUntilMs ?? 0;
	if (blockedMs > deps.nowMs()) {
		close(feed, blockedMs, budget, deps, 'The platform has paused calls of this account');
		return undefined;
	}
	if (budget.left <= 0) {
		const why = `The ${budget.share} calls a day set aside for triggers are used up`;
		close(feed, budget.opensAtMs, budget, deps, why);
		return undefined;
	}
	const round: Round = { feed, key, group, lists, budget, calls: { orders: 0, reviews: 0 } };
	try {
		const snapshot = await fetchAll(round, deps);
		settle(round, deps.nowMs(), deps.activeHours);
		return snapshot;
	} catch (reason) {
		settle(round, deps.nowMs(), deps.activeHours);
		const untilMs = refusedUntilMs(reason, deps.nowMs(), budget.dayEndsAtMs);
		if (untilMs !== undefined && reason instanceof NodeApiError) {
			close(feed, untilMs, budget, deps, reason.message);
			return undefined;
		}
		if (!(reason instanceof TypeError)) return await Promise.reject(reason);
		throw unexpectedFormOf(deps.node, reason);
	}
}

/**
 * Reads the lists that are due once for all triggers of a group. Triggers that ask meanwhile get the
 * same.
 *
 * @param isAhead reads although the plan says later; the quota still has the last word.
 * @returns undefined when no read is due or the quota is closed.
 * @throws NodeApiError | NodeOperationError when reading failed; nothing was taken from it then.
 */
export async function readRound(
	feed: Feed,
	key: string,
	group: Group,
	deps: RoundDeps,
	isAhead: boolean,
): Promise<Snapshot | undefined> {
	if (group.inFlight) return await group.inFlight;
	const nowMs = deps.nowMs();
	const { need } = membersOf(feed, key, nowMs);
	const due = LISTS.filter((list) => need[list] && (isAhead || nowMs >= group.dueAtMs[list]));
	if (nowMs < feed.closedUntilMs || due.length === 0) return undefined;
	group.inFlight = run(feed, key, group, due, deps).finally(() => {
		group.inFlight = undefined;
	});
	return await group.inFlight;
}
