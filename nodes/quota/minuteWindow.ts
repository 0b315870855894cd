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
const SPAN_MS = 62_000;
/** A call without an answer can have been counted until its request timed out. */
const UNANSWERED_MS = 25_000;

/**
 * A window in which nothing was sent yet, but an earlier process may have.
 *
 * @param startedAtMs since when no other process can have sent, monotonic ms.
 */
export function openMinuteWindow(startedAtMs: number): MinuteWindow {
	// A call of that process may have been on its way, and counts from its answer on.
	return { freeAtMs: new Map(), holdUntilMs: startedAtMs + UNANSWERED_MS + SPAN_MS };
}

/**
 * Holds slots back after a call that another copy of this module let out: after a reload of the
 * package its caller goes on, and this copy will not hear of the answer.
 *
 * @param sentAtMs monotonic ms.
 */
export function holdMinuteAfter(window: MinuteWindow, sentAtMs: number): void {
	window.holdUntilMs = Math.max(window.holdUntilMs, sentAtMs + UNANSWERED_MS + SPAN_MS);
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
	window.freeAtMs.set(id, leavesAtMs + UNANSWERED_MS + SPAN_MS);
}

/** Notes the answer of a call: from now on its slot takes a minute. Unknown ids change nothing. */
export function noteMinuteAnswer(window: MinuteWindow, id: string, answeredAtMs: number): void {
	if (window.freeAtMs.has(id)) window.freeAtMs.set(id, answeredAtMs + SPAN_MS);
}

/** Frees the slot of a call that never left. */
export function freeMinuteSlot(window: MinuteWindow, id: string): void {
	window.freeAtMs.delete(id);
}
