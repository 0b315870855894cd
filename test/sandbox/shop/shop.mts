import { inventBuyer } from './buyers.mts';
import type { Buyer } from './buyers.mts';
import { changeOrder, currentVersion, finished, paid, placedVersion, shipped } from './orders.mts';
import type { Order, OrderVersion } from './orders.mts';
import { chosenLines } from './goods.mts';
import type { ChosenGoods } from './goods.mts';
import { inventProducts } from './products.mts';
import type { Product } from './products.mts';
import { createRandom } from './random.mts';
import type { Random } from './random.mts';
import { createReviewBook } from './reviewBook.mts';
import type { ReviewBook } from './reviewBook.mts';
import { ORDER_MEMOS } from './texts.mts';

export interface ShopOptions {
	/** Orders over the last days that exist from the start; default 0. */
	seedOrders?: number;
	/** Reviews that exist from the start; default 0. */
	seedReviews?: number;
	/** Days the seeded orders spread over; default 10. */
	seedDays?: number;
	/** Every order and change enters the lists late by a seeded time up to this; default 0. */
	visibilityDelayMs?: number;
	/** From the second page of an order list, rows move by up to this many places; default 0. */
	shiftRows?: number;
	/** Every third order has an id beyond 2^53; default false. */
	bigIds?: boolean;
}

export interface OrderOverrides {
	id?: bigint;
	createdAtMs?: number;
	buyer?: Buyer;
	/** Default a seeded choice of one to three. */
	goods?: readonly ChosenGoods[];
	memo?: string;
	bizType?: string;
	shippingCents?: number;
	/** Overrides the shop's seeded delay of visibility. */
	visibleInMs?: number;
}

/** How a change of an order is made: at another moment than now, visible in the lists later. */
export interface ChangeOptions {
	atMs?: number;
	visibleInMs?: number;
}

export interface Shop extends ReviewBook {
	readonly sellerId: string;
	readonly products: readonly Product[];
	readonly orders: readonly Order[];
	readonly options: Required<ShopOptions>;
	readonly random: Random;
	order(id: bigint): Order | undefined;
	placeOrder(overrides?: OrderOverrides): Order;
	/** Pays; with `riskCheck` the order stops in RISK_CONTROL until `setStatus` lets it go. */
	payOrder(id: bigint, options?: ChangeOptions & { riskCheck?: boolean }): Order;
	shipOrder(id: bigint, options?: ChangeOptions): Order;
	/** Buyer confirmed; with `payoutRuns` the true status is FUND_PROCESSING. */
	finishOrder(id: bigint, options?: ChangeOptions & { payoutRuns?: boolean }): Order;
	/** Unpaid: closed at once. Paid: the buyer asks (IN_CANCEL); a second time: closed. */
	cancelOrder(id: bigint, options?: ChangeOptions): Order;
	setStatus(id: bigint, status: string, options?: ChangeOptions & Partial<OrderVersion>): Order;
}

export interface ShopContext {
	sellerId: string;
	/** Place of the shop in the sandbox: keeps ids of several shops apart. */
	index: number;
	seed: number;
	now: () => number;
	options?: ShopOptions;
	/** Told of every change. */
	changed: () => void;
}

/** A shop with its goods and no orders; `seedShop` fills it. */
export function createShop({ sellerId, index, seed, now, options, changed }: ShopContext): Shop {
	const settings: Required<ShopOptions> = {
		seedOrders: 0,
		seedReviews: 0,
		seedDays: 10,
		visibilityDelayMs: 0,
		shiftRows: 0,
		bigIds: false,
		...options,
	};
	const random = createRandom(seed * 31 + index + 1);
	const offset = BigInt(index) * 1_000_000_000n;
	const products = inventProducts(random, offset);
	const orders: Order[] = [];
	const byId = new Map<bigint, Order>();
	let serial = 0;
	const visibleAt = (atMs: number, inMs = random.int(0, settings.visibilityDelayMs)) => atMs + inMs;
	const mustHave = (id: bigint): Order => {
		const order = byId.get(id);
		if (!order) throw new Error(`No order ${id} in shop ${sellerId}`);
		return order;
	};
	const nextId = () => {
		serial += 1;
		const beyondDouble = settings.bigIds && serial % 3 === 0;
		return (
			(beyondDouble ? 9_190_000_000_000_001n : 8_190_000_000_000_001n) +
			offset +
			BigInt(serial - 1) * 10n
		);
	};
	const change = (
		id: bigint,
		fields: (atMs: number, order: Order) => Parameters<typeof changeOrder>[1],
		{ atMs = now(), visibleInMs }: ChangeOptions = {},
	): Order => {
		const order = mustHave(id);
		changeOrder(order, fields(atMs, order), atMs, visibleAt(atMs, visibleInMs));
		changed();
		return order;
	};
	return {
		sellerId,
		products,
		orders,
		options: settings,
		random,
		order: (id) => byId.get(id),
		placeOrder(overrides = {}) {
			const id = overrides.id ?? nextId();
			const createdAtMs = overrides.createdAtMs ?? now();
			const memo = overrides.memo ?? (random.chance(0.25) ? random.pick(ORDER_MEMOS) : undefined);
			const order: Order = {
				id,
				createdAtMs,
				bizType: overrides.bizType ?? 'AE_COMMON',
				currency: 'USD',
				shippingCents: overrides.shippingCents ?? random.pick([0, 0, 199, 349]),
				buyer: overrides.buyer ?? inventBuyer(random, Number(id % 100_000n)),
				lines: chosenLines(products, random, id, overrides.goods),
				versions: [placedVersion(createdAtMs, visibleAt(createdAtMs, overrides.visibleInMs))],
				...(memo === undefined ? {} : { memo }),
			};
			orders.push(order);
			byId.set(id, order);
			changed();
			return order;
		},
		payOrder: (id, how = {}) => change(id, (atMs) => paid(atMs, how.riskCheck ?? false), how),
		shipOrder: (id, how) =>
			change(id, (atMs) => shipped(atMs, `LP00${random.int(10 ** 9, 10 ** 10 - 1)}`), how),
		finishOrder: (id, how = {}) =>
			change(id, (atMs) => finished(atMs, 'buyer_confirm_goods', how.payoutRuns), how),
		cancelOrder: (id, how) =>
			change(
				id,
				(atMs, order) => {
					const { payAtMs, status } = currentVersion(order);
					if (payAtMs === undefined) return finished(atMs, 'buyer_cancel_notpay_order');
					return status === 'IN_CANCEL'
						? finished(atMs, 'buyer_cancel_order')
						: { status: 'IN_CANCEL' };
				},
				how,
			),
		setStatus(id, status, { atMs, visibleInMs, ...fields } = {}) {
			return change(id, () => ({ ...fields, status }), {
				...(atMs === undefined ? {} : { atMs }),
				...(visibleInMs === undefined ? {} : { visibleInMs }),
			});
		},
		...createReviewBook({ orders, random, now, visibleAt, changed }),
	};
}
