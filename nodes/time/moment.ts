import { MINUTE_MS } from './units';

/** One moment on both clocks. */
export interface Moment {
	/** Wall clock, ms UTC. */
	wallMs: number;
	/** Milliseconds since some moment in the life of this process. */
	monotonicMs: number;
}

/** Reads both clocks. */
export function momentOf(clock: { nowMs(): number; monotonicMs(): number }): Moment {
	return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
}

/** Clocks that agree differ by less than this. */
const CLOCK_SLACK_MS = MINUTE_MS;

/** Whether a moment that was noted when something was read lies ahead, since the clock was, ms UTC. */
export function isAhead(notedMs: number, nowMs: number): boolean {
	return notedMs > nowMs + CLOCK_SLACK_MS;
}
