import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A platform that answers every request alike and notes when it came. */
export interface Gateway {
	/** Without trailing slash. */
	readonly url: string;
	/** When requests arrived since the last look, ascending, ms of the machine's monotonic clock. */
	takeArrivals(): Promise<number[]>;
	close(): Promise<void>;
}

/**
 * Starts a gateway on the loopback address, in a thread of its own: what keeps the callers busy must
 * not change what the platform sees.
 *
 * @param answer the body of every answer, JSON text.
 */
export const startGateway = async (answer: string): Promise<Gateway> => {
	const worker = new Worker(new URL('./server.mts', import.meta.url), { workerData: { answer } });
	const [port] = (await once(worker, 'message')) as [number];
	return {
		url: `http://127.0.0.1:${port}`,
		takeArrivals: async () => {
			worker.postMessage('take');
			const [arrivedAtMs] = (await once(worker, 'message')) as [number[]];
			return arrivedAtMs;
		},
		close: async () => {
			await worker.terminate();
		},
	};
};
