import type { PlatformZone } from '../../platform/wallClock';
import { parseReviewList, type RawReview } from '../parse/review';
import { reviewKey } from '../parse/reviewKey';
import type { Call } from './fetchOrders';
import type { ListRead } from './read';
import { reviewQuery } from './window';

const REVIEW_METHOD = 'aliexpress.evaluation.listorderevaluation.get';
/** Windows are not halved below this. */
const MIN_SPAN_MS = 60 * 60_000;
/** More halves than this are left to a later poll. */
const MAX_CALLS = 32;

/** A window of reviews to read. */
export interface ReviewAsk {
	fromMs: number;
	toMs: number;
	zone: PlatformZone;
	isOverdue(): boolean;
}

/**
 * Whether a list without paging looks cut off: the row limit is not documented, and limits are round
 * numbers.
 */
export function looksCut(rows: number): boolean {
	return rows >= 20 && rows % 10 === 0;
}

/**
 * Reads a window of the review list, which has no pages: a window that looks cut off is read again
 * in halves, the newer one first.
 *
 * @throws TypeError when an answer does not have the shape of the list; NodeApiError of the call.
 */
export async function fetchReviews(call: Call, ask: ReviewAsk): Promise<ListRead<RawReview>> {
	const byKey = new Map<string, RawReview>();
	const windows = [{ fromMs: ask.fromMs, toMs: ask.toMs }];
	let calls = 0;
	let isComplete = true;
	for (let window = windows.pop(); window; window = windows.pop()) {
		if (calls >= MAX_CALLS || (calls > 0 && ask.isOverdue())) {
			isComplete = false;
			break;
		}
		const { fromMs, toMs } = window;
		const query = reviewQuery(fromMs, toMs, ask.zone, toMs === ask.toMs);
		const rows = parseReviewList(await call(REVIEW_METHOD, { trade_evaluation_request: query }));
		calls += 1;
		for (const row of rows) byKey.set(reviewKey(row.fields), row);
		if (!looksCut(rows.length) || toMs - fromMs <= MIN_SPAN_MS) continue;
		const middleMs = Math.floor((fromMs + toMs) / 2);
		windows.push({ fromMs, toMs: middleMs }, { fromMs: middleMs, toMs });
	}
	const rows = [...byKey.values()];
	return { fromMs: ask.fromMs, toMs: ask.toMs, rows, isComplete, isStable: true };
}
