import { REVIEW_PAGES_OF_A_READ } from '../../../quota/triggerPlan';
import { DAY_MS, HOUR_MS } from '../../../time/units';
import { reviewKey, type RawReview } from '../../parse/review/review';
import { readReviews, walkOrders, type ReviewRead, type Walked } from '../lists/reviews';
import { NEWEST, type ReviewWay, type WayRead } from '../lists/reviewWay';
import type { ListRead } from '../lists/listRead';
import { REACH_MS, rowTimeMs } from '../lists/window';
import {
	callsLeft,
	callsToSpare,
	isScarce,
	paceOf,
	savedReads,
	type ListAsk,
	type RoundDeps,
} from './plan';
import { isOfOneList, isPassing, isRefused } from './health';
import { isQuiet } from './pace';

/** More calls for the halves of a window of reviews are left to a later read. */
const MAX_REVIEW_CALLS = 32;
/** The two ways are compared once a day, in the slowest hours. */
const CHECK_FROM_MS = 18 * HOUR_MS;
const CHECK_UNTIL_MS = 30 * HOUR_MS;
/** Then so many pages of orders are asked for that were changed lately, and the reviews of these. */
const CHECK_PAGES = 2;
const CHECK_ORDERS_MS = 6 * DAY_MS;
/** The window is read back so much further: reviews are remembered for as long. */
const CHECK_BEYOND_MS = 2 * DAY_MS;
/** Calls that must be to spare for it, and that a window may take which is not the one in use. */
const CHECK_CALLS = 3 * CHECK_PAGES;
/** A window that has left out a review is not gone by for so long, whatever it shows. */
const MISTRUST_MS = 30 * DAY_MS;
/** What fails so often in a row and never passes is as good as refused. */
const FAILURES_OF_A_REFUSAL = 5;

type Why = NonNullable<ReviewWay['byOrders']>['why'];

function isCheckDue({ round, wanted: { way, isNew } }: ListAsk, deps: RoundDeps): boolean {
	const { startedAtMs, budget } = round;
	const sinceMs = Math.abs(startedAtMs - (way?.triedAtMs ?? 0));
	if (isNew || sinceMs < CHECK_FROM_MS || callsToSpare(budget, deps) < CHECK_CALLS) return false;
	// The rhythm of a shop is that of its orders.
	return sinceMs > CHECK_UNTIL_MS || isQuiet(paceOf(round, 'orders', deps), startedAtMs);
}

/** Whether the platform refuses what was asked for, and not who asks, how often, or everybody. */
function isRefusal(reason: unknown, { round }: ListAsk): boolean {
	const { failures } = round.group.health.reviews;
	const isLasting = failures > 0 && failures % FAILURES_OF_A_REFUSAL === 0;
	return isRefused(reason) || (isPassing(reason) && isLasting);
}

/** What was read, or why it was refused. Other errors are thrown. */
async function attempt<Read>(
	read: Promise<Read>,
	isExpected: (reason: unknown) => boolean,
): Promise<{ read?: Read; refusal?: unknown }> {
	try {
		return { read: await read };
	} catch (reason) {
		if (isExpected(reason)) return { refusal: reason };
		return await Promise.reject(reason);
	}
}

async function readWindow(
	{ round, wanted, call, toMs }: ListAsk,
	isDeep: boolean,
	isCheck: boolean,
	mostCalls: number,
	deps: RoundDeps,
): Promise<ReviewRead> {
	const { group, budget, isOverdue } = round;
	// The halves of what was read before are worth no call that what is new will need today: with 9 left 5 of them
	// had orders wait for 45 minutes.
	const spare = isScarce(budget, callsLeft(round)) ? 1 : Math.max(1, callsToSpare(budget, deps));
	const usualMs = (isDeep ? wanted.deep?.fromMs : undefined) ?? wanted.fromMs;
	const fromMs = isCheck ? Math.min(usualMs, wanted.fromMs - CHECK_BEYOND_MS) : usualMs;
	const read = await readReviews(call, {
		fromMs: Math.min(Math.max(fromMs, toMs - REACH_MS.reviews), toMs),
		freshFromMs: Math.min(wanted.freshFromMs, toMs),
		toMs,
		keep: wanted.keep,
		maxCalls: Math.min(mostCalls, callsLeft(round), spare),
		spanMs: group.spanMs.reviews,
		mostShown: group.mostReviews,
		zone: deps.reviewZone,
		isOverdue,
	});
	group.spanMs.reviews = read.nextSpanMs;
	group.mostReviews = read.mostShown;
	return { ...read, ...(isDeep && { deepCalls: round.calls.reviews }) };
}

