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
const SECOND_SPAN_MS = 1_100;

/** A wait longer than this is refused, so that a burst of items does not hang an execution. */
export const MAX_SLOT_WAIT_MS = 15_000;

/**
 * A fresh log. It holds its first slot back, because a process before this one may have sent.
 *
 * @param startedAtMs since when no other process can have sent, monotonic ms.
 */
export function openSlidingLog(startedAtMs: number): SlidingLog {
	return { sentAtMs: [], holdUntilMs: startedAtMs + SECOND_SPAN_MS };
}

/** Leaves no slot before a span after a call that somebody else sends at `sentAtMs`, monotonic ms. */
export function holdUntil(log: SlidingLog, sentAtMs: number): void {
	log.holdUntilMs = Math.max(log.holdUntilMs, sentAtMs + SECOND_SPAN_MS);
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
	const spaced = last === undefined ? 0 : last + SECOND_SPAN_MS / ceiling;
	const blocking = log.sentAtMs.at(-ceiling);
	const free = blocking === undefined ? 0 : blocking + SECOND_SPAN_MS;
	return Math.max(atMs, log.holdUntilMs, spaced, free);
}

/** Takes a slot that `nextSlotMs` found and forgets what no longer matters. */
export function takeSlot(log: SlidingLog, slotMs: number, atMs: number): void {
	log.sentAtMs.push(slotMs);
	while (log.sentAtMs[0] !== undefined && log.sentAtMs[0] < atMs - SECOND_SPAN_MS)
		log.sentAtMs.shift();
}

/**
 * The calls that count in a platform's minute, on the monotonic clock. The platform may count a
 * call from any moment between sending and answering, so a slot is taken before the call leaves
 * and is free again a minute after its answer.
 */
export interface MinuteWindow {
	/** When a slot is free again, monotonic ms, by reservation. */
	freeAtMs: Map<string, number>;
	/** No slot before this time, monotonic ms: calls of an earlier process may still count. */
	holdUntilMs: number;
}

/** The platform's minute and a margin for its clock and the way. */
const MINUTE_SPAN_MS = 62_000;
/** A call without an answer can have been counted until its request timed out. */
const UNANSWERED_MS = 25_000;

/**
 * A window in which nothing was sent yet, but an earlier process may have.
 *
 * @param startedAtMs since when no other process can have sent, monotonic ms.
 */
export function openMinuteWindow(startedAtMs: number): MinuteWindow {
	// A call of that process may have been on its way, and counts from its answer on.
	return { freeAtMs: new Map(), holdUntilMs: startedAtMs + UNANSWERED_MS + MINUTE_SPAN_MS };
}

/**
 * Holds slots back after a call that another copy of this module let out: after a reload of the
 * package its caller goes on, and this copy will not hear of the answer.
 *
 * @param sentAtMs monotonic ms.
 */
export function holdMinuteAfter(window: MinuteWindow, sentAtMs: number): void {
	window.holdUntilMs = Math.max(window.holdUntilMs, sentAtMs + UNANSWERED_MS + MINUTE_SPAN_MS);
}

/**
 * When a call may leave, monotonic ms; `atMs` when now.
 *
 * @param callsPerMinute the platform's limit, at least 1.
 */
export function minuteOpensAtMs(
	window: MinuteWindow,
	callsPerMinute: number,
	atMs: number,
): number {
	for (const [id, freeAtMs] of window.freeAtMs) if (freeAtMs <= atMs) window.freeAtMs.delete(id);
	const taken = [...window.freeAtMs.values()].sort((a, b) => a - b);
	const blocking = taken.at(-callsPerMinute);
	return Math.max(atMs, window.holdUntilMs, blocking ?? 0);
}

/** Takes a slot for a call that leaves at `leavesAtMs`, monotonic ms. */
export function takeMinuteSlot(window: MinuteWindow, id: string, leavesAtMs: number): void {
	window.freeAtMs.set(id, leavesAtMs + UNANSWERED_MS + MINUTE_SPAN_MS);
}

/** Notes the answer of a call: from now on its slot takes a minute. Unknown ids change nothing. */
export function noteMinuteAnswer(window: MinuteWindow, id: string, answeredAtMs: number): void {
	if (window.freeAtMs.has(id)) window.freeAtMs.set(id, answeredAtMs + MINUTE_SPAN_MS);
}

/** Frees the slot of a call that never left. */
export function freeMinuteSlot(window: MinuteWindow, id: string): void {
	window.freeAtMs.delete(id);
}
