import type { Random } from '../../sandbox/shop/random.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Shop } from '../../sandbox/shop/shop.mts';
import { currentVersion } from '../../sandbox/shop/orders.mts';
import { DAY_MS, HOUR_MS } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import { momentsOf, visibilityMs } from './moments.mts';
import type { Leg } from './plan.mts';

/** What the buyers of a shop do. */
export interface Orders {
	readonly count: number;
	/** Has the orders of a stretch of time come in. */
	plan(leg: Leg): void;
}

/** Who wants to know what buyers do. */
export interface Observer {
	/** A new order, and when the list begins to show it, ms UTC. */
	placed(order: Order, visibleAtMs: number): void;
	paid(order: Order): void;
}

const PAID = 0.9;

/** Buyers who order, pay and receive; nothing leaves the list of open orders within days. */
export function createOrders(
	shop: Shop,
	scheduler: Scheduler,
	random: Random,
	observer: Observer,
): Orders {
	let count = 0;
	const later = (afterMs: number, step: () => void) => {
		scheduler.at(scheduler.nowMs() + afterMs, step);
	};
	const visible = () => ({ visibleInMs: visibilityMs(random) });

	function receive(id: bigint): void {
		shop.shipOrder(id, visible());
		later(random.int(8 * DAY_MS, 20 * DAY_MS), () => {
			shop.finishOrder(id, { ...visible(), payoutRuns: random.chance(0.4) });
		});
	}

	function pay(id: bigint): void {
		observer.paid(shop.payOrder(id, visible()));
		later(random.int(6 * HOUR_MS, 40 * HOUR_MS), () => receive(id));
	}

	function place(): void {
		const order = shop.placeOrder(visible());
		const { id } = order;
		count += 1;
		observer.placed(order, currentVersion(order).visibleAtMs);
		if (random.chance(PAID)) later(random.int(10_000, 3 * HOUR_MS), () => pay(id));
		else later(12 * DAY_MS, () => shop.cancelOrder(id, visible()));
	}

	return {
		get count() {
			return count;
		},
		plan(leg) {
			for (const atMs of momentsOf(leg, random)) scheduler.at(atMs, place);
		},
	};
}
