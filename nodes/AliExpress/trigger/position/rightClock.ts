import { MINUTE_MS } from '../../../time/units';
import { OVERLAP_MS } from './position';
import { LISTS } from '../lists/lists';
import { mapLists, type TriggerState } from './state';

/** Clocks that agree differ by less than this. */
const CLOCK_SLACK_MS = MINUTE_MS;

/** Whether a moment that was noted when something was read lies ahead, since the clock was, ms UTC. */
export function isAhead(notedMs: number, nowMs: number): boolean {
	return notedMs > nowMs + CLOCK_SLACK_MS;
}

/**
 * A state once a clock that was ahead is right again: what counted as reached then had not happened yet.
 * A payment of 20:52 that the list did not show in a read which the clock called 21:23 would else lie
 * before the next window.
 *
 * @returns the very same state when the clock was right.
 */
export function withRightClock(state: TriggerState, nowMs: number): TriggerState {
	const wasAhead = LISTS.some((list) => isAhead(state.lists[list]?.readAtMs ?? 0, nowMs));
	if (!wasAhead) return state;
	const lists = mapLists(state.lists, (position) => {
		if (!isAhead(position.readAtMs, nowMs)) return position;
		const reachedMs = Math.min(position.reachedMs, nowMs - OVERLAP_MS);
		return { ...position, reachedMs, readAtMs: nowMs, reachedAtMs: nowMs };
	});
	return { ...state, lists };
}
