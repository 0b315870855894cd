import { currentVersion } from '../../sandbox/shop/orders.mts';
import type { Order } from '../../sandbox/shop/orders.mts';
import type { Product } from '../../sandbox/shop/products.mts';
import type { Promotion } from '../../sandbox/shop/promotions.mts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Shop } from '../../sandbox/shop/shop.mts';
import { journeyOf } from '../../sandbox/shop/tracking.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START_MS } from '../scene.mts';
import type { WatchedEvent } from '../scene.mts';
import type { Scheduler } from '../scheduler.mts';
import { ENDED } from './plan.mts';
import type { Plan } from './plan.mts';

/** Something that a workflow is to be told, as the platform shows it. */
export interface Happened {
	event: WatchedEvent;
	/** What an item about it says: see `keyOf` in reckoning.mts. */
	key: string;
	/** From when and until when a look can find it, true time. */
	atMs: number;
	untilMs: number;
	/** From when on it has to be found, where that is later. */
	certainMs?: number;
	/** Since when it was otherwise: what was so before and is so again between two looks nobody can see. */
	otherwiseMs?: number;
	/** It is found so many times later than planned: the first look at each of many takes twice the calls. */
	rounds?: number;
	/** What is wrong with an item about it; undefined when nothing is. */
	wrong?: (item: Readonly<Record<string, unknown>>) => string | undefined;
}

/** Everything that is done in a shop and that happens to it. */
export interface Shopkeeper {
	readonly happened: readonly Happened[];
	/** The most at a time of what a look costs calls for. */
	readonly most: { parcels: number; ordersToShip: number };
	readonly orders: number;
	/** Gives the shop its past, and plans what happens in it. */
	begin(): void;
	/** Tells a happening that the shop does not know of. */
	note(happened: Happened): void;
	watchedProducts: readonly bigint[];
}

const PAID_WITHIN_MS = 3 * HOUR_MS;
/** The platform gives five days to ship, and what is due within one is told. */
const SHIP_WITHIN_MS = 5 * DAY_MS;
const SOON_MS = DAY_MS;
const REVIEWED_PART = 0.06;
const SLOW_PART = 0.06;
const TRAVEL_DAYS = 15;
const LATEST_ROW_MS = 25 * MINUTE_MS;
const ENDING_SOON_MS = 2 * DAY_MS;
const PLENTY = 60;
const LOW = 3;
const LEVELS = [0, 100, 200] as const;
/** Words of a tracking code; what else happens to a parcel is not told. */
const MILESTONES: Readonly<Record<string, string>> = {
	CC_IM_FAILURE: 'customsHeld',
	CC_IM_SUCCESS: 'customsCleared',
	GTMS_DELIVERING: 'outForDelivery',
	GTMS_DEL_FAILURE: 'deliveryFailed',
	GSTA_INFORM_BUYER: 'atPickupPoint',
	RT_RETURN: 'returning',
	GTMS_SIGNED: 'signed',
};

