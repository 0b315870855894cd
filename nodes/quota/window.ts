/**
 * Exact sliding log of when calls are sent, on the monotonic clock. A token bucket would let a
 * burst and its refill fall into one second; a log cannot.
 */
export interface SlidingLog {
	/** Planned send times, ascending, monotonic ms. Only those that still matter. */
	sentAtMs: number[];
	/** No slot before this time, monotonic ms: calls of an earlier process may still count. */
	holdUntilMs: number;
}

/**
 * One call less than the platform allows in a longer span, and evenly spaced: two bursts of four
 * need no more than a cold connection to arrive together. Spaced, a sixth call in a second takes a
 * jitter of more than 300 ms.
 */
const SPAN_MS = 1_100;

/** A wait longer than this is refused, so that a burst of items does not hang an execution. */
export const MAX_SLOT_WAIT_MS = 15_000;

/**
 * A fresh log. It holds its first slot back, because a process before this one may have sent.
 *
 * @param startedAtMs since when no other process can have sent, monotonic ms.
 */
export function openSlidingLog(startedAtMs: number): SlidingLog {
	return { sentAtMs: [], holdUntilMs: startedAtMs + SPAN_MS };
}

/** Leaves no slot before a span after a call that somebody else sends at `sentAtMs`, monotonic ms. */
export function holdUntil(log: SlidingLog, sentAtMs: number): void {
	log.holdUntilMs = Math.max(log.holdUntilMs, sentAtMs + SPAN_MS);
}

/** How many calls we let into a second when the platform allows so many. At least 1. */
export function workingCeiling(callsPerSecond: number): number {
	return Math.max(1, callsPerSecond - 1);
}

/**
 * Finds the next free slot of the second window without taking it.
 *
 * @param ceiling how many calls may leave in a span, at least 1; see `workingCeiling`.
 * @param atMs monotonic ms.
 * @returns when the call may leave, monotonic ms, never before `atMs` nor before an earlier slot.
 */
export function nextSlotMs(log: SlidingLog, ceiling: number, atMs: number): number {
	const last = log.sentAtMs.at(-1);
	const spaced = last === undefined ? 0 : last + SPAN_MS / ceiling;
	const blocking = log.sentAtMs.at(-ceiling);
	const free = blocking === undefined ? 0 : blocking + SPAN_MS;
	return Math.max(atMs, log.holdUntilMs, spaced, free);
}

/** Takes a slot that `nextSlotMs` found and forgets what no longer matters. */
export function takeSlot(log: SlidingLog, slotMs: number, atMs: number): void {
	log.sentAtMs.push(slotMs);
	while (log.sentAtMs[0] !== undefined && log.sentAtMs[0] < atMs - SPAN_MS) log.sentAtMs.shift();
}
