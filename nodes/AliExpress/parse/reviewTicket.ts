import { present } from './present';

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

/** One line without control characters, since a title with a line end breaks mail headers. */
function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s\u202D\u202E]+/gu, ' ').trim();
}

function priorityOf(stars: number | undefined): Ticket['priority'] {
	if (stars === undefined || stars === 3) return 'normal';
	return stars < 3 ? 'high' : 'low';
}

/** Address of a product in the shop as buyers see it. */
function productUrl(productId: string | undefined): string | undefined {
	return productId && `https://www.aliexpress.com/item/${productId}.html`;
}

/** Writes the ticket of a review. It holds no buyer data beyond the review's own texts. */
export function reviewTicket(review: Reviewed, dedupeKey: string): Ticket {
	const { orderId, parentOrderId, productId, stars, text } = review;
	const rating = stars === undefined ? 'Review' : `${stars}-star review`;
	const subject = `${rating} for order ${parentOrderId}`;
	const title = text === undefined ? subject : `${subject}: ${oneLine(text)}`;
	const facts: Array<[string, string | undefined]> = [
		['Stars', stars === undefined ? undefined : `${stars} of 5`],
		['Review', text],
		['Follow-up', review.followUp],
		['Your reply', review.sellerReply],
		['Order', parentOrderId],
		['Order line', orderId],
		['Product', productId],
		['Reviewed at', review.reviewedAt],
		['Buyer reference', review.buyerRef],
		['Product page', productUrl(productId)],
	];
	const lines = facts.flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}: ${cut(value, MAX_TEXT)}`],
	);
	return present({
		title: cut(title, MAX_TITLE),
		body: lines.join('\n'),
		priority: priorityOf(stars),
		dedupeKey,
		url: productUrl(productId),
	});
}
