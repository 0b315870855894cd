import type { Moment } from '../../time/moment';
import { MINUTE_MS } from '../../time/units';

/**
 * The time of day that the count goes by. Inside a process the monotonic clock carries it on, so a
 * wall clock that is set does not open a new day early or end a pause. Changed in place.
 */
export interface TrustedTime extends Moment {
	/** Whether the platform told it; the wall clock of this server is not followed then. */
	isOfPlatform: boolean;
	/** How far the wall clock was ahead of the platform's when that last told its time, ms. */
	wallAheadMs?: number;
}

/** A wall clock that is being corrected smoothly is followed at this rate; it drifts less. */
const SLEW = 0.001;
/** How near an answer of the platform has to be to one of our clocks to be believed, in ms. */
const BELIEVED_WITHIN_MS = 2 * MINUTE_MS;
/** The platform tells whole seconds, and an answer takes its way; less than this says nothing. */
const NOISE_MS = 3_000;

/** Starts with what the wall clock says: across a restart there is nothing else. */
export function openTrustedTime(at: Moment): TrustedTime {
	return { ...at, isOfPlatform: false };
}

/** The trusted time of a moment, ms UTC. Changes `time`. */
export function trustedMs(time: TrustedTime, at: Moment): number {
	const elapsedMs = Math.max(0, at.monotonicMs - time.monotonicMs);
	const carriedMs = time.wallMs + elapsedMs;
	const slewMs = time.isOfPlatform ? 0 : elapsedMs * SLEW;
	time.wallMs = carriedMs + Math.min(slewMs, Math.max(-slewMs, at.wallMs - carriedMs));
	time.monotonicMs = Math.max(time.monotonicMs, at.monotonicMs);
	return time.wallMs;
}

/**
 * Goes by the platform's time from now on, since its day is what counts, if the trusted time or the
 * wall clock agrees with it. The wall clock alone does after the machine was suspended: the
 * monotonic clock stands still meanwhile. Changes `time`.
 *
 * @param platformAtMs what the platform says the time is now, ms UTC.
 */
export function heedPlatformTime(time: TrustedTime, at: Moment, platformAtMs: number): void {
	time.wallAheadMs = at.wallMs - platformAtMs;
	const ours = [trustedMs(time, at), at.wallMs];
	const offMs = ours.map((ms) => Math.abs(platformAtMs - ms));
	if (Math.min(...offMs) > BELIEVED_WITHIN_MS) return;
	time.isOfPlatform = true;
	if ((offMs[0] ?? 0) > NOISE_MS) time.wallMs = platformAtMs;
}
