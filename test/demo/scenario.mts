import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS, dayStartOf, HOUR_MS } from './day.mts';
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

/** How much of a day's orders falls into each hour in Beijing. */
const HOURLY = [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 7, 6, 6, 6, 6, 7, 8, 9, 10, 11, 10, 7, 4];
const ORDERS_A_DAY = 80;
const REVIEWS_A_DAY = 12;
/** Orders of the week before, which are delivered and wait for a review. */
const DELIVERED = 60;

/** Gives the shop a past: what can be reviewed today. */
export const rememberOrders = ({ shop, settings }: Sandbox): void => {
	for (let placed = 0; placed < DELIVERED; placed += 1) {
		const createdAtMs = settings.now() - 8 * DAY_MS - placed * HOUR_MS;
		const { id } = shop.placeOrder({ createdAtMs });
		shop.payOrder(id, { atMs: createdAtMs + HOUR_MS });
		shop.shipOrder(id, { atMs: createdAtMs + DAY_MS });
		shop.finishOrder(id, { atMs: createdAtMs + 6 * DAY_MS });
	}
};

/** Moments of a day, as many as asked for, spread as buyers are over its hours; ms since its midnight. */
export const momentsOfDay = (count: number, random: () => number): number[] => {
	const all = HOURLY.reduce((sum, weight) => sum + weight, 0);
	const oneMs = () => {
		let left = random() * all;
		const hour = HOURLY.findIndex((weight) => (left -= weight) < 0);
		return (hour + random()) * HOUR_MS;
	};
	return Array.from({ length: count }, oneMs).sort((a, b) => a - b);
};

/**
 * The buyers of an ordinary shop: 80 orders and 12 reviews a day at the hours at which people buy.
 *
 * @returns what is to be called now and then: it does what has become due since.
 */
export const createBuyers = (sandbox: Sandbox, random: () => number = Math.random) => {
	const { shop, settings } = sandbox;
	const delivered = shop.orders.map(({ id }) => id);
	const due: Array<{ atMs: number; act: () => void }> = [];
	let reviews = 0;
	let plannedUntilMs = dayStartOf(settings.now());
	const order = () => {
		const { id } = shop.placeOrder();
		due.push({ atMs: settings.now() + random() * HOUR_MS, act: () => void shop.payOrder(id) });
	};
	const review = () => {
		const orderId = delivered.pop();
		reviews += 1;
		// Every third is a bad one, with one star or two.
		const stars = reviews % 3 === 0 ? 1 + (reviews % 2) : 5;
		const text = TEXTS[stars] ?? 'Arrived quickly, as described.';
		if (orderId !== undefined) shop.writeReview({ orderId, stars, text });
	};
	return () => {
		const nowMs = settings.now();
		if (nowMs >= plannedUntilMs) {
			const plan = (count: number, act: () => void) =>
				momentsOfDay(count, random).map((ms) => ({ atMs: plannedUntilMs + ms, act }));
			due.push(...plan(ORDERS_A_DAY, order), ...plan(REVIEWS_A_DAY, review));
			plannedUntilMs += DAY_MS;
		}
		const now = due.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
		for (const step of now) due.splice(due.indexOf(step), 1);
		for (const { act } of now) act();
	};
};

const reviewNext = ({ shop }: Sandbox, orderId: bigint, starsLeft: number[]): void => {
	const stars = starsLeft.shift();
	if (stars === undefined) return;
	shop.writeReview({ orderId, stars, text: TEXTS[stars] ?? 'Arrived quickly, as described.' });
};
