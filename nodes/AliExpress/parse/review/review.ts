import type { z } from 'zod';
import { createHash } from 'node:crypto';

import { buyerRefOf, buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import type { PlatformZone } from '../../../time/zones';
import { isJsonObject, type JsonObject } from '../../../wire/json';
import { sentimentOf, type Sentiment } from '../../../wire/sentiment';
import { oneLine, tidy, wholeStart } from '../../../wire/text';
import { timeFields, timesInOrder } from '../moment';
import { present } from '../present';
import { TICKET_WORDS, type TicketLanguage } from './ticketWords';
import { fields, id, identity, listOf, object, readShape, text } from '../shape';
import { productUrl } from '../webAddress';

/** The fields that tell a review and its edits apart. */
interface ReviewIdentity {
	order_id: string;
	parent_order_id: string;
}
interface ReviewState {
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

/** A draft for any helpdesk; `dedupeKey` is the same for every version of one review. */
type Ticket = {
	title: string;
	body: string;
	priority: 'high' | 'normal' | 'low';
	dedupeKey: string;
	url?: string;
};

interface Reviewed {
	orderId: string;
	parentOrderId: string;
	productId?: string | undefined;
	stars?: number | undefined;
	sentiment?: Sentiment | undefined;
	text?: string | undefined;
	followUp?: string | undefined;
	sellerReply?: string | undefined;
	reviewedAt?: string | undefined;
	buyerRef?: string | undefined;
}

/** Helpdesks cut titles near 250 characters; shorter ones fit their lists. */
const MAX_TITLE = 120;
/** Far above what the platform lets a buyer write; keeps a broken answer out of a ticket. */
const MAX_TEXT = 8_000;

/** A text of at most so many code points, cut between visible characters. */
function cut(text: string, limit: number): string {
	const characters = Array.from(text);
	if (characters.length <= limit) return text;
	return `${wholeStart(text, characters.slice(0, limit - 1).join('').length)}…`;
}

/** A text under its heading. Each line is marked, so that none of them reads as one of the facts. */
function quoted(heading: string, colon: string, text: string | undefined): string[] {
	const shown = tidy(text ?? '')
		.replace(/\t/g, ' ')
		.trim();
	if (shown === '') return [];
	const lines = cut(shown, MAX_TEXT).split('\n');
	return ['', `${heading}${colon}`.trimEnd(), ...lines.map((line) => `> ${line}`)];
}

const PRIORITY: Readonly<Record<Sentiment, Ticket['priority']>> = {
	negative: 'high',
	neutral: 'normal',
	positive: 'low',
};

/**
 * Writes the ticket of a review: the facts, then the texts. It holds no buyer data beyond the
 * review's own texts.
 */
function reviewTicket(review: Reviewed, dedupeKey: string, language: TicketLanguage): Ticket {
	const say = TICKET_WORDS[language];
	const { orderId, parentOrderId, productId, stars, sentiment, text } = review;
	const url = productId === undefined ? undefined : productUrl(productId);
	const subject = say.subject(parentOrderId, stars);
	const words = oneLine(text ?? '');
	const title = words === '' ? subject : `${subject}${say.colon}${words}`;
	const facts: Array<[string, string | undefined]> = [
		[say.stars, stars === undefined ? undefined : say.starsOf(stars)],
		[say.order, parentOrderId],
		[say.orderLine, orderId],
		[say.product, productId],
		[say.reviewedAt, review.reviewedAt],
		[say.buyerRef, review.buyerRef],
		[say.productPage, url],
	];
	const lines = [
		...facts.flatMap(([name, value]) =>
			value === undefined ? [] : [`${name}${say.colon}${value}`],
		),
		...quoted(say.review, say.colon, text),
		...quoted(say.followUp, say.colon, review.followUp),
		...quoted(say.reply, say.colon, review.sellerReply),
	];
	return present({
		title: cut(title, MAX_TITLE),
		body: lines.join('\n'),
		priority: sentiment === undefined ? 'normal' : PRIORITY[sentiment],
		dedupeKey,
		url,
	});
}

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
	/** Language of the headings of the ticket; English when absent. */
	ticketLanguage?: TicketLanguage;
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
		ticket: reviewTicket(known, `review:${reviewKey(fields)}`, choice.ticketLanguage ?? 'en'),
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
