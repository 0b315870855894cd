import { sleep } from 'n8n-workflow';

/** Time as the client, the quota and the feed see it, so that tests can drive days in seconds. */
export interface Clock {
	/** Wall clock in milliseconds since the epoch, UTC. May be set forward and back. */
	nowMs(): number;
	/** Milliseconds since some moment in the life of this process. Only ever grows. */
	monotonicMs(): number;
	/** When this process loaded the package, monotonic ms; before that it cannot have called. */
	readonly loadedAtMs?: number;
	/** Resolves after `durationMs`, or at once when `signal` is aborted. Never rejects. */
	sleepMs(durationMs: number, signal?: AbortSignal): Promise<void>;
}

/** The real clock. Timers come from n8n because nodes may not hold timers of their own. */
export const systemClock: Clock = {
	nowMs: () => Date.now(),
	monotonicMs: () => performance.now(),
	loadedAtMs: performance.now(),
	sleepMs: async (durationMs, signal) => {
		if (signal?.aborted || durationMs <= 0) return;
		if (!signal) {
			await sleep(durationMs);
			return;
		}
		let wake: () => void = () => undefined;
		const cancelled = new Promise<void>((resolve) => {
			wake = resolve;
			signal.addEventListener('abort', wake, { once: true });
		});
		await Promise.race([sleep(durationMs), cancelled]);
		signal.removeEventListener('abort', wake);
	},
};
