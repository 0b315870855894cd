import type { Cause } from '../wire/failure';

/** How often a read is sent again after the first attempt, and how long to wait before each. */
const READ_RETRIES = 3;
const READ_RETRY_DELAY_MS = 2_000;

// The request may have been answered by a proxy, cut off, or met a service that was busy. Reads
// change nothing, so sending one again is safe even when the first was carried out.
const TRANSIENT: ReadonlySet<Cause> = new Set<Cause>(['unreachable', 'timeout', 'service']);

/**
 * Decides whether a read is sent again. Limit answers are never repeated here: the quota holds the
 * account until the ban is over.
 *
 * @param cause why the attempt brought no answer.
 * @param retriesDone how often this call was already sent again for such a cause.
 * @returns the delay before the next attempt in milliseconds, or undefined to give up.
 */
export function retryDelayMs(cause: Cause, retriesDone: number): number | undefined {
	return TRANSIENT.has(cause) && retriesDone < READ_RETRIES ? READ_RETRY_DELAY_MS : undefined;
}
