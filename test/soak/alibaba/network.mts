import type { HttpHelper } from '../../../nodes/wire/send.ts';
import type { Random } from '../../sandbox/shop/random.mts';
import type { Scheduler } from '../scheduler.mts';

/** A slow link, now and then a very slow one; ms one way. */
const USUAL_MS = [40, 400] as const;
const SLOW_MS = [1_500, 6_000] as const;
const SLOW_SHARE = 0.02;

/** Carries requests to a server on loopback, in virtual time each way. */
export function createNetwork(scheduler: Scheduler, random: Random): HttpHelper {
	const wayMs = () => {
		const [least, most] = random.chance(SLOW_SHARE) ? SLOW_MS : USUAL_MS;
		return random.int(least, most);
	};
	return {
		async httpRequest({ url, method = 'GET', headers, body }) {
			await scheduler.sleepMs(wayMs());
			const answer = await scheduler.hold(async () => {
				const response = await fetch(url, {
					method,
					headers: headers as Record<string, string>,
					...(typeof body === 'string' && { body }),
				});
				const text = await response.text();
				return {
					statusCode: response.status,
					headers: Object.fromEntries(response.headers),
					body: text,
				};
			});
			await scheduler.sleepMs(wayMs());
			return answer;
		},
	};
}
