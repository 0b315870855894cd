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
