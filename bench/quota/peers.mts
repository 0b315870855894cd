import { RateLimit } from 'async-sema';
import Bottleneck from 'bottleneck';
import pThrottle from 'p-throttle';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';

/** Something that was told "5 calls a second". */
export interface Peer {
	/** Key in the JSON line. */
	readonly key: string;
	/** Name and setting, for a reader. */
	readonly title: string;
	/** Sets a fresh limiter in front of `send`. */
	limit(send: () => Promise<unknown>): () => Promise<unknown>;
}

const LIMIT = 5;
const SECOND_MS = 1_000;

/** Each as its own documentation writes "5 a second", and once more in its stricter form if any. */
export const PEERS: readonly Peer[] = [
	{
		key: 'rateLimiterFlexible',
		title: 'rate-limiter-flexible, `RateLimiterQueue` over `points: 5, duration: 1`',
		limit: (send) => {
			const queue = new RateLimiterQueue(new RateLimiterMemory({ points: LIMIT, duration: 1 }));
			return async () => {
				await queue.removeTokens(1);
				return await send();
			};
		},
	},
	{
		key: 'bottleneck',
		title: 'bottleneck, reservoir of 5 refreshed every second',
		limit: (send) => {
			const limiter = new Bottleneck({
				reservoir: LIMIT,
				reservoirRefreshAmount: LIMIT,
				reservoirRefreshInterval: SECOND_MS,
			});
			return async () => await limiter.schedule(send);
		},
	},
	{
		key: 'bottleneckMinTime',
		title: 'bottleneck, `minTime: 200`',
		limit: (send) => {
			const limiter = new Bottleneck({ minTime: SECOND_MS / LIMIT });
			return async () => await limiter.schedule(send);
		},
	},
	{
		key: 'pThrottle',
		title: 'p-throttle, `limit: 5, interval: 1000`',
		limit: (send) => pThrottle({ limit: LIMIT, interval: SECOND_MS })(send),
	},
	{
		key: 'pThrottleStrict',
		title: 'p-throttle, the same with `strict`',
		limit: (send) => pThrottle({ limit: LIMIT, interval: SECOND_MS, strict: true })(send),
	},
	{
		key: 'asyncSema',
		title: 'async-sema, `RateLimit(5)`',
		limit: (send) => {
			const turn = RateLimit(LIMIT);
			return async () => {
				await turn();
				return await send();
			};
		},
	},
];
