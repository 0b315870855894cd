import { setTimeout as sleep } from 'node:timers/promises';

import { setStage, type Stage } from '../demo/stage.mts';
import { cardTexts, tally, ticketTexts } from '../demo/tally.mts';

// The whole way runs on the real clock, since n8n's engine and the node share it.
jest.setTimeout(60_000);

let stage: Stage;
beforeEach(async () => {
	stage = await setStage(0);
});
afterEach(async () => {
	await stage.close();
});

/** Polls both workflows, as n8n would, until what is waited for is there. */
async function pollUntil(isThere: () => boolean): Promise<void> {
	const deadlineMs = Date.now() + 20_000;
	while (!isThere() && Date.now() < deadlineMs) {
		for (const workflow of Object.values(stage.polling)) await workflow.poll();
		await sleep(100);
	}
	expect(isThere()).toBe(true);
}

/** Lets two more reads pass, in which a repetition would show. */
async function pollTwiceMore(): Promise<void> {
	const readsBefore = stage.sandbox.log.calls.length;
	await pollUntil(() => stage.sandbox.log.calls.length >= readsBefore + 4);
}

it('a new order becomes one card and a bad review one ticket, faults and a restart in between', async () => {
	const { shop, faults } = stage.sandbox;
	faults.next({ kind: 'http504' });
	const first = shop.placeOrder();
	shop.payOrder(first.id);
	shop.writeReview({ orderId: first.id, stars: 1, text: 'Broken <at user_id="all"></at>' });
	shop.writeReview({ stars: 5, orderId: shop.placeOrder().id });
	await pollUntil(
		() => cardTexts(stage.sandbox).length >= 2 && ticketTexts(stage.sandbox).length >= 1,
	);

	await stage.host.restart();
	shop.placeOrder();
	await pollUntil(() => cardTexts(stage.sandbox).length >= 3);
	await pollTwiceMore();

	expect(tally(stage.sandbox)).toMatchObject({
		ordersPlaced: 3,
		negativeReviews: 1,
		lost: 0,
	});
	expect(ticketTexts(stage.sandbox)[0]).toContain('Broken');
	expect(stage.sandbox.helpdesk.tickets[0]).toMatchObject({ priority_id: 3 });
	expect(stage.sandbox.log.maxInAnySecond()).toBeLessThanOrEqual(5);
	expect(stage.sandbox.log.bans).toHaveLength(0);
});
