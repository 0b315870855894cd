import { currentVersion } from './orders.mts';
import type { Order } from './orders.mts';
import type { Random } from './random.mts';
import type { Review } from './reviews.mts';
import { REVIEW_TEXTS } from './texts.mts';

export interface ReviewDraft {
	/** The order; default the newest one whose lines are not all reviewed. */
	orderId?: bigint;
	/** The line; default the first one without a review. */
	childId?: bigint;
	stars: number;
	/** Default a seeded text that fits the stars. */
	text?: string;
	writtenAtMs?: number;
	/** Time from writing to being effective, ms; default 0. */
	validInMs?: number;
	/** Overrides the shop's seeded delay of visibility, ms. */
	visibleInMs?: number;
}

export interface ReviewEdit {
	stars?: number;
	text?: string;
	followUp?: string;
	sellerReply?: string;
	atMs?: number;
}

export interface ReviewBook {
	readonly reviews: readonly Review[];
	/** Throws when there is no line left to review or stars are not 1 to 5. */
	writeReview(draft: ReviewDraft): Review;
	/** Changes a review, found by its child order id; `gmt_modified` moves, the valid date stays. */
	editReview(childId: bigint, edit: ReviewEdit): Review;
}

interface BookContext {
	orders: readonly Order[];
	random: Random;
	now: () => number;
	visibleAt: (atMs: number, inMs?: number) => number;
	changed: () => void;
}

/** The reviews of a shop. */
export function createReviewBook(context: BookContext): ReviewBook {
	const { orders, random, now, visibleAt, changed } = context;
	const reviews: Review[] = [];
	const byLine = new Map<bigint, Review>();
	const freeLine = (order: Order, childId?: bigint) =>
		order.lines.find(
			(line) => (childId === undefined || line.childId === childId) && !byLine.has(line.childId),
		);
	return {
		reviews,
		writeReview(draft) {
			mustBeStars(draft.stars);
			const order =
				draft.orderId === undefined
					? orders.findLast((candidate) => freeLine(candidate) !== undefined)
					: orders.find((candidate) => candidate.id === draft.orderId);
			const line = order && freeLine(order, draft.childId);
			if (!order || !line) throw new Error('No order line left to review');
			const writtenAtMs = draft.writtenAtMs ?? now();
			const validAtMs = writtenAtMs + (draft.validInMs ?? 0);
			const review: Review = {
				orderId: order.id,
				childId: line.childId,
				productId: line.product.id,
				productName: line.product.name,
				buyerLoginId: order.buyer.loginId,
				stars: draft.stars,
				text: draft.text ?? random.pick(REVIEW_TEXTS[draft.stars] ?? ['']),
				writtenAtMs,
				validAtMs,
				visibleAtMs: visibleAt(validAtMs, draft.visibleInMs),
				modifiedAtMs: writtenAtMs,
				orderCompleteAtMs: currentVersion(order).endAtMs ?? writtenAtMs,
			};
			reviews.push(review);
			byLine.set(review.childId, review);
			changed();
			return review;
		},
		editReview(childId, { atMs = now(), stars, text, followUp, sellerReply }) {
			const review = byLine.get(childId);
			if (!review) throw new Error(`No review of order line ${childId}`);
			if (stars !== undefined) mustBeStars(stars);
			const edits = Object.entries({ stars, text, followUp, sellerReply });
			const given = edits.filter(([, value]) => value !== undefined);
			Object.assign(review, Object.fromEntries(given), { modifiedAtMs: atMs });
			changed();
			return review;
		},
	};
}

function mustBeStars(stars: number): void {
	if (![1, 2, 3, 4, 5].includes(stars)) throw new Error('stars must be a number from 1 to 5');
}
