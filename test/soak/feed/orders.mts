import type { Random } from '../../sandbox/shop/random.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Shop } from '../../sandbox/shop/shop.mts';
import { currentVersion } from '../../sandbox/shop/orders.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import type { WatchedEvent } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import { momentsOf, momentsOfBurst, TARDY_MS, visibilityMs } from './moments.mts';
import type { Leg, Plan } from './plan.mts';

/** What the buyers of a shop do. */
export interface Orders {
	readonly count: number;
	readonly reviews: number;
	/** Has the orders of a stretch of time come in, and its reviews. */
	plan(leg: Leg): void;
}

/** Who wants to know what buyers do. */
export interface Observer {
	/** Something that workflows may wait for, by its key, and when the list begins to show it, ms UTC. */
	happened(event: WatchedEvent, key: string, visibleAtMs: number): void;
	placed(order: Order): void;
	paid(order: Order): void;
}

const PAID = 0.9;
/** Of the orders that are not paid, when those are closed that are to go soon. */
const CLOSED_AFTER_MS = [3 * HOUR_MS, 8 * HOUR_MS] as const;
/** One in so many of a burst comes late into the list. */
const LATE_IN_BURST = 6;
const LATE_IN_BURST_MS = [2 * MINUTE_MS, 25 * MINUTE_MS] as const;
const STARS = [5, 5, 5, 4, 4, 3, 2, 1];
const NEGATIVE_STARS = 2;
const PAST_DAYS = 30;

/** Buyers who order, pay, receive and review. */
export function createOrders(
	shop: Shop,
	scheduler: Scheduler,
	random: Random,
	{ visibility, closedPart, reviewsPerDay, reviewedAfterMs, pastOrdersPerDay, bursts }: Plan,
	observer: Observer,
): Orders {
	const counts = { orders: 0, reviews: 0 };
	const later = (afterMs: number, step: () => void) => {
		scheduler.at(scheduler.nowMs() + afterMs, step);
	};
	const changeLaw = { ...visibility, tardyPart: 0 };
	const visible = () => ({ visibleInMs: visibilityMs(changeLaw, random) });

	function receive(id: bigint): void {
		shop.shipOrder(id, visible());
		later(random.int(8 * DAY_MS, 20 * DAY_MS), () => {
			shop.finishOrder(id, { ...visible(), payoutRuns: random.chance(0.4) });
		});
	}

	function pay(id: bigint): void {
		const order = shop.payOrder(id, visible());
		observer.happened('order.paid', String(id), currentVersion(order).visibleAtMs);
		observer.paid(order);
		later(random.int(6 * HOUR_MS, 40 * HOUR_MS), () => receive(id));
	}

	function place(visibleInMs: number): void {
		const order = shop.placeOrder({ visibleInMs });
		const { id } = order;
		counts.orders += 1;
		observer.happened('order.created', String(id), currentVersion(order).visibleAtMs);
		observer.placed(order);
		// What the list does not show for hours is not changed meanwhile, or the change would show it.
		const isTardy = visibleInMs > TARDY_MS;
		if (!isTardy && closedPart > 0 && random.chance(closedPart)) {
			later(random.int(...CLOSED_AFTER_MS), () => shop.cancelOrder(id, visible()));
			return;
		}
		const fromMs = isTardy ? visibleInMs : 10_000;
		if (random.chance(PAID)) later(random.int(fromMs, fromMs + 3 * HOUR_MS), () => pay(id));
		else later(12 * DAY_MS, () => shop.cancelOrder(id, visible()));
	}

	/** An order of before that is on its way; no workflow waits for it any more. */
	function sent(createdAtMs: number): bigint {
		const { id } = shop.placeOrder({ createdAtMs, visibleInMs: 0 });
		shop.payOrder(id, { atMs: createdAtMs + DAY_MS, visibleInMs: 0 });
		shop.shipOrder(id, { atMs: createdAtMs + 2 * DAY_MS, visibleInMs: 0 });
		return id;
	}

	/** The orders of the month before, of which most have ended. */
	function past(startMs: number): void {
		for (let left = pastOrdersPerDay * PAST_DAYS; left > 0; left--) {
			const createdAtMs = startMs - random.int(3 * DAY_MS, PAST_DAYS * DAY_MS);
			const id = sent(createdAtMs);
			const atMs = createdAtMs + random.int(8 * DAY_MS, 25 * DAY_MS);
			if (atMs < startMs) shop.finishOrder(id, { atMs, visibleInMs: 0 });
			else scheduler.at(atMs, () => shop.finishOrder(id, { visibleInMs: 0 }));
		}
	}

	/** An order of before, delivered and without a review. */
	function review(): void {
		const nowMs = scheduler.nowMs();
		const [least, most] = reviewedAfterMs;
		const id = sent(nowMs - (least === most ? least : random.int(least, most)));
		shop.finishOrder(id, { atMs: nowMs - DAY_MS, visibleInMs: 0 });
		const stars = random.pick(STARS);
		const written = shop.writeReview({ orderId: id, stars, validInMs: 0, ...visible() });
		const key = `${written.orderId}:${written.childId}`;
		counts.reviews += 1;
		observer.happened('review.created', key, written.visibleAtMs);
		if (stars <= NEGATIVE_STARS) observer.happened('review.negative', key, written.visibleAtMs);
	}

	return {
		get count() {
			return counts.orders;
		},
		get reviews() {
			return counts.reviews;
		},
		plan(leg) {
			const { startMs, days } = leg;
			const endMs = startMs + days * DAY_MS;
			if (counts.orders === 0) past(startMs);
			for (const atMs of momentsOf(leg, random)) {
				scheduler.at(atMs, () => place(visibilityMs(visibility, random)));
			}
			for (const burst of bursts.filter(({ atMs }) => atMs >= startMs && atMs < endMs)) {
				momentsOfBurst(burst, random).forEach((atMs, i) => {
					const lateMs = i % LATE_IN_BURST === 0 ? random.int(...LATE_IN_BURST_MS) : undefined;
					scheduler.at(atMs, () => place(lateMs ?? visibilityMs(changeLaw, random)));
				});
			}
			for (let left = Math.round(reviewsPerDay * days); left > 0; left--) {
				scheduler.at(startMs + random.int(0, days * DAY_MS - 1), review);
			}
		},
	};
}
