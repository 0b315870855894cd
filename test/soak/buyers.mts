import type { Sandbox } from '../sandbox/sandbox.mts';
import type { Shop } from '../sandbox/shop/shop.mts';
import type { Order } from '../sandbox/shop/orders.mts';
import type { Random } from '../sandbox/shop/random.mts';
import type { Deliveries } from './deliveries.mts';
import { ACCOUNTS, DAY_MS, HOUR_MS, MINUTE_MS, ORDERS_A_DAY } from './scene.mts';
import type { WatchedEvent } from './scene.mts';
import type { Scheduler } from './scheduler.mts';

/** What the buyers did. */
export interface Buyers {
	readonly orders: number;
	readonly reviews: number;
	/** Gives the shops a past: orders that were delivered and are still to be reviewed. */
	remember(untilMs: number): void;
	/** Plans a platform day; nothing happens after `untilMs` that a workflow would have to report. */
	live(dayStartMs: number, untilMs: number): void;
}

/** How much of a day's orders falls into each hour, Beijing time: nights are slow. */
const HOURLY = [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 7, 6, 6, 6, 6, 7, 8, 9, 10, 11, 10, 7, 4];
/** Within a few minutes, as after an advertisement. */
const SALE_ORDERS = 60;
/** Below the trigger's lookback, so that the next read finds what came into the list late. */
const LATEST_ROW_MS = 25 * MINUTE_MS;
const NEGATIVE_STARS = 2;
/** Orders of a shop that were delivered before the run and are reviewed in its first days. */
const DELIVERED_BEFORE = 40;

/** An order on its way, and when the list showed its changes, true time. */
interface Bought {
	order: Order;
	changes: readonly number[];
	changed: () => void;
}

/** Buyers who order, pay and review in all shops, by chance and at their hours. */
export function createBuyers(
	sandbox: Sandbox,
	scheduler: Scheduler,
	deliveries: Deliveries,
	random: Random,
): Buyers {
	const counts = { orders: 0, reviews: 0 };

	function hourOfDay(): number {
		let left = random.next() * HOURLY.reduce((sum, weight) => sum + weight, 0);
		return HOURLY.findIndex((weight) => (left -= weight) < 0);
	}
	const lateness = () =>
		random.chance(0.1) ? random.int(MINUTE_MS, LATEST_ROW_MS) : random.int(0, MINUTE_MS);

	function expect(
		shop: Shop,
		event: WatchedEvent,
		key: string,
		visibleAtMs: number,
		changedAtMs: readonly number[] = [],
	): void {
		deliveries.expect({ account: shop.sellerId, event, key, visibleAtMs, changedAtMs });
	}
	const shownAt = (order: Order) => order.versions.at(-1)?.visibleAtMs ?? scheduler.nowMs();

	/** Something that happens later, unless the run is over by then. */
	function later(afterMs: number, untilMs: number, step: () => void): void {
		const atMs = scheduler.nowMs() + afterMs;
		if (atMs < untilMs) scheduler.at(atMs, step);
	}

	function review(shop: Shop, order: Order, untilMs: number): void {
		const stars = random.pick([5, 5, 5, 5, 4, 4, 3, 2, 1]);
		const validInMs = random.int(0, 2 * DAY_MS);
		const visibleInMs = lateness();
		if (scheduler.nowMs() + validInMs + visibleInMs >= untilMs) return;
		const written = shop.writeReview({ orderId: order.id, stars, validInMs, visibleInMs });
		const key = `${written.orderId}:${written.childId}`;
		counts.reviews += 1;
		expect(shop, 'review.created', key, written.visibleAtMs);
		if (stars <= NEGATIVE_STARS) expect(shop, 'review.negative', key, written.visibleAtMs);
	}

	function receive(shop: Shop, { order, changed }: Bought, untilMs: number): void {
		shop.shipOrder(order.id, { visibleInMs: lateness() });
		changed();
		later(random.int(2 * DAY_MS, 6 * DAY_MS), untilMs, () => {
			shop.finishOrder(order.id, { payoutRuns: random.chance(0.4) });
			changed();
			if (!random.chance(0.12)) return;
			later(random.int(HOUR_MS, DAY_MS), untilMs, () => review(shop, order, untilMs));
		});
	}

	function pay(shop: Shop, bought: Bought, untilMs: number): void {
		const { order, changes, changed } = bought;
		const isChecked = random.chance(0.15);
		shop.payOrder(order.id, { riskCheck: isChecked, visibleInMs: lateness() });
		changed();
		const isPaid = () => {
			expect(shop, 'order.paid', String(order.id), shownAt(order), changes);
			later(random.int(6 * HOUR_MS, 40 * HOUR_MS), untilMs, () => receive(shop, bought, untilMs));
		};
		if (!isChecked) return isPaid();
		later(random.int(HOUR_MS, 20 * HOUR_MS), untilMs, () => {
			shop.setStatus(order.id, 'WAIT_SELLER_SEND_GOODS', { visibleInMs: lateness() });
			changed();
			isPaid();
		});
	}

	function place(shop: Shop, untilMs: number): void {
		const order = shop.placeOrder({ visibleInMs: lateness() });
		const changes: number[] = [];
		const bought: Bought = { order, changes, changed: () => changes.push(shownAt(order)) };
		counts.orders += 1;
		expect(shop, 'order.created', String(order.id), shownAt(order), changes);
		if (random.chance(0.9)) {
			later(random.int(10_000, 3 * HOUR_MS), untilMs, () => pay(shop, bought, untilMs));
		} else {
			// Later than any outage: what is closed between two reads is not reported, by design.
			later(random.int(2 * DAY_MS, 3 * DAY_MS), untilMs, () => shop.cancelOrder(order.id));
		}
	}

	return {
		get orders() {
			return counts.orders;
		},
		get reviews() {
			return counts.reviews;
		},
		remember(untilMs) {
			const nowMs = scheduler.nowMs();
			for (const account of ACCOUNTS) {
				const shop = sandbox.shopOf(account);
				for (let i = 0; i < DELIVERED_BEFORE; i++) {
					const order = shop.placeOrder({ createdAtMs: nowMs - 9 * DAY_MS, visibleInMs: 0 });
					shop.payOrder(order.id, { atMs: nowMs - 8 * DAY_MS, visibleInMs: 0 });
					shop.shipOrder(order.id, { atMs: nowMs - 7 * DAY_MS, visibleInMs: 0 });
					shop.finishOrder(order.id, { atMs: nowMs - DAY_MS, visibleInMs: 0 });
					const afterMs = random.int(HOUR_MS, 4 * DAY_MS);
					later(afterMs, untilMs, () => review(shop, order, untilMs));
				}
			}
		},
		live(dayStartMs, untilMs) {
			for (const account of ACCOUNTS) {
				const shop = sandbox.shopOf(account);
				const moments = Array.from(
					{ length: random.int(...(ORDERS_A_DAY[account] ?? [0, 0])) },
					() => hourOfDay() * HOUR_MS + random.int(0, HOUR_MS - 1),
				);
				if (random.chance(0.2)) {
					const saleMs = random.int(0, DAY_MS - HOUR_MS);
					for (let i = 0; i < SALE_ORDERS; i++) {
						moments.push(saleMs + random.int(0, 10 * MINUTE_MS));
					}
				}
				for (const afterMs of moments) {
					const atMs = dayStartMs + afterMs;
					if (atMs < untilMs) scheduler.at(atMs, () => place(shop, untilMs));
				}
			}
		},
	};
}
