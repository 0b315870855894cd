import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What a round sends where. */
export interface Order {
	readonly url: string;
	readonly path: string;
	readonly appKey: string;
	readonly appSecret: string;
	readonly count: number;
	readonly connections: number;
}

/** What came of a round. */
export interface Round {
	/** Time until the answer, one message each, ms. */
	readonly tookMs: number[];
	/** Time of the whole round, ms. */
	readonly allMs: number;
	/** Answers other than 200. */
	readonly refused: number;
}

/** The platform: sends signed messages from a thread of its own. */
export interface Sender {
	send(order: Order): Promise<Round>;
	close(): Promise<void>;
}

export const startSender = (): Sender => {
	const worker = new Worker(new URL('./senderThread.mts', import.meta.url));
	return {
		send: async (order) => {
			const over = new AbortController();
			const { signal } = over;
			worker.postMessage(order);
			try {
				const failed = once(worker, 'error', { signal });
				const [round] = (await Promise.race([
					once(worker, 'message', { signal }),
					failed.then(([error]) => Promise.reject(error as Error)),
				])) as [Round];
				return round;
			} finally {
				over.abort();
			}
		},
		close: async () => {
			await worker.terminate();
		},
	};
};
