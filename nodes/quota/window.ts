/**
 * Exact sliding log of when calls are sent. A token bucket would let a burst and its refill fall
 * into one second; a log cannot.
 */
export interface SlidingLog {
	/** Planned send times, ascending, ms. Only those that still matter. */
	sentAtMs: number[];
	/** No slot before this time, ms: calls of an earlier process may still count. */
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

/** A fresh log. It holds its first slot back, because a process before this one may have sent. */
export function openSlidingLog(nowMs: number): SlidingLog {
	return { sentAtMs: [], holdUntilMs: nowMs + SPAN_MS };
}

/**
 * Starts the log anew when the wall clock was set back: slots are never planned further ahead than
 * `furthestMs`, so a later one was planned by the clock as it was.
 */
export function forgetOldClock(log: SlidingLog, nowMs: number, furthestMs: number): void {
	const last = Math.max(log.sentAtMs.at(-1) ?? 0, log.holdUntilMs);
	if (last <= nowMs + furthestMs) return;
	log.sentAtMs.length = 0;
	log.holdUntilMs = nowMs + SPAN_MS;
}

/**
 * Finds the next free slot of the second window without taking it.
 *
 * @param callsPerSecond the platform's limit, at least 1.
 * @returns when the call may leave, ms, never before `nowMs` nor before an earlier slot.
 */
export function nextSlotMs(log: SlidingLog, callsPerSecond: number, nowMs: number): number {
	const working = Math.max(1, callsPerSecond - 1);
	const last = log.sentAtMs.at(-1);
	const spaced = last === undefined ? 0 : last + Math.ceil(SPAN_MS / working);
	const blocking = log.sentAtMs.at(-working);
	const free = blocking === undefined ? 0 : blocking + SPAN_MS;
	return Math.max(nowMs, log.holdUntilMs, spaced, free);
}

/** Takes a slot that `nextSlotMs` found and forgets what no longer matters. */
export function takeSlot(log: SlidingLog, slotMs: number, nowMs: number): void {
	log.sentAtMs.push(slotMs);
	while (log.sentAtMs[0] !== undefined && log.sentAtMs[0] < nowMs - SPAN_MS) log.sentAtMs.shift();
}
