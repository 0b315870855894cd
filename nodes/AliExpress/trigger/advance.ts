import { auditAfter } from './audit';
import type { Occurrence } from './events';
import type { ListRead } from './read';
import type { ListState } from './state';
import { REREAD_MS } from './window';

/** A window whose rows shifted in every pass over its pages is read again this often at most. */
const MAX_REREADS = 1;
const LATE_MARGIN_MS = 10 * 60_000;

/** What a read brought for one list. */
export interface ListOutcome {
	read: ListRead<unknown>;
	fetchedAtMs: number;
	/** Found now for the first time, handed out or pending. */
	found: readonly Occurrence[];
	pending: readonly Occurrence[];
	/** From where on this list was to be read, ms UTC. */
	wantedFromMs: number;
	memoryMs: number;
	/** Whether rows before cursor and lookback tell that the lookback is too short. */
	learnsLookback: boolean;
}

/** Old rows are expected on the first reads, while catching up, and while a past is read. */
function isLearning(state: ListState, { learnsLookback }: ListOutcome): boolean {
	return learnsLookback && state.rounds > 0 && state.pending === 0;
}

function lookbackAfter(state: ListState, outcome: ListOutcome): number {
	const { read, found } = outcome;
	if (!isLearning(state, outcome)) return state.lookbackMs;
	const oldestMs = Math.min(...found.map(({ axisMs }) => axisMs));
	if (oldestMs >= state.cursorMs - state.lookbackMs) return state.lookbackMs;
	const latenessMs = read.toMs - oldestMs + LATE_MARGIN_MS;
	return Math.min(REREAD_MS, Math.max(state.lookbackMs, latenessMs));
}

/** How far what lies before the cursor was read again, and when. */
function coverageAfter(
	state: ListState,
	{ read, fetchedAtMs, wantedFromMs }: ListOutcome,
	isSound: boolean,
): Pick<ListState, 'coveredAtMs' | 'partial'> {
	const { coveredAtMs, partial, cursorMs } = state;
	const before = {
		...(coveredAtMs !== undefined && { coveredAtMs }),
		...(partial && { partial }),
	};
	if (!isSound) return before;
	// Given up: the next read goes over this window once more.
	if (!read.isStable) return { coveredAtMs: cursorMs };
	const sinceMs = partial?.sinceMs ?? fetchedAtMs;
	if (read.toMs >= cursorMs) return { coveredAtMs: sinceMs };
	// A window that ends before what was wanted was read for a trigger that is further behind.
	if (read.toMs <= wantedFromMs) return before;
	return { ...before, partial: { reachedMs: read.toMs, sinceMs } };
}

/**
 * The list's state after a read. The cursor goes to the end of the window, but not past the oldest
 * pending row, so that the next read finds it again; it stays when the read was cut short or shifted.
 */
export function advanceList(state: ListState, outcome: ListOutcome): ListState {
	const { read, pending, fetchedAtMs, found } = outcome;
	const isAnew = fetchedAtMs !== state.readAtMs;
	const rereads = read.isStable ? 0 : isAnew ? state.rereads + 1 : state.rereads;
	// A window that begins behind the cursor leaves a hole; only a first read may, for "the last ones".
	const wantedFromMs = Math.max(state.cursorMs, outcome.wantedFromMs);
	const hasHole = state.rounds > 0 && read.fromMs > wantedFromMs;
	const isShifting = rereads > 0 && rereads <= MAX_REREADS;
	const mustRepeat = !read.isComplete || hasHole || isShifting;
	const endMs = mustRepeat ? state.cursorMs : read.toMs;
	const oldestPendingMs = Math.min(...pending.map(({ axisMs }) => axisMs));
	const lookbackMs = lookbackAfter(state, outcome);
	const audit = isLearning(state, outcome) ? auditAfter(state, found, fetchedAtMs) : state.audit;
	const isWidened = lookbackMs !== state.lookbackMs;
	const isSound = !mustRepeat && pending.length === 0;
	const keptMs = Math.min(state.keptMs ?? outcome.memoryMs, outcome.memoryMs);
	return {
		cursorMs: Math.max(state.cursorMs, Math.min(endMs, oldestPendingMs - 1)),
		horizonMs: Math.max(state.horizonMs, state.cursorMs - outcome.memoryMs),
		lookbackMs,
		rounds: isAnew ? state.rounds + 1 : state.rounds,
		rereads: rereads > MAX_REREADS ? 0 : rereads,
		readAtMs: fetchedAtMs,
		pending: pending.length,
		...coverageAfter(state, outcome, isSound),
		keptMs,
		...(audit && { audit: isWidened ? { ...audit, widenedAtMs: fetchedAtMs } : audit }),
	};
}
