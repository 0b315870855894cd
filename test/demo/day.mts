import type { Sandbox } from '../sandbox/sandbox.mts';
import { cardsOf, mentions, negativeReviews, ticketsOf, type Arrived } from './tally.mts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** Beijing, whose midnight the calls of a day end at. */
const ZONE_MS = 8 * HOUR_MS;

/** The midnight in Beijing before a moment, ms UTC. */
export const dayStartOf = (atMs: number): number =>
	Math.floor((atMs + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;

/** Something that happened in the shop, and how long after it somebody was told. */
export interface Told {
	readonly kind: 'order' | 'review';
	readonly id: string;
	readonly atMs: number;
	/** Absent while it waits. */
	readonly delayMs?: number;
}

/** The share of a purpose in the calls of the day. */
export interface Share {
	readonly share: number;
	readonly used: number;
}

/** What the node says of the calls of the day: *Quota → Get Status*. */
export interface Counted {
	readonly callsPerDay: number;
	readonly used: number;
	readonly byPurpose: Readonly<Record<string, Share>>;
}

/** A day of the shop as the page draws it. */
export interface Day {
	readonly startMs: number;
	readonly speed: number;
	readonly told: readonly Told[];
	/** When the calls of the day were made, ms UTC. */
	readonly callsAtMs: readonly number[];
	readonly counted?: Counted;
	/** The middle of the delays and the longest, ms; absent before the first. */
	readonly middleMs?: number;
	readonly longestMs?: number;
	readonly waiting: number;
}

/** The first text that names an order, and when it came. */
const firstAbout = (texts: readonly Arrived[], id: bigint): number | undefined =>
	texts.find(({ text }) => mentions(text, id))?.atMs;

/** The day so far, read from what shop, chat and helpdesk have on record. */
export const dayOf = (sandbox: Sandbox, nowMs: number, speed: number, counted?: Counted): Day => {
	const startMs = dayStartOf(nowMs);
	const isToday = (atMs: number) => atMs >= startMs && atMs < startMs + DAY_MS;
	const [cards, tickets] = [cardsOf(sandbox), ticketsOf(sandbox)].map((texts) =>
		texts.filter(({ atMs }) => atMs >= startMs),
	) as [Arrived[], Arrived[]];
	const entry = (kind: Told['kind'], id: bigint, atMs: number, toldAtMs?: number): Told => ({
		kind,
		id: String(id),
		atMs,
		...(toldAtMs !== undefined && { delayMs: Math.max(0, toldAtMs - atMs) }),
	});
	const told = [
		...sandbox.shop.orders
			.filter(({ createdAtMs }) => isToday(createdAtMs))
			.map(({ id, createdAtMs }) => entry('order', id, createdAtMs, firstAbout(cards, id))),
		...negativeReviews(sandbox)
			.filter(({ writtenAtMs }) => isToday(writtenAtMs))
			.map(({ orderId, writtenAtMs }) =>
				entry('review', orderId, writtenAtMs, firstAbout(tickets, orderId)),
			),
	];
	const delays = told.flatMap(({ delayMs }) => delayMs ?? []).sort((a, b) => a - b);
	const middleMs = delays[Math.floor((delays.length - 1) / 2)];
	const longestMs = delays.at(-1);
	return {
		startMs,
		speed,
		told,
		callsAtMs: sandbox.log.calls.map(({ atMs }) => atMs).filter(isToday),
		...(counted && { counted }),
		...(middleMs !== undefined && { middleMs }),
		...(longestMs !== undefined && { longestMs }),
		waiting: told.length - delays.length,
	};
};
