import { inventBuyer } from './buyers.mts';
import { chosenLines } from './goods.mts';
import type { Order, OrderVersion } from './orders.mts';
import type { Product } from './products.mts';
import { createRandom } from './random.mts';
import { USUAL_SERVICE } from './services.mts';

/** What a list filters by, to be had without making the order. */
export interface ScaleOutline {
	createdAtMs: number;
	changedAtMs: number;
	status: string;
}

/**
 * A great many open orders that are made only when somebody looks at them, newest first. They never
 * change, and nothing of them is kept but the places that the last filters found.
 */
export interface ScaleBook {
	readonly count: number;
	outline(place: number): ScaleOutline;
	/** Throws for a place that is not there. */
	at(place: number): Order;
	find(id: bigint): Order | undefined;
	/** Places that fit a filter; `key` names the filter, so that each page need not search anew. */
	matching(key: string, fits: (outline: ScaleOutline, place: number) => boolean): Uint32Array;
}

interface ScaleContext {
	count: number;
	seed: number;
	offset: bigint;
	startMs: number;
	days: number;
	products: () => readonly Product[];
}

const FIRST_ID = 8_290_000_000_000_001n;
const STATUSES = [
	'PLACE_ORDER_SUCCESS',
	'WAIT_SELLER_SEND_GOODS',
	'WAIT_SELLER_SEND_GOODS',
	'WAIT_BUYER_ACCEPT_GOODS',
] as const;
const HOUR_MS = 3_600_000;
const MOST_FILTERS_KEPT = 4;

/** The orders of the scale option, spread evenly over its days. */
export function createScaleBook(context: ScaleContext): ScaleBook {
	const { count, seed, offset, startMs, days, products } = context;
	const stepMs = count > 0 ? (days * 24 * HOUR_MS) / count : 0;
	const found = new Map<string, Uint32Array>();
	const outline = (place: number): ScaleOutline => {
		const createdAtMs = Math.floor((startMs - (place + 1) * stepMs) / 1000) * 1000;
		const status = STATUSES[place % STATUSES.length] ?? STATUSES[0];
		return { createdAtMs, changedAtMs: createdAtMs + (place % STATUSES.length) * 60_000, status };
	};
	const at = (place: number): Order => {
		if (!(place >= 0 && place < count)) throw new Error(`No order at place ${place}`);
		const random = createRandom(seed * 7919 + place);
		const id = FIRST_ID + offset + BigInt(place) * 10n;
		const { createdAtMs, changedAtMs, status } = outline(place);
		return {
			id,
			createdAtMs,
			bizType: 'AE_COMMON',
			currency: 'USD',
			shippingCents: random.pick([0, 199, 349]),
			serviceCode: USUAL_SERVICE,
			buyer: inventBuyer(random, place),
			lines: chosenLines(products(), random, id),
			versions: [versionOf(id, status, createdAtMs, changedAtMs)],
		};
	};
	return {
		count,
		outline,
		at,
		find(id) {
			const distance = id - FIRST_ID - offset;
			const place = Number(distance / 10n);
			return distance >= 0n && distance % 10n === 0n && place < count ? at(place) : undefined;
		},
		matching(key, fits) {
			const known = found.get(key);
			if (known) return known;
			const places = new Uint32Array(count);
			let length = 0;
			for (let place = 0; place < count; place += 1) {
				if (fits(outline(place), place)) places[length++] = place;
			}
			const [oldest] = found.keys();
			if (found.size >= MOST_FILTERS_KEPT && oldest !== undefined) found.delete(oldest);
			const kept = places.slice(0, length);
			found.set(key, kept);
			return kept;
		},
	};
}

function versionOf(id: bigint, status: string, createdAtMs: number, atMs: number): OrderVersion {
	const isPaid = status !== 'PLACE_ORDER_SUCCESS';
	const isSent = status === 'WAIT_BUYER_ACCEPT_GOODS';
	return {
		status,
		changedAtMs: atMs,
		visibleAtMs: createdAtMs,
		...(isPaid ? { payAtMs: createdAtMs + 60_000 } : {}),
		...(isSent ? { sentAtMs: atMs, trackingNumber: `LP00${id % 10_000_000_000n}` } : {}),
		fundStatus: isPaid ? 'PAY_SUCCESS' : 'NOT_PAY',
		logisticsStatus: isSent
			? 'SELLER_SEND_GOODS'
			: isPaid
				? 'WAIT_SELLER_SEND_GOODS'
				: 'NO_LOGISTICS',
		issueStatus: 'NO_ISSUE',
		frozenStatus: 'NO_FROZEN',
	};
}
