import type { PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import { parseReviewList, reviewKey, type RawReview } from '../../parse/review/review';
import type { Call } from './lists';
import { readEndedPage, type EndedPage } from './orders';
import type { Place, Walk } from './reviewWay';
import type { ListRead } from './listRead';
import { isInOddHour, reviewQuery, SHORTEST_SPAN_MS } from './window';

const REVIEW_METHOD = 'aliexpress.evaluation.listorderevaluation.get';

/** A window of reviews to read. Times are ms UTC. */
export interface ReviewAsk {
	fromMs: number;
	/** From here on nothing was read before; what lies before it is read for late ones and edits. */
	freshFromMs: number;
	toMs: number;
	/** Which end comes first when there are more calls to make than are allowed. */
	keep: 'earlier' | 'later';
	/** More calls than this are left to a later poll. */
	maxCalls: number;
	/** How long a window was that fitted into one answer, when the read before was cut short. */
	spanMs?: number | undefined;
	/** The most rows that one answer has shown before, where that is known. */
	mostShown?: number;
	zone: PlatformZone;
	isOverdue(): boolean;
}

/**
 * A read of reviews; `nextSpanMs` is set when it was cut short, `isCut` when a window that cannot be
 * halved any more still looks cut off.
 */
export type ReviewRead = ListRead<RawReview> & {
	nextSpanMs?: number;
	isCut: boolean;
	/** The most rows that one answer has shown so far. */
	mostShown: number;
	/** From when on all rows were shown, where a part of what was read before was left out, ms UTC. */
	shownFromMs?: number;
};

interface Window {
	fromMs: number;
	toMs: number;
	/** Lies before what is fresh. */
	isOverlap: boolean;
}

/**
 * Whether a list without paging looks cut off: the row limit is not documented, and limits are round
 * numbers. It lies above what an answer has shown before: with 43 rows shown, 40 are all there were.
 */
export function looksCut(rows: number, mostShown: number): boolean {
	return rows >= 20 && rows % 10 === 0 && rows >= mostShown;
}

/**
 * One call of the list of reviews.
 *
 * @throws TypeError when the answer does not have the shape of the list; NodeApiError of the call.
 */
export async function askForReviews(
	call: Call,
	query: Readonly<Record<string, PrintableJson>>,
): Promise<RawReview[]> {
	return parseReviewList(await call(REVIEW_METHOD, { trade_evaluation_request: query }));
}

/** The windows to begin with, the first one last. */
function firstWindows({ fromMs, freshFromMs, toMs, keep, spanMs }: ReviewAsk): Window[] {
	const isCatchingUp = spanMs !== undefined && keep === 'earlier' && freshFromMs + spanMs < toMs;
	if (!isCatchingUp) return [{ fromMs, toMs, isOverlap: false }];
	const middleMs = freshFromMs + spanMs;
	return [
		{ fromMs: middleMs, toMs, isOverlap: false },
		{ fromMs: freshFromMs, toMs: middleMs, isOverlap: false },
	];
}

/** Two parts of a window, the first to read last: what is fresh, and of the overlap the newer half. */
function partsOf({ fromMs, toMs, isOverlap }: Window, ask: ReviewAsk): Window[] {
	const { freshFromMs } = ask;
	if (fromMs < freshFromMs && freshFromMs < toMs) {
		return [
			{ fromMs, toMs: freshFromMs, isOverlap: true },
			{ fromMs: freshFromMs, toMs, isOverlap: false },
		];
	}
	const middleMs = Math.floor((fromMs + toMs) / 2);
	const older = { fromMs, toMs: middleMs, isOverlap };
	const newer = { fromMs: middleMs, toMs, isOverlap };
	return isOverlap || ask.keep === 'later' ? [older, newer] : [newer, older];
}

/**
 * Reads a window of the review list, which has no pages: a window that looks cut off is read again
 * in halves. When the calls do not suffice, the read ends where it got to, so that the next one goes
 * on from there; only a read that got nowhere is incomplete.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function readReviews(call: Call, ask: ReviewAsk): Promise<ReviewRead> {
	const byKey = new Map<string, RawReview>();
	const windows = firstWindows(ask);
	// Who catches up reads what is fresh alone: whoever compares must not miss the reviews before it.
	const leavesOverlap = windows.length > 1;
	let calls = 0;
	let isCut = false;
	let { mostShown = 0 } = ask;
	let fittingMs: number | undefined;
	for (let window = windows.pop(); window; window = windows.pop()) {
		const { fromMs, toMs, isOverlap } = window;
		if (calls >= ask.maxCalls || (calls > 0 && ask.isOverdue())) {
			const rows = [...byKey.values()];
			const read = { fromMs: ask.fromMs, toMs: ask.toMs, rows, isStable: true, isCut, mostShown };
			const nextSpanMs = fittingMs ?? toMs - fromMs;
			// The overlap is read for late ones and edits; the newest part of it was.
			if (isOverlap) return { ...read, isComplete: true, shownFromMs: toMs };
			if (fittingMs === undefined) return { ...read, isComplete: false, nextSpanMs };
			const reached = ask.keep === 'later' ? { fromMs: toMs } : { toMs: fromMs };
			return { ...read, ...reached, isComplete: true, nextSpanMs };
		}
		const query = reviewQuery(fromMs, toMs, ask.zone, toMs === ask.toMs);
		const rows = await askForReviews(call, query);
		calls += 1;
		for (const row of rows) byKey.set(reviewKey(row.fields), row);
		const isRound = looksCut(rows.length, mostShown);
		mostShown = Math.max(mostShown, rows.length);
		const isTooLong = isRound && toMs - fromMs > SHORTEST_SPAN_MS;
		isCut ||= isRound && !isTooLong;
		if (isTooLong) windows.push(...partsOf(window, ask));
		else if (!isOverlap) fittingMs = toMs - fromMs;
	}
	const rows = [...byKey.values()];
	const read = { fromMs: ask.fromMs, toMs: ask.toMs, rows, isStable: true, isCut, mostShown };
	return { ...read, isComplete: true, ...(leavesOverlap && { shownFromMs: ask.freshFromMs }) };
}

/** Reviews of orders, and how far these were gone through. */
export interface Walked {
	rows: RawReview[];
	walk: Walk;
}

/** Which orders to go through. Times are ms UTC. */
interface WalkAsk {
	/** Orders that ended, or were changed since, from here to `toMs`. */
	fromMs: number;
	toMs: number;
	/** From where on. */
	from: Place;
	/** Pages of orders at most: two calls each. */
	maxPages: number;
	isOverdue(): boolean;
}

/**
 * Where to go on behind a page: below the time of its last row or, where the page does not tell how far
 * it reaches, with the next one by its number, so that no order is gone by.
 */
function placeBehind(page: number, createdToMs: number, read: EndedPage): Place {
	const { size, span, totalCount } = read;
	const left = totalCount === undefined ? {} : { left: Math.max(0, totalCount - page * size) };
	// By their numbers pages tell so again once they come out of the second, or the hour, that held more.
	if (span && !isInOddHour(span.oldestMs) && span.oldestMs < createdToMs) {
		const { newestMs, oldestMs } = span;
		const isTold = page === 1 || newestMs >= createdToMs || isInOddHour(newestMs);
		if (isTold) return { belowMs: oldestMs, ...left };
	}
	return { belowMs: createdToMs, page: page + 1, ...left };
}

/**
 * Goes through the orders that have ended, newest first, and asks for the reviews of each page of them:
 * a bounded answer, whatever the zone and the row limit of the list of reviews.
 *
 * @throws TypeError when an answer does not have the shape of its list; NodeApiError of the call.
 */
export async function walkOrders(call: Call, ask: WalkAsk): Promise<Walked> {
	const { fromMs, toMs, maxPages } = ask;
	const byKey = new Map<string, RawReview>();
	const readPage = async (createdToMs: number, page: number) => {
		const read = await readEndedPage(call, { fromMs, toMs, createdToMs, page });
		const parents = read.rows.map(({ fields }) => BigInt(fields.order_id));
		const reviews =
			parents.length > 0 ? await askForReviews(call, { parent_order_ids: parents }) : [];
		for (const review of reviews) byKey.set(reviewKey(review.fields), review);
		return read;
	};
	let to = ask.from;
	let listed: number | undefined;
	let isEnd = false;
	for (let pages = 0; pages < maxPages && !isEnd; pages += 1) {
		if (pages > 0 && ask.isOverdue()) break;
		const { page = 1, left } = to;
		const createdToMs = Math.min(to.belowMs, toMs);
		const read = await readPage(createdToMs, page);
		const { totalCount, size } = read;
		if (!Number.isFinite(to.belowMs)) listed = totalCount;
		// Orders that left the list meanwhile have moved others from this page to those before.
		const isByNumber = page > 1 && left !== undefined && totalCount !== undefined;
		const gone = isByNumber ? left + (page - 1) * size - totalCount : 0;
		for (let back = 1; back < page && (back - 1) * size < gone; back += 1) {
			await readPage(createdToMs, page - back);
		}
		isEnd = !read.hasMore;
		if (!isEnd) to = placeBehind(page, createdToMs, read);
	}
	return { rows: [...byKey.values()], walk: { from: ask.from, to, listed, isEnd } };
}
