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