/** Goes on through the orders: all of them, or those that were changed lately. */
async function walk(ask: ListAsk, isInUse: boolean, deps: RoundDeps): Promise<Walked> {
	const { round, wanted, call, toMs } = ask;
	const saved = Math.max(1, Math.min(REVIEW_PAGES_OF_A_READ, savedReads(round, 'reviews', deps)));
	return await walkOrders(call, {
		fromMs: toMs - (isInUse ? REACH_MS.finished : CHECK_ORDERS_MS),
		toMs,
		// Whoever takes over begins with the newest.
		from: (isInUse === (wanted.way?.byOrders !== undefined) && wanted.way?.pass) || NEWEST,
		maxPages: Math.min(isInUse ? saved : CHECK_PAGES, Math.floor(callsLeft(round) / 2)),
		isOverdue: round.isOverdue,
	});
}

/** Whether a window that was read to its end leaves out a review that one of its orders has. */
function hasMissed(
	walked: Walked | undefined,
	window: ReviewRead,
	{ reviewZone }: RoundDeps,
): boolean {
	if (!walked || window.nextSpanMs !== undefined) return false;
	const shown = new Set(window.rows.map(({ fields }) => reviewKey(fields)));
	return walked.rows.some(({ fields }) => {
		const validMs = rowTimeMs(fields.valid_date, reviewZone);
		// A day within the window, since the zone of its ends is not certain and a list can lag behind.
		const isInside =
			validMs !== undefined &&
			validMs >= (window.shownFromMs ?? window.fromMs) + DAY_MS &&
			validMs <= window.toMs - DAY_MS;
		return isInside && !shown.has(reviewKey(fields));
	});
}

/** Rows of both ways as one read: of the window, or of the orders where these are gone by. */
function together(
	{ toMs }: ListAsk,
	way: WayRead,
	walked: Walked | undefined,
	window: ReviewRead | undefined,
): ListRead<RawReview> {
	const rows = [...(walked?.rows ?? []), ...(window?.rows ?? [])];
	const byKey = new Map(rows.map((row) => [reviewKey(row.fields), row]));
	const usual = { fromMs: 0, toMs, isComplete: true, isStable: true };
	const read = way.byOrders || !window ? usual : window;
	return { ...read, rows: [...byKey.values()], way };
}

/**
 * Reads reviews: the window of those that became effective or, where the platform refuses it, cuts it
 * off or leaves one out, by their orders. Once a day the two ways are compared.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readReviewList(
	ask: ListAsk,
	isDeep: boolean,
	deps: RoundDeps,
): Promise<ListRead<RawReview>> {
	const { wanted, toMs } = ask;
	const { byOrders } = wanted.way ?? {};
	const isCheck = isCheckDue(ask, deps);
	// The orders first: what comes into view between the two would look as if the window had missed it.
	const first =
		byOrders || isCheck
			? await attempt(
					walk(ask, byOrders !== undefined, deps),
					(reason) => isOfOneList(reason) && !(byOrders && isPassing(reason)),
				)
			: {};
	const walked = first.read;
	if (byOrders && walked && !isCheck) {
		return together(ask, { byOrders, walk: walked.walk }, walked, undefined);
	}
	const mostCalls = byOrders && walked ? CHECK_CALLS : MAX_REVIEW_CALLS;
	const { read: window, refusal } = await attempt(
		readWindow(ask, isDeep, isCheck, mostCalls, deps),
		(reason) => (byOrders && walked ? isOfOneList(reason) : isRefusal(reason, ask)),
	);
	const said = {
		...(isCheck && { triedAtMs: toMs }),
		...(isCheck && walked && window && { checkedAtMs: toMs }),
	};
	const stretch = walked && { walk: walked.walk };
	let why: Why | undefined;
	if (!window) why = 'refused';
	else if (window.isCut) why = 'cut';
	else if (hasMissed(walked, window, deps)) why = 'missed';
	if (byOrders && walked) {
		const isMistrusted = byOrders.why === 'missed' && toMs - byOrders.sinceMs < MISTRUST_MS;
		const isTold = window?.nextSpanMs === undefined;
		if (why || isMistrusted || !isTold) {
			return together(ask, { byOrders, ...said, ...stretch }, walked, window);
		}
		return together(ask, said, walked, window);
	}
	if (!why) return together(ask, { ...said, ...stretch }, walked, window);
	const begun = { ...said, byOrders: { sinceMs: toMs, why }, triedAtMs: toMs };
	// What was compared were the orders of some days; the pass over all of them begins with the next read.
	if (walked) return together(ask, begun, walked, window);
	const second = await attempt(walk(ask, true, deps), isOfOneList);
	if (second.read) {
		return together(ask, { ...begun, walk: second.read.walk }, second.read, window);
	}
	if (window) return together(ask, {}, undefined, window);
	return await Promise.reject(refusal);
}
