import type { Random } from '../../sandbox/shop/random.mts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../scene.mts';
import type { Burst, Leg, Visibility } from './plan.mts';

/** How much of a day's orders falls into each hour, UTC: the buyers' night is slow. */
const HOURLY = [7, 8, 8, 7, 6, 6, 6, 6, 7, 8, 9, 10, 11, 10, 7, 4, 2, 1, 1, 1, 1, 2, 3, 5];
/** On one day in five an advertisement brings this many within ten minutes. */
const ADVERTISED_ORDERS = 120;
const ADVERTISED_MS = 10 * MINUTE_MS;
/** Orders of a cart that is paid in parts, or of several buyers, in one second. */
const SAME_SECOND = 0.1;

/** Of 100,000 orders of a sale 1,000 fall into its first minute. */
const PEAK_PART = 0.01;
/** What the first minutes have more than the others fades in this time. */
const FADING_MINUTES = 10;
/** How much more the second minute has than one in the middle of the day. */
const RUSH = 13;

/** Draws places of a table in proportion to its weights. */
function drawing(weights: readonly number[], random: Random): () => number {
	const sums: number[] = [];
	let total = 0;
	for (const weight of weights) sums.push((total += weight));
	return () => {
		const drawn = random.next() * total;
		let low = 0;
		for (let high = sums.length - 1; low < high; ) {
			const middle = (low + high) >> 1;
			if ((sums[middle] ?? 0) <= drawn) low = middle + 1;
			else high = middle;
		}
		return low;
	};
}

function ordinary({ startMs, days, orders }: Leg, random: Random): number[] {
	const hours = Array.from({ length: Math.max(1, Math.round(days * 24)) }, (_, hour) => hour);
	const weights = hours.map(
		(hour) => HOURLY[new Date(startMs + hour * HOUR_MS).getUTCHours()] ?? 1,
	);
	const hourOf = drawing(weights, random);
	const moments: number[] = [];
	while (moments.length < orders) {
		moments.push(startMs + hourOf() * HOUR_MS + random.int(0, HOUR_MS - 1));
		// An advertisement is one of many things that make a shop busy; its orders are among the others.
		if (!random.chance(days / (5 * orders))) continue;
		const opensMs = startMs + random.int(0, days * DAY_MS - ADVERTISED_MS);
		for (let i = 0; i < ADVERTISED_ORDERS && moments.length < orders; i++) {
			moments.push(opensMs + random.int(0, ADVERTISED_MS));
		}
	}
	return moments;
}

function sale({ startMs, days, orders }: Leg, random: Random): number[] {
	const peak = Math.round(orders * PEAK_PART);
	const minutes = Array.from({ length: days * 24 * 60 - 1 }, (_, minute) => minute + 1);
	const minuteOf = drawing(
		minutes.map((minute) => 1 + RUSH * Math.exp(-minute / FADING_MINUTES)),
		random,
	);
	return Array.from({ length: orders }, (_, place) => {
		const minute = place < peak ? 0 : minuteOf() + 1;
		return startMs + minute * MINUTE_MS + random.int(0, MINUTE_MS - 1);
	});
}

/** When the orders of a stretch are placed, ms UTC, oldest first; several in one second. */
export function momentsOf(leg: Leg, random: Random): number[] {
	const moments = leg.shape === 'sale' ? sale(leg, random) : ordinary(leg, random);
	moments.sort((a, b) => a - b);
	// An ordinary shop has few orders that share a second by chance.
	if (leg.shape === 'sale') return moments;
	return moments.map((atMs, place) => {
		const before = moments[place - 1];
		return before !== undefined && random.chance(SAME_SECOND) ? before : atMs;
	});
}

/** When the orders of a burst are placed, ms UTC, oldest first. */
export function momentsOfBurst({ atMs, orders, withinMs }: Burst, random: Random): number[] {
	const moments = Array.from({ length: orders }, () => atMs + random.int(0, withinMs));
	return moments.sort((a, b) => a - b);
}

const LATE_MS = [MINUTE_MS, 20 * MINUTE_MS] as const;
const MEDIAN_MS = 6_000;
/** What the list shows later than this is told by itself: no window of a poll is meant for it. */
export const TARDY_MS = 30 * MINUTE_MS;
const TARDIEST_MS = 5 * HOUR_MS;

/** How long after its placing the list shows an order, ms: median 6 s, few of them much later. */
export function visibilityMs({ latePart, tardyPart }: Visibility, random: Random): number {
	if (tardyPart > 0 && random.chance(tardyPart)) return random.int(TARDY_MS + 1_000, TARDIEST_MS);
	if (random.chance(latePart)) return random.int(...LATE_MS);
	const ms = (-MEDIAN_MS * Math.log(1 - random.next())) / Math.LN2;
	return Math.min(MINUTE_MS - 1, Math.round(ms));
}
