import { evenSpacingMs } from '../../quota/pace';
import type { Call } from './call';
import { isOrderList, type ListName, type PerList } from './events';
import type { Feed } from './feed';
import { PAGE_LIMIT, type Group } from './group';
import { fetchDisputes } from './fetchDisputes';
import { fetchOrders } from './fetchOrders';
import type { PagesAsk } from './fetchPages';
import { fetchReviews } from './fetchReviews';
import type { Need } from './need';
import type { Budget } from './plan';
import type { Snapshot } from './read';
import type { RoundDeps } from './round';
import { safetyLagMs } from './window';

/** More calls for the halves of a window of reviews are left to a later read. */
const MAX_REVIEW_CALLS = 32;
/** Windows are cut no shorter than this; who polls once an hour must still keep up. */
const USUAL_SPAN_MS = 2 * 3_600_000;
const SHORTEST_SPAN_MS = 60_000;
/** What one round of reading is about. */
export interface Round {
	feed: Feed;
	key: string;
	group: Group;
	need: Need;
	budget: Budget;
	/** Calls made so far for each list. */
	calls: PerList<number>;
	startedAtMs: number;
	isOverdue(): boolean;
}

function callsSpent({ calls }: Round): number {
	return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** What the calls of other lists in the same round have left. */
function callsLeft(round: Round): number {
	return Math.max(1, round.budget.left - callsSpent(round));
}

/** How much one read may take on: less when time or calls do not suffice for more. */
function limitsOf(
	group: Group,
	list: ListName,
	left: number,
): Pick<PagesAsk, 'pageLimit' | 'minSpanMs'> {
	const pageLimit = Math.min(group.slowPages[list] ?? PAGE_LIMIT, left);
	const isShort = group.slowPages[list] !== undefined || left < PAGE_LIMIT;
	return { pageLimit, minSpanMs: isShort ? SHORTEST_SPAN_MS : USUAL_SPAN_MS };
}

/** Notes how a window with pages fitted, for the next one. */
function learn(
	group: Group,
	list: ListName,
	read: { pages: number; isComplete: boolean; nextSpanMs?: number },
): void {
	// A slow platform gets windows that fit into the time of a poll, until it has caught up.
	if (!read.isComplete) group.slowPages[list] = Math.max(1, read.pages);
	else if (read.nextSpanMs === undefined) group.slowPages[list] = undefined;
	group.spanMs[list] = read.nextSpanMs;
}

/**
 * Reads one list for all triggers of a group.
 *
 * @returns the part of a snapshot that it makes.
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readList(
	round: Round,
	list: ListName,
	deps: RoundDeps,
): Promise<Partial<Snapshot>> {
	const { group, need, budget, calls, startedAtMs, isOverdue } = round;
	const wanted = need.lists[list];
	if (!wanted) return {};
	const call: Call = async (method, params) => {
		calls[list] += 1;
		return await deps.call(method, params);
	};
	// A push is about the newest row of all; who reads for it looks up to the present.
	const isPushed = group.pushedAtMs[list] > 0;
	const toMs = isPushed ? startedAtMs : startedAtMs - safetyLagMs(evenSpacingMs(budget.share));
	const { keep } = wanted;
	const fetched = { fetchedAtMs: startedAtMs };
	if (list === 'reviews') {
		const { nextSpanMs, ...reviews } = await fetchReviews(call, {
			fromMs: Math.min(wanted.fromMs, toMs),
			freshFromMs: Math.min(wanted.freshFromMs, toMs),
			toMs,
			keep,
			maxCalls: Math.min(MAX_REVIEW_CALLS, callsLeft(round)),
			spanMs: group.spanMs.reviews,
			zone: deps.reviewZone,
			isOverdue,
		});
		group.spanMs.reviews = nextSpanMs;
		return { reviews: { ...reviews, ...fetched } };
	}
	const isWide = list === 'disputes' && group.areDisputesFew;
	const fromMs = Math.min(isWide ? wanted.wideFromMs : wanted.fromMs, toMs);
	// The next page would be refused, and what was read would be lost with it.
	const isSpent = () => calls[list] > 0 && callsSpent(round) >= budget.left;
	const ask: PagesAsk = {
		...limitsOf(group, list, callsLeft(round)),
		fromMs,
		toMs,
		keep,
		spanMs: group.spanMs[list],
		isOverdue: () => isOverdue() || isSpent(),
	};
	if (isOrderList(list)) {
		const mode = list === 'finished' ? 'finished' : need.mode;
		const { pages, nextSpanMs, ...orders } = await fetchOrders(call, { ...ask, mode });
		learn(group, list, { pages, isComplete: orders.isComplete, ...(nextSpanMs && { nextSpanMs }) });
		return { [list]: { ...orders, ...fetched } };
	}
	const zone = deps.disputeZone ?? 'America/Los_Angeles';
	const { pages, nextSpanMs, ...disputes } = await fetchDisputes(call, { ...ask, zone });
	learn(group, list, { pages, isComplete: disputes.isComplete, ...(nextSpanMs && { nextSpanMs }) });
	const isWhole = fromMs === wanted.wideFromMs && disputes.toMs === toMs;
	if (isWhole) group.areDisputesFew = pages === 1;
	return { disputes: { ...disputes, ...fetched } };
}
