import { createDisputeBook } from './disputeBook.mts';
import type { DisputeBook } from './disputeBook.mts';
import { linkedShopsOf } from './linkedShops.mts';
import type { LinkedShop } from './linkedShops.mts';
import { createOrderBook } from './orderBook.mts';
import type { OrderBook } from './orderBook.mts';
import { inventProducts, USUAL_PRODUCTS } from './products.mts';
import type { Product } from './products.mts';
import { createPromotionBook } from './promotionBook.mts';
import type { PromotionBook } from './promotionBook.mts';
import { createRandom } from './random.mts';
import type { Random } from './random.mts';
import { createReviewBook } from './reviewBook.mts';
import type { ReviewBook } from './reviewBook.mts';
import { shopSettings } from './shopOptions.mts';
import type { ShopOptions } from './shopOptions.mts';
import { createScaleBook } from './scale.mts';
import type { ScaleBook } from './scale.mts';
import { journeyOf } from './tracking.mts';
import type { TrackingEvent } from './tracking.mts';

export type { ShopOptions } from './shopOptions.mts';
export type { ChangeOptions, OrderOverrides } from './orderBook.mts';

/** A shop: everything a method can be asked about, and the ways a test changes it. */
export interface Shop extends OrderBook, ReviewBook, PromotionBook, DisputeBook {
	readonly sellerId: string;
	readonly products: readonly Product[];
	readonly options: Required<ShopOptions>;
	readonly random: Random;
	/** The orders of the scale option; empty otherwise. They are in no other list. */
	readonly scale: ScaleBook;
	readonly linkedShops: readonly LinkedShop[];
	/** How the platform sees the shop: 0 healthy, 100 fair, 200 severe, 300 frozen, 400 closed. */
	readonly health: { level: number; issues: number };
	/** Results of the review of orders; `PASSED` where none is set. */
	readonly compliance: Map<bigint, string>;
	setHealth(level: number, issues?: number): void;
	/** The seller's notes by order. */
	readonly notes: ReadonlyMap<bigint, string>;
	/** Orders the seller has rated: they are not pending any more. */
	readonly ratedOrders: ReadonlySet<bigint>;
	product(id: bigint): Product | undefined;
	/** Changes a product; `modifiedAtMs` moves to now unless given. Throws for an unknown one. */
	editProduct(id: bigint, changes: Partial<Product>): Product;
	writeNote(orderId: bigint, text: string): void;
	rateBuyer(orderId: bigint): void;
	/** A parcel's events up to a moment; undefined while nothing was sent. */
	tracking(orderId: bigint, nowMs: number): readonly TrackingEvent[] | undefined;
	/** Replaces the seeded journey of an order's parcel. */
	setTracking(orderId: bigint, events: readonly TrackingEvent[]): void;
	/** Has a shop filled when it is first looked at, which keeps starts short. */
	fillLater(fill: (shop: Shop) => void): void;
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
	const settings = shopSettings(options);
	const startMs = now();
	const random = createRandom(seed * 31 + index + 1);
	const offset = BigInt(index) * 1_000_000_000n;
	const count = USUAL_PRODUCTS + settings.seedProducts;
	let goods: Product[] | undefined = undefined;
	const products = (): readonly Product[] =>
		(goods ??= inventProducts({ random: createRandom(seed), offset, count, startMs }));
	const visibleAt = (atMs: number, inMs = random.int(0, settings.visibilityDelayMs)) => atMs + inMs;
	const {
		bigIds,
		internalPart,
		scaleOrders,
		scaleDays: days,
		seedPromotions,
		seedCoupons,
	} = settings;
	const common = { offset, products, random, now, visibleAt, startMs, changed };
	const book = createOrderBook({ ...common, sellerId, bigIds, internalPart });
	const scale = createScaleBook({ ...common, count: scaleOrders, seed, days });
	const promotions = createPromotionBook({ ...common, seedPromotions, seedCoupons });
	const reviews = createReviewBook({ ...common, orders: book.orders });
	const disputes = createDisputeBook({ ...common, orders: book });
	const notes = new Map<bigint, string>();
	const ratedOrders = new Set<bigint>();
	let health = { level: 0, issues: 0 };
	const journeys = new Map<bigint, readonly TrackingEvent[]>();
	let fill: ((shop: Shop) => void) | undefined = undefined;
	/** Runs the filling before the first use of what it fills; inside it everything is at hand. */
	const filled = <T,>(part: T): T => {
		const run = fill;
		fill = undefined;
		run?.(shop);
		return part;
	};
	const order = (id: bigint) => filled(book).order(id) ?? scale.find(id);
	const shop: Shop = {
		sellerId,
		options: settings,
		random,
		scale,
		linkedShops: linkedShopsOf(sellerId),
		get health() {
			return health;
		},
		compliance: new Map(),
		setHealth(level, issues = level / 100) {
			health = { level, issues };
			changed();
		},
		get products() {
			return products();
		},
		get orders() {
			return filled(book).orders;
		},
		get reviews() {
			return filled(reviews).reviews;
		},
		get disputes() {
			return filled(disputes).disputes;
		},
		get promotions() {
			return promotions.promotions;
		},
		get coupons() {
			return promotions.coupons;
		},
		get notes() {
			return filled(notes);
		},
		get ratedOrders() {
			return filled(ratedOrders);
		},
		order,
		placedWithin: (fromMs, toMs) => filled(book).placedWithin(fromMs, toMs),
		placeOrder: (overrides) => filled(book).placeOrder(overrides),
		payOrder: (id, how) => filled(book).payOrder(id, how),
		shipOrder: (id, how) => filled(book).shipOrder(id, how),
		finishOrder: (id, how) => filled(book).finishOrder(id, how),
		cancelOrder: (id, how) => filled(book).cancelOrder(id, how),
		setStatus: (id, status, how) => filled(book).setStatus(id, status, how),
		writeReview: (draft) => filled(reviews).writeReview(draft),
		editReview: (childId, edit) => filled(reviews).editReview(childId, edit),
		openDispute: (draft) => filled(disputes).openDispute(draft),
		addDisputeStep: (id, step) => filled(disputes).addDisputeStep(id, step),
		endDispute: (id, status, atMs) => filled(disputes).endDispute(id, status, atMs),
		addPromotion: (given) => promotions.addPromotion(given),
		addCoupon: (given) => promotions.addCoupon(given),
		product: (id) => products().find((candidate) => candidate.id === id),
		editProduct(id, changes) {
			const product = products().find((candidate) => candidate.id === id);
			if (!product) throw new Error(`No product ${id} in shop ${sellerId}`);
			Object.assign(product, { modifiedAtMs: now() }, changes);
			changed();
			return product;
		},
		writeNote(orderId, text) {
			filled(notes).set(orderId, text);
			changed();
		},
		rateBuyer(orderId) {
			filled(ratedOrders).add(orderId);
			changed();
		},
		tracking(orderId, nowMs) {
			const sent = order(orderId);
			const journey = sent && journeyOf(sent, nowMs);
			return journeys.get(orderId)?.filter(({ atMs }) => atMs <= nowMs) ?? journey;
		},
		setTracking(orderId, events) {
			journeys.set(orderId, events);
			changed();
		},
		fillLater(run) {
			fill = run;
		},
	};
	return shop;
}
