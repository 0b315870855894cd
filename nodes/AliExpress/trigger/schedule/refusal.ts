import { NodeApiError } from 'n8n-workflow';

import { MINUTE_MS } from '../../../time/units';

const RATE_PAUSE_MS = 15 * MINUTE_MS;

/**
 * Until when a call was refused for want of quota, or undefined when it failed for another reason.
 * Such a poll is not a fault of the workflow: it waits.
 *
 * @param dayEndsAtMs next midnight in Asia/Shanghai, ms UTC.
 */
export function refusedUntilMs(
	reason: unknown,
	nowMs: number,
	dayEndsAtMs: number,
): number | undefined {
	if (!(reason instanceof NodeApiError) || reason.httpCode !== '429') return undefined;
	const { failure } = reason;
	if (failure && 'resetsAtEpochMs' in failure && failure.resetsAtEpochMs !== undefined) {
		return Math.max(failure.resetsAtEpochMs, nowMs + MINUTE_MS);
	}
	if (failure?.cause === 'quota-exhausted') return dayEndsAtMs;
	const pauseMs = failure && 'retryAfterMs' in failure ? failure.retryAfterMs : undefined;
	return nowMs + Math.max(pauseMs ?? RATE_PAUSE_MS, MINUTE_MS);
}

/**
 * Whether a read failed for a reason that passes by itself, such as a service that is down. Such a
 * read is tried again by the plan; only many in a row are worth the user's time.
 */
export function isPassing(reason: unknown): boolean {
	return reason instanceof NodeApiError && reason.failure?.cause === 'temporarily-unavailable';
}
