import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from '../gateway/gateway.mts';
import { DEMAND, greatestInOneSecond } from './schedule.mts';

/** More than any of the limiters needs; a limiter that hangs must not hang the bench. */
const PATIENCE_MS = 60_000;

/** What the platform and the caller saw of one limiter. */
export interface Measured {
	readonly maxInOneSecond: number;
	/** From the first call to the last answer. */
	readonly totalMs: number;
}

/**
 * Plays the scenario: one call, and after 0.95 s forty at once.
 *
 * @param call goes through the limiter to `gateway`.
 * @throws Error when a call does not arrive, or none is answered in a minute.
 */
export const playScenario = async (
	gateway: Gateway,
	call: () => Promise<unknown>,
): Promise<Measured> => {
	await gateway.takeArrivals();
	const startedAtMs = performance.now();
	const first = call();
	await delay(DEMAND.burstAtMs);
	const burst = Array.from({ length: DEMAND.burst }, async () => await call());
	const late = new AbortController();
	await Promise.race([
		Promise.all([first, ...burst]),
		delay(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
			throw new Error(`Not all calls were answered in ${PATIENCE_MS / 1000} seconds.`);
		}),
	]);
	const totalMs = performance.now() - startedAtMs;
	late.abort();
	const arrivedAtMs = await gateway.takeArrivals();
	if (arrivedAtMs.length !== DEMAND.burst + 1) {
		throw new Error(`Of ${DEMAND.burst + 1} calls, ${arrivedAtMs.length} arrived.`);
	}
	return { maxInOneSecond: greatestInOneSecond(arrivedAtMs), totalMs };
};