/** Buyers, carriers, the platform and the seller of one shop, by chance. */
export function createShopkeeper(
	shop: Shop,
	scheduler: Scheduler,
	random: Random,
	plan: Plan,
): Shopkeeper {
	const endMs = ENDED(plan);
	const happened: Happened[] = [];
	const most = { parcels: 0, ordersToShip: 0 };
	const now = { parcels: 0, ordersToShip: 0 };
	const counts = { orders: 0, prices: 0 };
	/** When what can happen again was over, by its key. */
	const overMs = new Map<string, number>();
	const otherwise = (key: string) => ({ otherwiseMs: overMs.get(key) ?? -Infinity });
	const change = (what: keyof typeof now, by: number) => {
		now[what] += by;
		most[what] = Math.max(most[what], now[what]);
	};
	const later = (atMs: number, step: () => void) => {
		if (atMs < endMs + 2 * DAY_MS) scheduler.at(atMs, step);
	};
	const inDays = (least: number, greatest: number) =>
		random.int(Math.round(least * DAY_MS), Math.round(greatest * DAY_MS));
	const lateness = () =>
		random.chance(0.1) ? random.int(MINUTE_MS, LATEST_ROW_MS) : random.int(0, MINUTE_MS);
	const shown = (order: Order) => currentVersion(order).visibleAtMs;

	/** A parcel is sent, and what becomes of it is settled. */
	function send(order: Order, atMs: number): void {
		shop.shipOrder(order.id, { atMs, visibleInMs: atMs < START_MS ? 0 : lateness() });
		const journey = journeyOf(order, Infinity) ?? [];
		const endsMs = journey.at(-1)?.atMs ?? atMs;
		const isSigned = journey.at(-1)?.actionCode === 'GTMS_SIGNED';
		const finishedMs = endsMs + inDays(8, 10);
		shop.setTracking(order.id, journey);
		for (const { actionCode, atMs: reachedMs } of journey) {
			const milestone = MILESTONES[actionCode];
			if (milestone === undefined) continue;
			const key = `${order.id} ${milestone}`;
			// It stays in the history of the parcel as long as the order is listed.
			const about = { event: 'parcel.milestone', key, untilMs: finishedMs } as const;
			const rounds = atMs < START_MS ? 2 : 1;
			happened.push({ ...about, rounds, atMs: Math.max(reachedMs, shown(order)) });
		}
		if (endsMs > START_MS || !isSigned) change('parcels', 1);
		later(Math.max(endsMs, START_MS), () => {
			if (isSigned) change('parcels', -1);
		});
		later(finishedMs, () => {
			if (!isSigned) change('parcels', -1);
			shop.finishOrder(order.id, { visibleInMs: lateness() });
		});
	}

	/** The platform reviews an order that waits, once or more often. */
	function review(order: Order, shippedAtMs: number): void {
		const { id } = order;
		// What has failed before the first look at it is learned.
		if (scheduler.nowMs() < START_MS) overMs.set(String(id), START_MS);
		const decide = () => {
			const atMs = scheduler.nowMs();
			if (currentVersion(order).sentAtMs !== undefined) return;
			const isFailed = random.chance(0.5);
			shop.compliance.set(id, isFailed ? 'FAILED' : 'PASSED');
			if (!isFailed) return;
			const againMs = Math.min(atMs + inDays(5, 7), shippedAtMs);
			const key = String(id);
			const about = { event: 'order.complianceFailed', key, ...otherwise(key) } as const;
			happened.push({ ...about, atMs: Math.max(atMs, shown(order)), untilMs: againMs });
			later(againMs, () => {
				shop.compliance.set(id, 'IN_REVIEW');
				overMs.set(key, scheduler.nowMs());
				later(scheduler.nowMs() + inDays(0.5, 2), decide);
			});
		};
		shop.compliance.set(id, 'IN_REVIEW');
		later(scheduler.nowMs() + inDays(0.05, 0.5), decide);
	}

	/** A paid order waits to be shipped, until close to its deadline or past it. */
	function waitToShip(order: Order, paidAtMs: number): void {
		const isReviewed = random.chance(REVIEWED_PART);
		// What is reviewed waits for that.
		const usualMs = random.chance(SLOW_PART) ? inDays(4.5, 6) : inDays(0.2, 2);
		const takesMs = isReviewed ? inDays(8, 10) : usualMs;
		const shippedAtMs = Math.max(scheduler.nowMs() + HOUR_MS, paidAtMs + takesMs);
		change('ordersToShip', 1);
		const soonMs = Math.max(paidAtMs + SHIP_WITHIN_MS - SOON_MS, shown(order));
		// The list tells whole minutes that are left, and shows late that an order is shipped.
		if (soonMs - MINUTE_MS < shippedAtMs + LATEST_ROW_MS) {
			const about = { event: 'order.shipBy', key: String(order.id) } as const;
			happened.push({ ...about, atMs: soonMs - MINUTE_MS, untilMs: shippedAtMs });
		}
		if (isReviewed) review(order, shippedAtMs);
		later(shippedAtMs, () => {
			change('ordersToShip', -1);
			send(order, scheduler.nowMs());
		});
	}

	/** As many are paid as parcels are to be on their way. */
	const paidPart = Math.min(0.95, plan.parcels / TRAVEL_DAYS / plan.ordersADay);

	function place(): void {
		const order = shop.placeOrder({ visibleInMs: lateness() });
		counts.orders += 1;
		const key = String(order.id);
		happened.push({ event: 'order.created', key, atMs: shown(order), untilMs: Infinity });
		if (!random.chance(paidPart)) {
			later(scheduler.nowMs() + inDays(2, 3), () => shop.cancelOrder(order.id));
			return;
		}
		later(scheduler.nowMs() + random.int(10_000, PAID_WITHIN_MS), () => {
			shop.payOrder(order.id, { visibleInMs: lateness() });
			waitToShip(order, scheduler.nowMs());
		});
	}

	function remember(): void {
		for (let i = 0; i < plan.parcels; i++) {
			const sentMs = START_MS - random.int(0, TRAVEL_DAYS * DAY_MS);
			const order = shop.placeOrder({ createdAtMs: sentMs - 2 * DAY_MS, visibleInMs: 0 });
			shop.payOrder(order.id, { atMs: sentMs - DAY_MS, visibleInMs: 0 });
			send(order, sentMs);
		}
		const waiting = Math.round(2 * paidPart * plan.ordersADay);
		for (let i = 0; i < waiting; i++) {
			const paidMs = START_MS - random.int(0, 4 * DAY_MS);
			const order = shop.placeOrder({ createdAtMs: paidMs - HOUR_MS, visibleInMs: 0 });
			shop.payOrder(order.id, { atMs: paidMs, visibleInMs: 0 });
			waitToShip(order, paidMs);
		}
	}

	/** A price that no product has had. */
	function reprice(product: Product): () => void {
		counts.prices += 1;
		const cents = 10_000 + counts.prices;
		shop.editProduct(product.id, {
			skus: product.skus.map((sku, place) => ({ ...sku, priceCents: cents + place })),
		});
		return () => {
			const key = `${product.id} ${(cents / 100).toFixed(2)}`;
			const about = { event: 'product.priceChanged', key } as const;
			happened.push({ ...about, atMs: scheduler.nowMs(), untilMs: Infinity });
		};
	}

	/** What was told of a product until now is over: it has another price, or is off sale. */
	function endPrices(product: Product): void {
		for (const one of happened) {
			const isOf = one.event === 'product.priceChanged' && one.key.startsWith(`${product.id} `);
			if (isOf) one.untilMs = Math.min(one.untilMs, scheduler.nowMs());
		}
	}

	function goOffline(product: Product): void {
		const atMs = scheduler.nowMs();
		endPrices(product);
		const status = random.pick(['offline', 'offline', 'editingRequired'] as const);
		shop.editProduct(product.id, { status, offline: { reason: 'user_offline', atMs } });
		const backMs = atMs + (random.chance(0.15) ? random.int(MINUTE_MS, HOUR_MS) : inDays(2, 4));
		const key = String(product.id);
		const about = { event: 'product.offline', key, ...otherwise(key) } as const;
		happened.push({ ...about, atMs, untilMs: backMs });
		const isRepriced = random.chance(0.3);
		let tell = () => undefined as void;
		if (isRepriced) later(atMs + (backMs - atMs) / 2, () => (tell = reprice(product)));
		later(backMs, () => {
			shop.editProduct(product.id, { status: 'onSelling' });
			overMs.set(key, scheduler.nowMs());
			tell();
		});
	}

	function runLow(product: Product): void {
		const [first, ...others] = product.skus;
		if (!first || first.stock <= LOW) return;
		const atMs = scheduler.nowMs();
		shop.editProduct(product.id, { skus: [{ ...first, stock: LOW }, ...others] });
		const filledMs = atMs + inDays(2, 4);
		const key = `${product.id} ${first.id}`;
		const about = { event: 'product.stockLow', key, ...otherwise(key) } as const;
		happened.push({ ...about, atMs, untilMs: filledMs });
		later(filledMs, () => {
			const [now, ...rest] = product.skus;
			if (now) shop.editProduct(product.id, { skus: [{ ...now, stock: PLENTY }, ...rest] });
			overMs.set(key, scheduler.nowMs());
		});
	}

	function promote(place: number): void {
		const endsMs = START_MS + inDays(3, plan.days + 2);
		const added: Promotion = shop.addPromotion({
			paused: false,
			startMs: START_MS - DAY_MS,
			endMs: Math.floor(endsMs / 1_000) * 1_000,
		});
		const tell = () => {
			const { id, endMs: untilMs } = added;
			const about = { event: 'promotion.ending', key: `${id} ${untilMs}` } as const;
			happened.push({ ...about, atMs: untilMs - ENDING_SOON_MS, untilMs });
			return happened.at(-1);
		};
		const first = tell();
		if (place % 4 !== 0) return;
		// Put off on the day before its end.
		later(added.endMs - DAY_MS / 4, () => {
			if (first) first.untilMs = scheduler.nowMs();
			added.endMs += 4 * DAY_MS;
			tell();
		});
	}

	function changeHealth(): void {
		const level = random.pick(LEVELS.filter((one) => one !== shop.health.level));
		const atMs = scheduler.nowMs();
		shop.setHealth(level);
		const nextMs = atMs + inDays(2.5, 4);
		happened.push({ event: 'store.health', key: String(level), atMs, untilMs: nextMs });
		later(nextMs, changeHealth);
	}

	/** The digest of a day: all orders placed in it; of those paid, what was certain when it was told. */
	function tellDay(dayStartMs: number): void {
		const toMs = dayStartMs + DAY_MS;
		const key = new Date(dayStartMs + 8 * HOUR_MS).toISOString().slice(0, 10);
		const about = { event: 'sales.daily', key, atMs: toMs + HOUR_MS, untilMs: Infinity } as const;
		happened.push({
			...about,
			wrong({ orders, paid }) {
				const placed = shop.placedWithin(dayStartMs, toMs - 1);
				const paidBy = (atMs: number) =>
					placed.filter(({ versions }) =>
						versions.some(
							({ payAtMs, visibleAtMs }) => payAtMs !== undefined && visibleAtMs <= atMs,
						),
					).length;
				const isRight =
					orders === placed.length &&
					Number(paid) >= paidBy(toMs) &&
					Number(paid) <= paidBy(scheduler.nowMs());
				return isRight
					? undefined
					: `${key}: ${orders} orders and ${paid} paid of ${placed.length}`;
			},
		});
	}

	const keeper: Shopkeeper = {
		happened,
		most,
		watchedProducts: [],
		get orders() {
			return counts.orders;
		},
		note: (one) => happened.push(one),
		begin() {
			remember();
			const onSale = shop.products.filter(({ status }) => status === 'onSelling');
			const watched = onSale.slice(0, plan.watchedProducts);
			const part = Math.ceil((onSale.length - watched.length) * 0.7);
			const priced = onSale.slice(watched.length, watched.length + part);
			const goingOff = onSale.slice(watched.length + part);
			keeper.watchedProducts = watched.map(({ id }) => id);
			for (const product of watched) {
				const skus = product.skus.map((sku) => ({ ...sku, stock: PLENTY }));
				shop.editProduct(product.id, { skus });
			}
			for (let place = 0; place < plan.promotions; place++) promote(place);
			later(START_MS + inDays(0.5, 1.5), changeHealth);
			// n8n was switched on in its last minutes: that it is told is right, and so would be that it is not.
			const [eve] = new Date(START_MS - 1 + 8 * HOUR_MS).toISOString().split('T');
			const atMs = START_MS + HOUR_MS;
			happened.push({ event: 'sales.daily', key: String(eve), atMs, untilMs: atMs });
			for (let day = 0; day < plan.days; day++) {
				const dayStartMs = START_MS + day * DAY_MS;
				tellDay(dayStartMs);
				const some = (count: number, step: () => void) => {
					for (let left = count; left > 0; left--)
						later(dayStartMs + random.int(0, DAY_MS - 1), step);
				};
				some(plan.ordersADay, place);
				some(plan.pricesADay, () => {
					const product = random.pick(priced);
					endPrices(product);
					reprice(product)();
				});
				some(plan.offlineADay, () => {
					const product = random.pick(goingOff);
					if (product.status === 'onSelling') goOffline(product);
				});
				some(plan.stockADay, () => runLow(random.pick(watched)));
			}
		},
	};
	return keeper;
}
