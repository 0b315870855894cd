import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../sandbox/sandbox.mts';

const ORDERS = 25;
const PAUSE_MS = 60;
/** Stars of the reviews, spread over the orders: four are bad. */
const STARS = [5, 1, 4, 2, 5, 1, 3, 5, 2, 4];
/** After how many orders each thing goes wrong. */
const GATEWAY_TIMEOUT_AFTER = 14;
const LIMIT_ANSWER_AFTER = 20;

const TEXTS: Record<number, string> = {
	1: 'Broken on arrival and nobody answers.',
	2: 'Not what the pictures show.',
};

/**
 * A busy quarter of a minute in the shop: 25 paid orders and 10 reviews, with one gateway timeout
 * and one limit answer that closes the gateway for a second.
 */
export const playBusyShop = async (sandbox: Sandbox): Promise<void> => {
	const { shop, faults } = sandbox;
	const stars = [...STARS];
	for (let placed = 1; placed <= ORDERS; placed += 1) {
		const { id } = shop.placeOrder();
		shop.payOrder(id);
		if (placed === GATEWAY_TIMEOUT_AFTER) faults.next({ kind: 'http504' });
		if (placed === LIMIT_ANSWER_AFTER) faults.next({ kind: 'apiCallLimit', seconds: 1 });
		if (placed % 2 === 0) reviewNext(sandbox, id, stars);
		await sleep(PAUSE_MS);
	}
};

/** One order and one bad review, to have something to see. */
export const playQuietShop = async (sandbox: Sandbox): Promise<void> => {
	const { id } = sandbox.shop.placeOrder();
	sandbox.shop.payOrder(id);
	await sleep(PAUSE_MS);
	reviewNext(sandbox, id, [1]);
};

const reviewNext = ({ shop }: Sandbox, orderId: bigint, starsLeft: number[]): void => {
	const stars = starsLeft.shift();
	if (stars === undefined) return;
	shop.writeReview({ orderId, stars, text: TEXTS[stars] ?? 'Arrived quickly, as described.' });
};
