import { NodeApiError, type INode } from 'n8n-workflow';

import type { PlatformZone } from '../../platform/wallClock';
import { groupKeysOf, membersOf, PAGE_LIMIT, type Feed, type Group } from './feed';
import { fetchOrders, type Call } from './fetchOrders';
import { fetchReviews } from './fetchReviews';
import { evenSpacingMs, nextDueMs, type Budget } from './plan';
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
	/** How long a poll may take, ms; undefined where n8n does not say. */
	pollBudgetMs?: number;
	/** Writes to the log. */
	tell(message: string): void;
}

/** Part of the poll's time that reading may take; the rest is for the last answer. */
const READING_PART = 0.6;

function close(feed: Feed, untilMs: number, budget: Budget, deps: RoundDeps, why: string): void {
	feed.closedUntilMs = Math.max(feed.closedUntilMs, untilMs);
	if (feed.toldForDayMs === budget.dayEndsAtMs) return;
	feed.toldForDayMs = budget.dayEndsAtMs;
	const from = new Date(untilMs).toISOString();
	deps.tell(`${why}. The AliExpress triggers wait and go on by themselves at ${from}.`);
}

async function fetchAll(
	feed: Feed,
	key: string,
	group: Group,
	call: Call,
	budget: Budget,
	deps: RoundDeps,
): Promise<Snapshot> {
	const startedAtMs = deps.nowMs();
	const toMs = startedAtMs - safetyLagMs(evenSpacingMs(budget.share));
	const { ids, need } = membersOf(feed, key);
	const { pollBudgetMs } = deps;
	const isOverdue = () =>
		pollBudgetMs !== undefined && deps.nowMs() - startedAtMs > pollBudgetMs * READING_PART;
	const snapshot: Snapshot = { fetchedAtMs: startedAtMs };
	if (need.orders) {
		const { fromMs, mode } = need.orders;
		const pageLimit = Math.max(1, Math.min(group.pageLimit, budget.left));
		const ask = {
			mode,
			fromMs: Math.min(fromMs, toMs),
			toMs,
			keep: need.keep,
			pageLimit,
			isOverdue,
		};
		const { pages, ...orders } = await fetchOrders(call, ask);
		// A slow platform gets windows that fit into the time of a poll.
		group.pageLimit = orders.isComplete ? PAGE_LIMIT : Math.max(1, pages);
		snapshot.orders = orders;
	}
	if (need.reviews) {
		const fromMs = Math.min(need.reviews.fromMs, toMs);
		snapshot.reviews = await fetchReviews(call, { fromMs, toMs, zone: deps.reviewZone, isOverdue });
	}
	group.snapshot = snapshot;
	group.waiting = new Set(ids);
	return snapshot;
}

async function run(
	feed: Feed,
	key: string,
	group: Group,
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
		close(feed, budget.dayEndsAtMs, budget, deps, why);
		return undefined;
	}
	let calls = 0;
	const counted: Call = async (method, params) => {
		calls += 1;
		return await deps.call(method, params);
	};
	// Also after a read that failed: trying again every minute would spend the day in an hour.
	const settle = () => {
		const left = Math.max(0, budget.left - calls);
		const groups = groupKeysOf(feed).size;
		const now = deps.nowMs();
		group.dueAtMs = nextDueMs(now, group.dueAtMs, Math.max(1, calls), groups, { ...budget, left });
		group.hasRead = true;
	};
	try {
		const snapshot = await fetchAll(feed, key, group, counted, budget, deps);
		settle();
		return snapshot;
	} catch (reason) {
		settle();
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
 * Reads once for all triggers of a group, if a read is due. Triggers that ask meanwhile get the same.
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
	if (nowMs < feed.closedUntilMs || (nowMs < group.dueAtMs && !isAhead)) return undefined;
	group.inFlight = run(feed, key, group, deps).finally(() => {
		group.inFlight = undefined;
	});
	return await group.inFlight;
}
