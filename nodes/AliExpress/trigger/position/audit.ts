import type { Occurrence } from '../events/events';
import type { Audit, ListState } from './state';
import { latestReadingMs } from '../lists/window';

/** The audit of a list so far. */
export function auditOf(state: ListState): Audit {
	return state.audit ?? { lateRows: 0, rereadRows: 0, worstLateMs: 0 };
}

/**
 * The time of a row, ms UTC, for telling whether it came late. In the hour that occurs twice in autumn
 * the later of its two readings counts, or every row of the second hour would look an hour late.
 */
export function lateMs(axisMs: number, limitMs: number): number {
	return axisMs < limitMs ? latestReadingMs(axisMs) : axisMs;
}

/**
 * Adds what a read found behind the cursor: rows that were not there when their time was read.
 *
 * @param readAtMs when it was read, ms UTC: a row was seen at most so long after its time.
 */
export function auditAfter(
	state: ListState,
	found: readonly Occurrence[],
	readAtMs: number,
): Audit | undefined {
	const late = found
		.map(({ axisMs }) => lateMs(axisMs, state.cursorMs))
		.filter((ms) => ms < state.cursorMs);
	if (late.length === 0) return state.audit;
	const audit = auditOf(state);
	const usualMs = state.cursorMs - state.lookbackMs;
	const oldestMs = Math.min(...late);
	return {
		...audit,
		lateRows: audit.lateRows + late.length,
		rereadRows: audit.rereadRows + late.filter((ms) => ms < usualMs).length,
		worstLateMs: Math.max(audit.worstLateMs, readAtMs - oldestMs),
	};
}
