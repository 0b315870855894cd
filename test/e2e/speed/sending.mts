import { overFetch, type Captured } from '../ledger/http.mts';

/** How fast requests were answered. */
export interface Timing {
	readonly perSecond: number;
	/** Time to the answer, one request each, ms. */
	readonly tookMs: readonly number[];
}

/**
 * Posts requests one after the other, several at once if told so. They are signed before the clock
 * starts, so that both sides of a comparison cost the sender the same.
 *
 * @throws when one is answered otherwise than with 200: something else would be measured.
 */
export async function sendAll(requests: readonly Captured[], atOnce: number): Promise<Timing> {
	const queue = [...requests];
	const tookMs: number[] = [];
	const work = async () => {
		for (let request = queue.pop(); request; request = queue.pop()) {
			const sentAtMs = performance.now();
			const answer = await overFetch.httpRequest({ ...request, method: 'POST' });
			tookMs.push(performance.now() - sentAtMs);
			const { statusCode } = answer as { statusCode: number };
			if (statusCode !== 200) throw new Error(`A measured request was answered ${statusCode}.`);
		}
	};
	const startedAtMs = performance.now();
	await Promise.all(Array.from({ length: atOnce }, work));
	const allMs = performance.now() - startedAtMs;
	return { perSecond: (requests.length * 1000) / allMs, tookMs };
}

/** The same requests to another address. */
export const redirected = (requests: readonly Captured[], url: string): Captured[] =>
	requests.map((request) => ({ ...request, url }));
