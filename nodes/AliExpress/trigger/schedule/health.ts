import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { HOUR_MS, MINUTE_MS } from '../../../time/units';
import type { ListName } from '../lists/lists';

/** How reading a list has gone lately. Times are ms UTC. */
export interface Health {
	/** Reads in a row that brought nothing. */
	failures: number;
	/** When the first of them was. */
	failingSinceMs: number;
	/** When the last of them was. */
	failedAtMs: number;
	/** What the last of them said; for the user, without secrets. */
	why: string;
}

/** A read failed in a way that the user has to hear of at once. */
export interface Fault {
	list: ListName;
	/** The n8n error to throw. */
	error: Error;
	/** Triggers that asked for the read and were not told yet. */
	untold: Set<string>;
}

/** Failed reads are reported when they have lasted this long at least. */
const REPORT_AFTER_MS = 30 * MINUTE_MS;
/** While they go on, they are reported again this often. */
const REPORT_AGAIN_MS = 6 * HOUR_MS;

/** A list that reads well. */
export function healthy(): Health {
	return { failures: 0, failingSinceMs: 0, failedAtMs: 0, why: '' };
}

/** The health of a list after a read that brought nothing. */
export function afterFailure(health: Health, why: string, nowMs: number): Health {
	const isFirst = health.failures === 0;
	return {
		failures: health.failures + 1,
		failingSinceMs: isFirst ? nowMs : health.failingSinceMs,
		failedAtMs: nowMs,
		why,
	};
}

/**
 * Whether the user is to be told of failed reads: often enough in a row, for long enough, and not
 * told of lately.
 *
 * @param toldAtMs when this trigger told last, ms UTC; undefined for never.
 */
export function isToBeReported(
	health: Health,
	afterFailures: number,
	toldAtMs: number | undefined,
	nowMs: number,
): boolean {
	const { failures, failingSinceMs } = health;
	if (failures < afterFailures || nowMs - failingSinceMs < REPORT_AFTER_MS) return false;
	const isTold = toldAtMs !== undefined && toldAtMs >= failingSinceMs;
	return !isTold || nowMs - toldAtMs >= REPORT_AGAIN_MS;
}

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

/** Whether the platform does not take what it was asked for, so that another way is worth a try. */
export function isRefused(reason: unknown): reason is NodeApiError {
	return reason instanceof NodeApiError && ['400', '422'].includes(reason.httpCode ?? '');
}

/** Whether what failed leaves the other way open: without the permission for orders reviews are there. */
export function isOfOneList(reason: unknown): boolean {
	if (reason instanceof TypeError) return true;
	return reason instanceof NodeApiError && !['401', '429'].includes(reason.httpCode ?? '');
}

/** A read that failed in passing is tried with the next tick, then after 2, 4 and 8 minutes. */
const AGAIN_AFTER_MS = [45_000, 105_000, 225_000, 465_000];

/** How soon a read that failed in passing is tried again, ms; undefined for as the plan says. */
export function againAfterMs({ failures }: Health): number | undefined {
	return AGAIN_AFTER_MS[failures - 1];
}

/**
 * The n8n error of an answer that does not have the documented shape.
 *
 * @param reason names the field and holds nothing of its content.
 */
export function unexpectedFormOf(node: INode, reason: unknown): NodeOperationError {
	const field = reason instanceof TypeError ? `${reason.message} ` : '';
	return new NodeOperationError(node, 'AliExpress answered in an unexpected form', {
		description: `${field}Nothing was taken from this answer and nothing is lost: the same time is read again. If it stays so, update this package.`,
	});
}
