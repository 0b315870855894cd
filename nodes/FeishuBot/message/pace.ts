import { createHash } from 'node:crypto';

import type { Clock } from '../../time/clock';

/** At most `limit` messages in any span of `spanMs` milliseconds. */
export interface PaceWindow {
	limit: number;
	spanMs: number;
}

/**
 * Feishu allows 5 per second and 100 per minute and bot. A little less is used, so that jitter of
 * timers and network cannot turn 5 sent into 6 received.
 */
export const BOT_WINDOWS: readonly PaceWindow[] = [
	{ limit: 4, spanMs: 1_100 },
	{ limit: 95, spanMs: 61_000 },
];

/** Send times (monotonic ms) per webhook, kept only for as long as a window looks back. */
export type SendLog = Map<string, number[]>;

// Shared by all executions of this process: the limit counts the bot, not the workflow. Never
// larger than the sends of the last 61 seconds, because older ones are dropped at every turn.
const processLog: SendLog = new Map();

/** The key of a webhook in the log. A hash, so that memory holds no address. */
export function paceKey(webhookUrl: string): string {
	return createHash('sha256').update(webhookUrl).digest('hex');
}

/**
 * How long to wait before one more message may leave; 0 when it may leave now.
 *
 * @param sentMs send times, oldest first.
 */
export function waitMs(
	sentMs: readonly number[],
	nowMs: number,
	windows: readonly PaceWindow[],
): number {
	let wait = 0;
	for (const { limit, spanMs } of windows) {
		const first = sentMs[sentMs.length - limit];
		if (first !== undefined) wait = Math.max(wait, first + spanMs - nowMs);
	}
	return wait;
}

/**
 * Waits until a message to this webhook may leave and writes it down. Check and entry happen
 * without a pause between them, so parallel executions cannot take the same place.
 *
 * @returns false when the execution was cancelled before its turn came.
 */
export async function takeTurn(
	key: string,
	clock: Clock,
	signal?: AbortSignal,
	log: SendLog = processLog,
	windows: readonly PaceWindow[] = BOT_WINDOWS,
): Promise<boolean> {
	while (!signal?.aborted) {
		const nowMs = clock.monotonicMs();
		forgetOld(log, nowMs, windows);
		const sentMs = log.get(key) ?? [];
		const wait = waitMs(sentMs, nowMs, windows);
		if (wait <= 0) {
			log.set(key, [...sentMs, nowMs]);
			return true;
		}
		await clock.sleepMs(wait, signal);
	}
	return false;
}

function forgetOld(log: SendLog, nowMs: number, windows: readonly PaceWindow[]): void {
	const longestMs = Math.max(...windows.map(({ spanMs }) => spanMs));
	for (const [key, sentMs] of log) {
		const recent = sentMs.filter((time) => time > nowMs - longestMs);
		if (recent.length === 0) log.delete(key);
		else log.set(key, recent);
	}
}
