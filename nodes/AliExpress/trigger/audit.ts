import type { Occurrence } from './events';
import type { Audit, ListState } from './state';

/** The audit of a list so far. */
export function auditOf(state: ListState): Audit {
	return state.audit ?? { lateRows: 0, rereadRows: 0, worstLateMs: 0 };
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
	const late = found.filter(({ axisMs }) => axisMs < state.cursorMs);
	if (late.length === 0) return state.audit;
	const audit = auditOf(state);
	const usualMs = state.cursorMs - state.lookbackMs;
	const oldestMs = Math.min(...late.map(({ axisMs }) => axisMs));
	return {
		...audit,
		lateRows: audit.lateRows + late.length,
		rereadRows: audit.rereadRows + late.filter(({ axisMs }) => axisMs < usualMs).length,
		worstLateMs: Math.max(audit.worstLateMs, readAtMs - oldestMs),
	};
}
