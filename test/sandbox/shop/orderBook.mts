import { inventBuyer } from './buyers.mts';
import type { Buyer } from './buyers.mts';
import { chosenLines } from './goods.mts';
import type { ChosenGoods } from './goods.mts';
import { changeOrder, currentVersion, finished, paid, placedVersion, shipped } from './orders.mts';
import type { Order, OrderVersion } from './orders.mts';
import type { Product } from './products.mts';
import type { Random } from './random.mts';
import { USUAL_SERVICE } from './services.mts';
import { ORDER_MEMOS } from './texts.mts';

export interface OrderOverrides {
	id?: bigint;
	createdAtMs?: number;
	buyer?: Buyer;
	/** Default a seeded choice of one to three. */
	goods?: readonly ChosenGoods[];
	memo?: string;
	bizType?: string;
	shippingCents?: number;
	/** Default AliExpress Standard Shipping. */
	serviceCode?: string;
	/** Overrides the shop's seeded delay of visibility. */
	visibleInMs?: number;
}

/** How a change of an order is made: at another moment than now, visible in the lists later. */
export interface ChangeOptions {
	atMs?: number;
	visibleInMs?: number;
}

export interface OrderBook {
	readonly orders: readonly Order[];
	order(id: bigint): Order | undefined;
	/** The orders placed in a span of time, ms, both ends included; no need to look at all others. */
	placedWithin(fromMs: number, toMs: number): readonly Order[];
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

interface BookContext {
	sellerId: string;
	offset: bigint;
	bigIds: boolean;
	internalPart: number;
	products: () => readonly Product[];
	random: Random;
	now: () => number;
	visibleAt: (atMs: number, inMs?: number) => number;
	changed: () => void;
}

/** Where a moment has its place among orders: before those of the same moment, or after them. */
function placeOf(byTime: readonly Order[], atMs: number, isAfter = false): number {
	let low = 0;
	let high = byTime.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const { createdAtMs } = byTime[middle]!;
		if (createdAtMs < atMs || (isAfter && createdAtMs === atMs)) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The orders of a shop, in the order they were placed. */
export function createOrderBook(context: BookContext): OrderBook {
	const { sellerId, offset, bigIds, internalPart, products, random, now, visibleAt, changed } =
		context;
	const orders: Order[] = [];
	const byId = new Map<bigint, Order>();
	/** All orders by the time of placing, oldest first. */
	const byTime: Order[] = [];
	let serial = 0;
	const nextId = () => {
		serial += 1;
		const beyondDouble = bigIds && serial % 3 === 0;
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
		const order = byId.get(id);
		if (!order) throw new Error(`No order ${id} in shop ${sellerId}`);
		changeOrder(order, fields(atMs, order), atMs, visibleAt(atMs, visibleInMs));
		changed();
		return order;
	};
	return {
		orders,
		order: (id) => byId.get(id),
		placedWithin: (fromMs, toMs) =>
			byTime.slice(placeOf(byTime, fromMs), placeOf(byTime, toMs, true)),
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
				serviceCode: overrides.serviceCode ?? USUAL_SERVICE,
				buyer: overrides.buyer ?? inventBuyer(random, Number(id % 100_000n)),
				lines: chosenLines(products(), random, id, overrides.goods),
				versions: [placedVersion(createdAtMs, visibleAt(createdAtMs, overrides.visibleInMs))],
				...(memo === undefined ? {} : { memo }),
				...(internalPart > 0 && random.chance(internalPart) ? { isInternal: true } : {}),
			};
			orders.push(order);
			byId.set(id, order);
			byTime.splice(placeOf(byTime, createdAtMs, true), 0, order);
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
	};
}
