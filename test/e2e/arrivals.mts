import { setTimeout as sleep } from 'node:timers/promises';

import { printJson } from '../sandbox/json.mts';
import type { FeishuMessage, Sandbox } from '../sandbox/sandbox.mts';

/** An order and a one-star review of another order, just placed in the shop. */
export interface News {
	readonly atMs: number;
	readonly orderId: string;
	readonly reviewedOrderId: string;
}

/** What became of it: when the first card and the first ticket came, ms UTC, and how many. */
export interface Arrivals {
	cardAtMs?: number;
	cards: number;
	ticketAtMs?: number;
	tickets: number;
}

/** Places an order and writes a one-star review. */
export function makeNews({ shop }: Sandbox): News {
	const reviewed = shop.placeOrder();
	shop.payOrder(reviewed.id);
	shop.shipOrder(reviewed.id);
	shop.finishOrder(reviewed.id);
	shop.writeReview({ orderId: reviewed.id, stars: 1, text: 'Broken on arrival.' });
	const order = shop.placeOrder();
	return { atMs: Date.now(), orderId: String(order.id), reviewedOrderId: String(reviewed.id) };
}

/** The messages in the group that are about an order. */
export const cardsOf = ({ feishu }: Sandbox, orderId: string): FeishuMessage[] =>
	feishu.messages.filter(({ body }) => printJson(body).includes(orderId));

/** What has arrived of the news until now. */
export function arrivalsOf(sandbox: Sandbox, news: News): Arrivals {
	const { helpdesk } = sandbox;
	const cards = cardsOf(sandbox, news.orderId);
	const tickets = helpdesk.tickets.filter(({ id, title }) =>
		helpdesk.articles.some(
			({ ticket_id: ticket, body }) =>
				ticket === id && `${title}\n${body}`.includes(news.reviewedOrderId),
		),
	);
	const [card] = cards;
	const [ticket] = tickets;
	return {
		cards: cards.length,
		tickets: tickets.length,
		...(card && { cardAtMs: card.atMs }),
		...(ticket && { ticketAtMs: Date.parse(ticket.created_at) }),
	};
}

/** Waits until both are there, or until the time is up. */
export async function arrived(sandbox: Sandbox, news: News, limitMs: number): Promise<Arrivals> {
	const deadlineMs = Date.now() + limitMs;
	for (;;) {
		const arrivals = arrivalsOf(sandbox, news);
		const isComplete = arrivals.cards > 0 && arrivals.tickets > 0;
		if (isComplete || Date.now() > deadlineMs) return arrivals;
		await sleep(50);
	}
}
