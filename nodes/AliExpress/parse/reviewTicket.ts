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

function cut(text: string, limit: number): string {
	const characters = Array.from(text);
	return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

/**
 * A text with line ends as `\n` and without other control characters. Marks that turn the direction
 * of writing go too: they would let a buyer's text turn the lines beside it around.
 */
function tidy(text: string): string {
	return text
		.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
		.replace(/\t/g, ' ')
		.replace(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/gu, '');
}

/** One line, since a title with a line end breaks mail headers. */
function oneLine(text: string): string {
	return tidy(text).replace(/\s+/g, ' ').trim();
}

/** A text under its heading. Each line is marked, so that none of them reads as one of the facts. */
function quoted(heading: string, text: string | undefined): string[] {
	const shown = text === undefined ? '' : tidy(text).trim();
	if (shown === '') return [];
	const lines = cut(shown, MAX_TEXT).split('\n');
	return ['', `${heading}:`, ...lines.map((line) => `> ${line}`)];
}

function priorityOf(stars: number | undefined): Ticket['priority'] {
	if (stars === undefined || stars === 3) return 'normal';
	return stars < 3 ? 'high' : 'low';
}

/**
 * Writes the ticket of a review: the facts, then the texts. It holds no buyer data beyond the
 * review's own texts.
 */
export function reviewTicket(review: Reviewed, dedupeKey: string): Ticket {
	const { orderId, parentOrderId, productId, stars, text } = review;
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
		priority: priorityOf(stars),
		dedupeKey,
		url,
	});
}
