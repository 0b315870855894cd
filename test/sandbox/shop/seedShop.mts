import type { Shop } from './shop.mts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Fills a shop with orders at realistic stages of their lives, and reviews of the finished ones. */
export function seedShop(shop: Shop, nowMs: number): void {
	const { random, options } = shop;
	const ages = Array.from({ length: options.seedOrders }, () =>
		random.int(0, options.seedDays * DAY_MS),
	).sort((a, b) => b - a);
	for (const ageMs of ages) liveThrough(shop, nowMs - ageMs, nowMs);
	for (let written = 0; written < options.seedReviews; written += 1) writeSeeded(shop, nowMs);
}

function liveThrough(shop: Shop, createdAtMs: number, nowMs: number): void {
	const { random } = shop;
	const { id } = shop.placeOrder({ createdAtMs });
	let atMs = createdAtMs + random.int(60_000, 3 * HOUR_MS);
	if (atMs > nowMs) return;
	if (random.chance(0.08)) {
		shop.cancelOrder(id, { atMs });
		return;
	}
	shop.payOrder(id, { atMs, riskCheck: true });
	atMs += random.int(HOUR_MS, 12 * HOUR_MS);
	if (atMs > nowMs) return;
	shop.setStatus(id, 'WAIT_SELLER_SEND_GOODS', { atMs });
	atMs += random.int(6 * HOUR_MS, 40 * HOUR_MS);
	if (atMs > nowMs) return;
	shop.shipOrder(id, { atMs });
	atMs += random.int(2 * DAY_MS, 6 * DAY_MS);
	if (atMs > nowMs) return;
	shop.finishOrder(id, { atMs, payoutRuns: random.chance(0.4) });
}

function writeSeeded(shop: Shop, nowMs: number): void {
	const { random } = shop;
	const free = shop.orders.filter(
		(order) =>
			order.versions.at(-1)?.endReason === 'buyer_confirm_goods' &&
			order.lines.some((line) => !shop.reviews.some(({ childId }) => childId === line.childId)),
	);
	const order = free.length > 0 ? random.pick(free) : finishedOrder(shop, nowMs);
	const endAtMs = order.versions.at(-1)?.endAtMs ?? nowMs;
	shop.writeReview({
		orderId: order.id,
		stars: random.pick([5, 5, 5, 5, 4, 4, 3, 2, 1]),
		writtenAtMs: random.int(endAtMs, nowMs),
	});
}

function finishedOrder(shop: Shop, nowMs: number) {
	const { id } = shop.placeOrder({ createdAtMs: nowMs - 9 * DAY_MS });
	shop.payOrder(id, { atMs: nowMs - 9 * DAY_MS + HOUR_MS });
	shop.shipOrder(id, { atMs: nowMs - 8 * DAY_MS });
	return shop.finishOrder(id, { atMs: nowMs - DAY_MS });
}
