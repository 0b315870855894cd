import { evenSpacingMs } from '../../quota/pace';
import type { Call } from './call';
import { type ListName, type PerList } from './events';
import type { Feed } from './feed';
import { fetchReviews } from './fetchReviews';
import type { Group } from './group';
import type { ListNeed, Need } from './need';
import { callsToSpare, type ActiveTime, type Budget } from './plan';
import type { Snapshot } from './read';
import { readPaged } from './readPaged';
import type { RoundDeps } from './round';
import { safetyLagMs } from './window';

/** More calls for the halves of a window of reviews are left to a later read. */
const MAX_REVIEW_CALLS = 32;

/** What one round of reading is about. */
export interface Round {
	feed: Feed;
	key: string;
	group: Group;
	need: Need;
	budget: Budget;
	active: ActiveTime;
	/** Among how many reads the day's calls are divided. */
	parts: number;
	/** Calls made so far for each list. */
	calls: PerList<number>;
	startedAtMs: number;
	isOverdue(): boolean;
}

/** Calls of all lists in a round so far. */
export function callsSpent({ calls }: Round): number {
	return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** What the calls of other lists in the same round have left. */
export function callsLeft(round: Round): number {
	return Math.max(1, round.budget.left - callsSpent(round));
}

/** One list to read in a round. */
export interface ListAsk {
	round: Round;
	wanted: ListNeed;
	/** Counts the call for the list. */
	call: Call;
	/** End of the window, ms UTC. */
	toMs: number;
}

async function readReviews({ round, wanted, call, toMs }: ListAsk, deps: RoundDeps) {
	const { group, budget, active, isOverdue } = round;
	// The halves of what was read before are worth no call that what is new will need today.
	const spare = Math.max(1, callsToSpare(budget, active));
	const { nextSpanMs, ...reviews } = await fetchReviews(call, {
		fromMs: Math.min(wanted.isWideDue ? wanted.wideFromMs : wanted.fromMs, toMs),
		freshFromMs: Math.min(wanted.freshFromMs, toMs),
		toMs,
		keep: wanted.keep,
		maxCalls: Math.min(MAX_REVIEW_CALLS, callsLeft(round), spare),
		spanMs: group.spanMs.reviews,
		zone: deps.reviewZone,
		isOverdue,
	});
	group.spanMs.reviews = nextSpanMs;
	return reviews;
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
	const { group, need, budget, calls, startedAtMs } = round;
	const wanted = need.lists[list];
	if (!wanted) return {};
	const call: Call = async (method, params) => {
		calls[list] += 1;
		return await deps.call(method, params);
	};
	// A push is about the newest row of all; who reads for it looks up to the present.
	const isPushed = group.pushedAtMs[list] > 0;
	const toMs = isPushed ? startedAtMs : startedAtMs - safetyLagMs(evenSpacingMs(budget.share));
	const ask: ListAsk = { round, wanted, call, toMs };
	const read = list === 'reviews' ? await readReviews(ask, deps) : await readPaged(ask, list, deps);
	return { [list]: { ...read, fetchedAtMs: startedAtMs } };
}
