import type { Random } from '../sandbox/shop/random.mts';
import type { Life } from './life.mts';
import { networkFailure } from './loopback.mts';
import type { HttpAnswer, HttpOptions, Loopback } from './loopback.mts';
import type { Scheduler } from './scheduler.mts';

/** What the way to the platform can do to a request. */
export type Disturbance =
	/** No connection: the platform does not see the request. */
	| 'refused'
	/** The answer does not arrive. */
	| 'lost'
	/** The answer takes as long as the caller waits, and half as long again. */
	| 'late';

/** The way between n8n and the platform. It takes time, and not always the same. */
export interface Network {
	send(life: Life, options: HttpOptions): Promise<HttpAnswer>;
	/** The next request meets this. */
	disturb(disturbance: Disturbance): void;
	/** When requests were disturbed, true time; the platform's log does not tell. */
	readonly disturbedAtMs: readonly number[];
}

/** Ends of the time a request takes to the platform: usual, and with a cold connection. */
const FASTEST_MS = 15;
const USUAL_MS = 90;
/**
 * The working ceiling of four calls in 1.1 s, evenly spaced, keeps a sixth call out of a second as
 * long as no request takes 375 ms more than another.
 */
const SLOWEST_MS = 300;
const SLOWEST_ANSWER_MS = 400;
const DEFAULT_TIMEOUT_MS = 300_000;

/**
 * @param arrived is told of every request that the platform has just judged.
 */
export function createNetwork(
	scheduler: Scheduler,
	loopback: Loopback,
	random: Random,
	arrived: (life: Life) => void,
): Network {
	const disturbances: Disturbance[] = [];
	const disturbedAtMs: number[] = [];

	function judged(life: Life, options: HttpOptions): HttpAnswer | Error {
		try {
			const answer = loopback.post(options);
			// The platform tells its time in whole seconds.
			return { ...answer, headers: { date: new Date(scheduler.nowMs()).toUTCString() } };
		} catch (reason) {
			// Anything else is a defect of the sandbox and ends the run.
			if (reason instanceof Error && 'code' in reason) return reason;
			throw reason;
		} finally {
			arrived(life);
		}
	}

	return {
		disturb: (disturbance) => disturbances.push(disturbance),
		disturbedAtMs,
		send: async (life, options) =>
			await new Promise<HttpAnswer>((resolve, reject) => {
				if (life.endedAtMs !== undefined) {
					// Nothing that the package does with the error may hide it: it ends the run.
					const defect = new Error('A process that has ended sends a request');
					return scheduler.start(async () => await Promise.reject(defect));
				}
				const { timeout = DEFAULT_TIMEOUT_MS, abortSignal } = options;
				const disturbance = disturbances.shift();
				if (disturbance) disturbedAtMs.push(scheduler.nowMs());
				const fail = (code: string) => () => reject(networkFailure(code));
				if (abortSignal?.aborted) return fail('ERR_CANCELED')();
				if (disturbance === 'refused') return life.resume(USUAL_MS, fail('ECONNREFUSED'));
				abortSignal?.addEventListener('abort', fail('ERR_CANCELED'), { once: true });
				life.resume(timeout, fail('ECONNABORTED'));
				const outboundMs = random.chance(0.15)
					? random.int(USUAL_MS, SLOWEST_MS)
					: random.int(FASTEST_MS, USUAL_MS);
				const inboundMs =
					disturbance === 'late' ? timeout * 1.5 : random.int(FASTEST_MS, SLOWEST_ANSWER_MS);
				// What is on its way arrives, also when the process that sent it has ended meanwhile.
				scheduler.at(scheduler.nowMs() + outboundMs, () => {
					const answer = judged(life, options);
					if (disturbance === 'lost') return;
					life.resume(inboundMs, () => {
						if (answer instanceof Error) reject(answer);
						else resolve(answer);
					});
				});
				return undefined;
			}),
	};
}
