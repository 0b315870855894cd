import { createHash } from 'node:crypto';

/** The fields that tell a review and its edits apart. */
export interface ReviewIdentity {
	order_id: string;
	parent_order_id: string;
}
export interface ReviewState {
	gmt_modified?: string | undefined;
	buyer_evaluation?: string | undefined;
	buyer_feedback?: string | undefined;
	buyer_reply?: string | undefined;
	seller_reply?: string | undefined;
}

/** Identity of a review: the platform gives it no id, but one child order has one review. */
export function reviewKey(review: ReviewIdentity): string {
	return `${review.parent_order_id}:${review.order_id}`;
}

/**
 * Version of a review: the time of modification as the platform wrote it or, where that is missing,
 * a hash of stars and texts (16 hex digits). No text can be read back from it.
 */
export function reviewVersion(review: ReviewState): string {
	if (review.gmt_modified !== undefined) return review.gmt_modified;
	const content = [
		review.buyer_evaluation,
		review.buyer_feedback,
		review.buyer_reply,
		review.seller_reply,
	].map((part) => part ?? null);
	return createHash('sha256').update(JSON.stringify(content), 'utf8').digest('hex').slice(0, 16);
}
