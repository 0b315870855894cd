import { arrivalsOf, arrived, makeNews, type News } from '../arrivals.mts';
import type { Facts } from '../report.mts';
import { expect } from '../report.mts';
import type { Stage } from '../stage.mts';

/** n8n polls once a minute at a second of its own; twice that, and what a busy machine needs. */
const ARRIVAL_LIMIT_MS = 150_000;
/** A poll can come between placing and killing; then it is tried once more. */
const ATTEMPTS = 3;

/**
 * Places an order and a one-star review under the published scenes.
 *
 * @returns how long each took to become a card and a ticket: nearly all of it is the wait for n8n's
 * next poll, which comes once a minute.
 */
export async function deliver({ sandbox }: Stage): Promise<Facts> {
	const news = makeNews(sandbox);
	const { cardAtMs, ticketAtMs, tickets } = await arrived(sandbox, news, ARRIVAL_LIMIT_MS);
	expect(cardAtMs !== undefined, 'The order did not become a card.');
	expect(ticketAtMs !== undefined && tickets === 1, 'The review did not become one ticket.');
	return { orderToFeishuMs: cardAtMs - news.atMs, reviewToTicketMs: ticketAtMs - news.atMs };
}

/** Places news and kills n8n before it has asked for them. */
async function killBeforePoll({ sandbox, server }: Stage): Promise<News> {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		const asked = sandbox.log.calls.length;
		const news = makeNews(sandbox);
		await server.kill();
		const { cards, tickets } = arrivalsOf(sandbox, news);
		if (sandbox.log.calls.length === asked && cards + tickets === 0) return news;
		await server.start();
	}
	throw new Error('n8n asked for the news each time before it could be killed.');
}

/**
 * Kills n8n between an order, a review, and the poll that would have found them, and starts it anew.
 *
 * @returns how many of the two never arrived, and how many tickets were written for one review more
 * than one.
 */
export async function loseNothing(stage: Stage): Promise<Facts> {
	const news = await killBeforePoll(stage);
	await stage.server.start();
	const { cards, tickets } = await arrived(stage.sandbox, news, ARRIVAL_LIMIT_MS);
	const missing = [cards, tickets].filter((count) => count === 0);
	return { lost: missing.length, ticketsTwice: Math.max(0, tickets - 1) };
}
