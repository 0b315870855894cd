import type { Moment } from '../platform/moment';

/**
 * The time of day that the count goes by. Inside a process the monotonic clock carries it on, so a
 * wall clock that is set does not open a new day early or end a pause. Changed in place.
 */
export type TrustedTime = Moment;

/** A wall clock that is being corrected smoothly is followed at this rate; it drifts less. */
const SLEW = 0.001;
/** How near an answer of the platform has to be to the wall clock to be believed, in ms. */
const BELIEVED_WITHIN_MS = 2 * 60_000;
/** The platform tells whole seconds, and an answer takes its way; less than this says nothing. */
const NOISE_MS = 3_000;

/** Starts with what the wall clock says: across a restart there is nothing else. */
export function openTrustedTime(at: Moment): TrustedTime {
	return { ...at };
}

/** The trusted time of a moment, ms UTC. Changes `time`. */
export function trustedMs(time: TrustedTime, at: Moment): number {
	const elapsedMs = Math.max(0, at.monotonicMs - time.monotonicMs);
	const carriedMs = time.wallMs + elapsedMs;
	const slewMs = elapsedMs * SLEW;
	time.wallMs = carriedMs + Math.min(slewMs, Math.max(-slewMs, at.wallMs - carriedMs));
	time.monotonicMs = Math.max(time.monotonicMs, at.monotonicMs);
	return time.wallMs;
}

/**
 * Takes the platform's time over when the wall clock agrees with it, e.g. after the machine was
 * suspended: the monotonic clock stands still meanwhile, and the platform's day is what counts.
 * Changes `time`.
 *
 * @param platformAtMs what the platform says the time is now, ms UTC.
 */
export function heedPlatformTime(time: TrustedTime, at: Moment, platformAtMs: number): void {
	if (Math.abs(platformAtMs - at.wallMs) > BELIEVED_WITHIN_MS) return;
	if (Math.abs(platformAtMs - trustedMs(time, at)) <= NOISE_MS) return;
	time.wallMs = platformAtMs;
}
