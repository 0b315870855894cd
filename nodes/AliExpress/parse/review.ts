import type { z } from 'zod';

import { buyerRefOf, buyerText, type BuyerDataChoice } from '../../client/buyerData';
import type { PlatformZone } from '../../time/wallClock';
import { isJsonObject, type JsonObject } from '../../wire/envelope';
import { sentimentOf, type Sentiment } from '../../wire/sentiment';
import { timeFields, timesInOrder } from './moment';
import { present } from './present';
import { reviewKey } from './reviewKey';
import { reviewTicket, type Ticket } from './reviewTicket';
import { fields, id, identity, listOf, object, readShape, text } from './shape';

const reviewSchema = fields({
	order_id: identity,
	parent_order_id: identity,
	product_id: id,
	buyer_evaluation: text,
	buyer_feedback: text,
	buyer_fb_date: text,
	buyer_reply: text,
	buyer_login_id: text,
	seller_evaluation: text,
	seller_feedback: text,
	seller_fb_date: text,
	seller_reply: text,
	valid_date: text,
	gmt_create: text,
	gmt_modified: text,
	gmt_order_complete: text,
});
type ReviewFields = z.infer<typeof reviewSchema>;

/** One review: the checked fields, and the object as the platform wrote it. */
export interface RawReview {
	fields: ReviewFields;
	source: JsonObject;
}

/**
 * Reads the answer of `aliexpress.evaluation.listorderevaluation.get`, which has no pages and no
 * total. The list stands at the top or under `result`; a missing one is empty.
 *
 * @throws TypeError that names the field of the wrong shape and nothing of its content.
 */
export function parseReviewList(value: JsonObject): RawReview[] {
	if ((value.target_list ?? undefined) === undefined && !isJsonObject(value.result ?? {})) {
		throw new TypeError('The field "result" of the answer is not an object.');
	}
	const isNested = (value.target_list ?? undefined) === undefined && isJsonObject(value.result);
	const holder = isNested ? value.result : value;
	const at = isNested ? 'result' : 'answer';
	const { target_list: list } = readShape(fields({ target_list: listOf(object) }), holder, at);
	return list.map((entry, index) => {
		const source = entry ?? {};
		return { fields: readShape(reviewSchema, source, `target_list[${index}]`), source };
	});
}

/** How review items are made. */
export interface ReviewItemChoice extends BuyerDataChoice {
	/** Zone of the review times; the platform does not say it. Pacific, as for orders, is likely. */
	zone: PlatformZone;
	/** Up to how many stars the user calls a review negative; 2 unless told. */
	negativeUpToStars?: number;
}

/** A simplified review. Times are ISO 8601 UTC. */
export type SimpleReview = {
	/** The child order that was reviewed. */
	orderId: string;
	parentOrderId: string;
	productId?: string;
	/** 1 to 5. */
	stars?: number;
	/** What the stars mean to the seller; absent without stars. */
	sentiment?: Sentiment;
	text?: string;
	followUp?: string;
	sellerReply?: string;
	reviewedAt?: string;
	modifiedAt?: string;
	buyerRef?: string;
	/** Only when buyer data is asked for. */
	buyer?: { [field: string]: string | undefined };
	ticket: Ticket;
};

/** Stars as a number from 1 to 5; the platform writes them as text, e.g. `5` or `5.0`. */
export function starsOf(written: string | undefined): number | undefined {
	const match = /^([1-5])(?:\.0+)?$/.exec(written?.trim() ?? '');
	return match ? Number(match[1]) : undefined;
}

/** Normalises a review; a superset of `SimpleReview`. Its texts are its content and stay; the buyer's login id is masked. */
export function toReviewItem({ fields }: RawReview, choice: ReviewItemChoice) {
	const { zone } = choice;
	const stars = starsOf(fields.buyer_evaluation);
	const known = {
		orderId: fields.order_id,
		parentOrderId: fields.parent_order_id,
		productId: fields.product_id,
		stars,
		sentiment: sentimentOf(stars, choice.negativeUpToStars),
		text: fields.buyer_feedback,
		followUp: fields.buyer_reply,
		sellerReply: fields.seller_reply,
		...timeFields('reviewedAt', fields.buyer_fb_date ?? fields.gmt_create, zone),
		buyerRef: buyerRefOf(fields.buyer_login_id, choice.pseudonymKey),
	};
	return present({
		...known,
		// Kept only when it is no number of stars, so that an unknown scale is not lost.
		starsPlatform: stars === undefined ? fields.buyer_evaluation : undefined,
		...timeFields('validAt', fields.valid_date, zone),
		...timesInOrder(
			{
				createdAt: fields.gmt_create,
				modifiedAt: fields.gmt_modified,
			},
			zone,
		),
		...timeFields('orderCompletedAt', fields.gmt_order_complete, zone),
		sellerStars: starsOf(fields.seller_evaluation),
		sellerFeedback: fields.seller_feedback,
		...timeFields('sellerFeedbackAt', fields.seller_fb_date, zone),
		buyer: present({ loginId: buyerText(fields.buyer_login_id, choice) }),
		ticket: reviewTicket(known, `review:${reviewKey(fields)}`),
	});
}

/** Takes a full review down to the fields of `SimpleReview`; the buyer stays only when asked for. */
export function simplifyReview(
	item: SimpleReview,
	choice: Pick<BuyerDataChoice, 'includeBuyerData'> = { includeBuyerData: false },
): SimpleReview {
	return present({
		orderId: item.orderId,
		parentOrderId: item.parentOrderId,
		productId: item.productId,
		stars: item.stars,
		sentiment: item.sentiment,
		text: item.text,
		followUp: item.followUp,
		sellerReply: item.sellerReply,
		reviewedAt: item.reviewedAt,
		modifiedAt: item.modifiedAt,
		buyerRef: item.buyerRef,
		buyer: choice.includeBuyerData ? item.buyer : undefined,
		ticket: item.ticket,
	});
}
