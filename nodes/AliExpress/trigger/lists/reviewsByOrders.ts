import { reviewKey, type RawReview } from '../../parse/review/review';
import type { Call } from './lists';
import { readOrders } from './orders';
import { askForReviews } from './reviews';
import type { Walk } from './reviewWay';
import { clearMs, pacificMs } from './window';

/** Reviews of orders, and how far these were gone through. */
export interface Walked {
	rows: RawReview[];
	walk: Walk;
}

/** Which orders to go through. Times are ms UTC. */
export interface WalkAsk {
	/** Orders that ended, or were changed since, from here to `toMs`. */
	fromMs: number;
	toMs: number;
	/** Only those placed up to here. */
	belowMs: number;
	/** Pages of orders at most: two calls each. */
	maxPages: number;
	isOverdue(): boolean;
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
	let belowMs = ask.belowMs;
	let isEnd = false;
	for (let page = 0; page < maxPages && !isEnd; page += 1) {
		if (page > 0 && ask.isOverdue()) break;
		const createdToMs = Math.min(belowMs, toMs);
		const window = { fromMs, toMs, createdToMs, keep: 'later', pageLimit: Infinity } as const;
		// One page: after the first one the read is overdue.
		const { rows, isComplete } = await readOrders(call, 'finished', {
			...window,
			isOverdue: () => true,
		});
		const parents = rows.map(({ fields }) => BigInt(fields.order_id));
		const reviews =
			parents.length > 0 ? await askForReviews(call, { parent_order_ids: parents }) : [];
		for (const review of reviews) byKey.set(reviewKey(review.fields), review);
		isEnd = isComplete;
		if (isEnd) break;
		const placedMs = rows.flatMap(({ fields }) => pacificMs(fields.gmt_create) ?? []);
		if (placedMs.length === 0) {
			throw new TypeError('The field "gmt_create" of all orders is missing or not a time.');
		}
		const oldestMs = Math.min(...placedMs);
		// A page can hold less than one second, or than the hour that occurs twice.
		belowMs = oldestMs < belowMs ? oldestMs : clearMs(belowMs) - 1_000;
	}
	return { rows: [...byKey.values()], walk: { fromMs: ask.belowMs, toMs: belowMs, isEnd } };
}
