import { inventBuyer } from '../../shop/buyers.mts';
import type { Buyer } from '../../shop/buyers.mts';
import type { Random } from '../../shop/random.mts';
import type { AlibabaProduct, AlibabaSku } from '../catalogue/products.mts';

/** The states of an order, as far as they carry one onwards. */
const ORDER_STATES = [
	'to_be_audited',
	'unpay',
	'paying',
	'paid',
	'undeliver',
	'delivering',
	'wait_confirm_receipt',
	'trade_success',
	'trade_close',
	'frozen',
] as const;

export type OrderState = (typeof ORDER_STATES)[number];

export interface TradeLine {
	product: AlibabaProduct;
	sku: AlibabaSku;
	quantity: number;
}

export interface TrackingEvent {
	code: string;
	name: string;
	location: string;
	atMs: number;
}

export interface Parcel {
	carrier: string;
	number: string;
	sentAtMs: number;
	/** Newest first. */
	events: readonly TrackingEvent[];
}

export interface TradeOrder {
	/** 17 or 18 digits. */
	id: bigint;
	status: OrderState;
	createdAtMs: number;
	modifiedAtMs: number;
	buyer: Buyer;
	term: string;
	lines: readonly TradeLine[];
	shipmentCents: number;
	parcel?: Parcel;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SENT: readonly OrderState[] = ['delivering', 'wait_confirm_receipt', 'trade_success'];

/** Orders of the last 40 days at all stages, oldest first. */
export function inventOrders(
	random: Random,
	count: number,
	products: readonly AlibabaProduct[],
	nowMs: number,
): TradeOrder[] {
	const ordered = products.filter(({ state }) => state === 'online' || state === 'offline');
	if (ordered.length === 0) return [];
	return Array.from({ length: count }, (_, index) => {
		const createdAtMs = nowMs - Math.ceil(((count - index) / count) * 40 * DAY_MS);
		const status = random.pick(ORDER_STATES);
		const sentAtMs = createdAtMs + 6 * HOUR_MS;
		return {
			id: (index % 3 === 2 ? 23_419_341_000_102_889n : 234_193_410_001_028_893n) + step(index),
			status,
			createdAtMs,
			modifiedAtMs: random.int(createdAtMs, nowMs),
			buyer: inventBuyer(random, 40_000 + index),
			term: random.pick(['FOB', 'CIF', 'EXW', 'DDP', 'DAP']),
			lines: Array.from({ length: random.int(1, 3) }, () => inventLine(random, ordered)),
			shipmentCents: random.int(0, 90_000),
			...(SENT.includes(status) ? { parcel: inventParcel(random, sentAtMs, nowMs) } : {}),
		};
	});
}

const step = (index: number) => BigInt(index) * 1_000_000_007n;

function inventLine(random: Random, products: readonly AlibabaProduct[]): TradeLine {
	const product = random.pick(products);
	return { product, sku: random.pick(product.skus), quantity: product.moq * random.int(1, 6) };
}

function inventParcel(random: Random, sentAtMs: number, nowMs: number): Parcel {
	const stations = [
		['PICKED_UP', 'Picked up', 'CN, Zhejiang, Ningbo'],
		['IN_TRANSIT', 'In Transit', 'US, TN, Memphis'],
		['DELIVERED', 'Delivered', 'null'],
	] as const;
	const events = stations
		.map(([code, name, location], place) => ({
			code,
			name,
			location,
			atMs: sentAtMs + place * 2 * DAY_MS,
		}))
		.filter(({ atMs }) => atMs <= nowMs)
		.reverse();
	return {
		carrier: random.pick(['FEDEX', 'DHL', 'UPS']),
		number: String(random.int(10 ** 11, 10 ** 12 - 1)),
		sentAtMs,
		events,
	};
}
