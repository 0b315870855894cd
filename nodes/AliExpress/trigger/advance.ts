import type { Occurrence } from './events';
import type { ListRead } from './read';
import type { ListState } from './state';
import { REREAD_MS } from './window';

/** A window whose rows shifted while paging is read again this often at most. */
const MAX_REREADS = 3;
const LATE_MARGIN_MS = 10 * 60_000;

/** What a read brought for one list. */
export interface ListOutcome {
	read: ListRead<unknown>;
	fetchedAtMs: number;
	/** Found now for the first time, handed out or pending. */
	found: readonly Occurrence[];
	pending: readonly Occurrence[];
	memoryMs: number;
	/** Whether rows before cursor and lookback tell that the lookback is too short. */
	learnsLookback: boolean;
}

function lookbackAfter(state: ListState, outcome: ListOutcome): number {
	const { read, found } = outcome;
	// On the first reads, and while catching up, old rows are expected.
	if (!outcome.learnsLookback || state.rounds === 0 || state.pending > 0) return state.lookbackMs;
	const oldestMs = Math.min(...found.map(({ axisMs }) => axisMs));
	if (oldestMs >= state.cursorMs - state.lookbackMs) return state.lookbackMs;
	const latenessMs = read.toMs - oldestMs + LATE_MARGIN_MS;
	return Math.min(REREAD_MS, Math.max(state.lookbackMs, latenessMs));
}

/**
 * The list's state after a read. The cursor goes to the end of the window, but not past the oldest
 * pending row, so that the next read finds it again; it stays when the read was cut short or shifted.
 */
export function advanceList(state: ListState, outcome: ListOutcome): ListState {
	const { read, pending } = outcome;
	const isAnew = outcome.fetchedAtMs !== state.readAtMs;
	const rereads = read.isStable ? 0 : isAnew ? state.rereads + 1 : state.rereads;
	const mustRepeat = !read.isComplete || (rereads > 0 && rereads <= MAX_REREADS);
	const endMs = mustRepeat ? state.cursorMs : read.toMs;
	const oldestPendingMs = Math.min(...pending.map(({ axisMs }) => axisMs));
	return {
		cursorMs: Math.max(state.cursorMs, Math.min(endMs, oldestPendingMs - 1)),
		horizonMs: Math.max(state.horizonMs, state.cursorMs - outcome.memoryMs),
		lookbackMs: lookbackAfter(state, outcome),
		rounds: isAnew ? state.rounds + 1 : state.rounds,
		rereads: rereads > MAX_REREADS ? 0 : rereads,
		readAtMs: outcome.fetchedAtMs,
		pending: pending.length,
	};
}
