import type { Sentiment } from '../../wire/sentiment';
import { oneLine, tidy, wholeStart } from '../../wire/text';
import { present } from './present';
import { productUrl } from './productUrl';

/** A draft for any helpdesk; `dedupeKey` is the same for every version of one review. */
export type Ticket = {
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
function quoted(heading: string, text: string | undefined): string[] {
	const shown = tidy(text ?? '')
		.replace(/\t/g, ' ')
		.trim();
	if (shown === '') return [];
	const lines = cut(shown, MAX_TEXT).split('\n');
	return ['', `${heading}:`, ...lines.map((line) => `> ${line}`)];
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
export function reviewTicket(review: Reviewed, dedupeKey: string): Ticket {
	const { orderId, parentOrderId, productId, stars, sentiment, text } = review;
	const url = productId === undefined ? undefined : productUrl(productId);
	const rating = stars === undefined ? 'Review' : `${stars}-star review`;
	const subject = `${rating} for order ${parentOrderId}`;
	const words = oneLine(text ?? '');
	const title = words === '' ? subject : `${subject}: ${words}`;
	const facts: Array<[string, string | undefined]> = [
		['Stars', stars === undefined ? undefined : `${stars} of 5`],
		['Order', parentOrderId],
		['Order line', orderId],
		['Product', productId],
		['Reviewed at', review.reviewedAt],
		['Buyer reference', review.buyerRef],
		['Product page', url],
	];
	const lines = [
		...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
		...quoted('Review', text),
		...quoted('Follow-up', review.followUp),
		...quoted('Your reply', review.sellerReply),
	];
	return present({
		title: cut(title, MAX_TITLE),
		body: lines.join('\n'),
		priority: sentiment === undefined ? 'normal' : PRIORITY[sentiment],
		dedupeKey,
		url,
	});
}
