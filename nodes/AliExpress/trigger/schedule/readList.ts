import { evenSpacingMs } from '../../../quota/pace';
import type { Call } from '../lists/call';
import type { ListName } from '../lists/lists';
import { fetchReviews } from '../lists/reviews';
import { callsLeft, type ListAsk, type Round, type RoundDeps } from './ask';
import { callsToSpare } from './plan';
import type { Snapshot } from '../lists/snapshot';
import { readPaged } from './paged';
import { safetyLagMs } from '../lists/window';

/** More calls for the halves of a window of reviews are left to a later read. */
const MAX_REVIEW_CALLS = 32;

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
