import { MINUTE_MS } from '../../../time/units';
import type { Occurrence } from '../events/events';
import type { ListRead } from '../lists/snapshot';
import { REREAD_EVERY, REREAD_MS } from '../lists/window';
import { auditAfter, lateMs } from './audit';
import type { ListNeed } from './need';
import { isCatchingUp } from './overlap';
import type { ListState } from './state';

/** A window whose rows shifted in every pass over its pages is read again this often at most. */
const MAX_REREADS = 1;
const LATE_MARGIN_MS = 10 * MINUTE_MS;

/** What a read brought for one list. */
export interface ListOutcome {
	read: ListRead<unknown>;
	fetchedAtMs: number;
	/** Found now for the first time, handed out or pending. */
	found: readonly Occurrence[];
	pending: readonly Occurrence[];
	/** What was needed of the list. */
	need: Pick<ListNeed, 'fromMs' | 'wideFromMs' | 'isWideDue'>;
	memoryMs: number;
	/** Whether rows before cursor and lookback tell that the lookback is too short. */
	learnsLookback: boolean;
}

/** Old rows are expected on the first reads, while catching up, and while a past is read. */
function isLearning(state: ListState, { learnsLookback }: ListOutcome): boolean {
	return learnsLookback && state.rounds > 0 && state.pending === 0 && !isCatchingUp(state);
}

function lookbackAfter(state: ListState, outcome: ListOutcome): number {
	const { read, found } = outcome;
	if (!isLearning(state, outcome)) return state.lookbackMs;
	const usualMs = state.cursorMs - state.lookbackMs;
	const oldestMs = Math.min(...found.map(({ axisMs }) => lateMs(axisMs, usualMs)));
	if (oldestMs >= usualMs) return state.lookbackMs;
	const latenessMs = Math.max(read.toMs, state.cursorMs) - oldestMs + LATE_MARGIN_MS;
	return Math.min(REREAD_MS, Math.max(state.lookbackMs, latenessMs));
}

/** How far what lies before the cursor was read again, and when. */
function coverageAfter(
	state: ListState,
	{ read, fetchedAtMs, need }: ListOutcome,
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
	if (read.toMs <= need.fromMs) return before;
	return { ...before, partial: { reachedMs: read.toMs, sinceMs } };
}

/** How far a look back in parts has come; one begins when what was to be read had too many pages. */
function lookingAfter(
	{ looking }: ListState,
	{ read, need }: ListOutcome,
	isSound: boolean,
): ListState['looking'] {
	if (!isSound) return looking;
	if (need.isWideDue && read.pagesOfAll !== undefined) {
		return { reachedMs: need.wideFromMs, untilMs: need.fromMs };
	}
	if (!looking || read.fromMs > looking.reachedMs) return looking;
	if (read.toMs >= looking.untilMs) return undefined;
	return { ...looking, reachedMs: Math.max(looking.reachedMs, read.toMs) };
}

/**
 * Reads so far. One that looked far back, for whichever trigger, begins the count to the next such
 * read anew, and so does the beginning of one in parts; one that was due and not made stays due.
 */
function roundsAfter(
	{ rounds, readAtMs }: ListState,
	{ read, need, fetchedAtMs }: ListOutcome,
	isLookBegun: boolean,
): number {
	const isAnew = fetchedAtMs !== readAtMs;
	if (isLookBegun || (isAnew && read.fromMs <= need.wideFromMs)) {
		return rounds - (rounds % REREAD_EVERY) + REREAD_EVERY;
	}
	return isAnew && !need.isWideDue ? rounds + 1 : rounds;
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
	const wantedFromMs = Math.max(state.cursorMs, outcome.need.fromMs);
	const hasHole = state.rounds > 0 && read.fromMs > wantedFromMs;
	const isShifting = rereads > 0 && rereads <= MAX_REREADS;
	const mustRepeat = !read.isComplete || hasHole || isShifting;
	const endMs = mustRepeat ? state.cursorMs : read.toMs;
	const oldestPendingMs = Math.min(...pending.map(({ axisMs }) => axisMs));
	const lookbackMs = lookbackAfter(state, outcome);
	const audit = isLearning(state, outcome) ? auditAfter(state, found, fetchedAtMs) : state.audit;
	const isWidened = lookbackMs !== state.lookbackMs;
	const isSound = !mustRepeat && pending.length === 0;
	const looking = lookingAfter(state, outcome, isSound);
	const keptMs = Math.min(state.keptMs ?? outcome.memoryMs, outcome.memoryMs);
	return {
		cursorMs: Math.max(state.cursorMs, Math.min(endMs, oldestPendingMs - 1)),
		horizonMs: Math.max(state.horizonMs, state.cursorMs - outcome.memoryMs),
		lookbackMs,
		rounds: roundsAfter(state, outcome, looking !== undefined && !state.looking),
		rereads: rereads > MAX_REREADS ? 0 : rereads,
		readAtMs: fetchedAtMs,
		pending: pending.length,
		...coverageAfter(state, outcome, isSound),
		...(looking && { looking }),
		keptMs,
		...(audit && { audit: isWidened ? { ...audit, widenedAtMs: fetchedAtMs } : audit }),
	};
}
