import { printJson } from '../sandbox/json.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

/**
 * Everything here is read from the sandbox's own records: what the shop, the chat and the helpdesk
 * really have.
 */
export interface Tally {
	ordersPlaced: number;
	feishuCards: number;
	negativeReviews: number;
	tickets: number;
	/** Orders without a card and negative reviews without a ticket. */
	lost: number;
	/** Cards and tickets beyond the first for the same order or review. */
	repeated: number;
	apiCalls: number;
	maxCallsInOneSecond: number;
}

/** Reviews of this many stars or fewer are negative. */
const NEGATIVE_STARS = 2;

export const mentions = (text: string, id: bigint): boolean =>
	new RegExp(`(?<!\\d)${id}(?!\\d)`).test(text);

/** A text that has arrived somewhere, and when, ms UTC. */
export interface Arrived {
	readonly atMs: number;
	readonly text: string;
}

/** The cards in the chat, oldest first. */
export const cardsOf = ({ feishu }: Sandbox): Arrived[] =>
	feishu.messages
		.filter(({ msgType }) => msgType === 'interactive')
		.map(({ atMs, body }) => ({ atMs, text: printJson(body) }));

/** Title and articles of every ticket, oldest first. */
export const ticketsOf = ({ helpdesk }: Sandbox): Arrived[] =>
	helpdesk.tickets.map(({ id, title, created_at }) => ({
		atMs: Date.parse(created_at),
		text: [
			title,
			...helpdesk.articles.filter((article) => article.ticket_id === id).map(({ body }) => body),
		].join('\n'),
	}));

export const cardTexts = (sandbox: Sandbox): string[] => cardsOf(sandbox).map(({ text }) => text);
export const ticketTexts = (sandbox: Sandbox): string[] =>
	ticketsOf(sandbox).map(({ text }) => text);

export const negativeReviews = ({ shop }: Sandbox) =>
	shop.reviews.filter(({ stars }) => stars <= NEGATIVE_STARS);

export const tally = (sandbox: Sandbox): Tally => {
	const cards = cardTexts(sandbox);
	const tickets = ticketTexts(sandbox);
	const negative = negativeReviews(sandbox);
	const found = [
		...sandbox.shop.orders.map(({ id }) => cards.filter((text) => mentions(text, id)).length),
		...negative.map(({ orderId }) => tickets.filter((text) => mentions(text, orderId)).length),
	];
	return {
		ordersPlaced: sandbox.shop.orders.length,
		feishuCards: cards.length,
		negativeReviews: negative.length,
		tickets: tickets.length,
		lost: found.filter((count) => count === 0).length,
		repeated: found.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
		apiCalls: sandbox.log.calls.length,
		maxCallsInOneSecond: sandbox.log.maxInAnySecond(),
	};
};
