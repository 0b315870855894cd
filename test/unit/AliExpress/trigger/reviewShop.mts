// Reviews of orders that have ended, and what a shop was asked for them.
import { DAY, finish, place, review } from './shop.mts';
import type { Host, Shop, ShopReview } from './shop.mts';

export const reviews = { events: ['review.created' as const], includeFeedStatus: true };
export const both = { events: ['order.created' as const, 'review.created' as const] };

/** An order of some days ago that was received yesterday. */
export function received(shop: Shop, ageMs = 9 * DAY): number {
	const createdMs = shop.nowMs - ageMs;
	const endedMs = shop.nowMs - DAY;
	const times = { visibleAtMs: createdMs, changedMs: endedMs, paidMs: createdMs };
	const order = place(shop, { createdMs, ...times, status: 'FINISH' });
	finish(shop, order);
	return order.id;
}
export const rated = (shop: Shop, at: Partial<ShopReview> = {}, ageMs?: number) =>
	review(shop, 5, { parentOrderId: received(shop, ageMs), ...at });
export const idsOf = (items: ReadonlyArray<{ [field: string]: unknown }>) =>
	items.filter(({ event }) => event === 'review.created').map(({ orderId }) => String(orderId));
export const sorted = (ids: readonly string[]) => [...ids].sort();
export const allOf = (shop: Shop) => sorted(shop.reviews.map(({ orderId }) => String(orderId)));
export const byOrders = (shop: Shop) =>
	shop.calls.filter(({ query }) => 'parent_order_ids' in query).length;
export const byWindow = (shop: Shop) =>
	shop.calls.filter(({ query }) => 'start_valid_date' in query).length;
export const wayOf = (host: Host) =>
	(host.memory.get('a') as { lists: { reviews: { way?: Record<string, unknown> } } }).lists.reviews
		.way;

/** Orders of 30 days that have ended, the oldest first. */
export function fill(shop: Shop, perDay: number): void {
	const apartMs = DAY / perDay;
	for (let ageMs = 30 * DAY; ageMs > 0; ageMs -= apartMs) {
		const createdMs = shop.nowMs - ageMs;
		const times = { visibleAtMs: createdMs, changedMs: createdMs, paidMs: createdMs };
		place(shop, { createdMs, ...times, status: 'FINISH' });
	}
}
