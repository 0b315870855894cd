import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.mts';

/**
 * n8n polls every minute at most. Whether a call is due is for the trigger to say, however often it
 * is asked.
 */
export const TICK_MS = 500;

export interface PollLoop {
	/** Finishes the polls under way and ends. */
	stop(): Promise<void>;
}

/**
 * Polls every workflow of the stage, each at its own pace, until stopped.
 *
 * @param report told what a poll or the execution after it failed with
 */
export const startPolling = (
	stage: Stage,
	report: (sentence: string) => void,
	tickMs: number = TICK_MS,
): PollLoop => {
	const stopping = new AbortController();
	let reported = 0;
	const reportFailures = (): void => {
		const failures = stage.host.executions.filter(({ error }) => error !== undefined);
		for (const { workflowName, error } of failures.slice(reported)) {
			report(`${workflowName}: ${error?.message}`);
		}
		reported = failures.length;
	};
	const keepPolling = async (name: string): Promise<void> => {
		while (!stopping.signal.aborted) {
			await stage.polling[name]?.poll(undefined, { inBackground: true });
			reportFailures();
			// A stop ends the pause early; that is no failure.
			await sleep(tickMs, undefined, { signal: stopping.signal }).catch(() => undefined);
		}
	};
	const loops = Promise.all(Object.keys(stage.polling).map(keepPolling));
	return {
		stop: async () => {
			stopping.abort();
			await loops;
		},
	};
};
