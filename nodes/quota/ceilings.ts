import { z } from 'zod';

import { type Policy } from './policy';
import { workingCeiling } from './window';

/**
 * What limit answers taught on one platform day: less than the policy allows, since other programs
 * may use the same app or address, and single methods have limits of their own. Only goes down.
 */
export const ceilingsSchema = z.object({
	/** Calls in a second, all accounts. */
	callsPerSecond: z.number().int().positive().optional(),
	/** Calls of the day, by account. */
	callsPerDay: z.record(z.string(), z.number().int().nonnegative()),
});
export type Ceilings = z.infer<typeof ceilingsSchema>;

/** Nothing learned yet. */
export function openCeilings(): Ceilings {
	return { callsPerDay: {} };
}

/** How many calls may leave in a second; undefined without such a limit. */
export function secondCeiling(ceilings: Ceilings, policy: Policy): number | undefined {
	const { second } = policy.windows;
	const { callsPerSecond } = ceilings;
	if (second === undefined) return callsPerSecond;
	return Math.min(workingCeiling(second), callsPerSecond ?? Number.POSITIVE_INFINITY);
}

/** How many calls an account may make today; infinite without such a limit. */
export function dayCeiling(ceilings: Ceilings, policy: Policy, account: string): number {
	const day = policy.windows.day ?? Number.POSITIVE_INFINITY;
	return Math.min(day, ceilings.callsPerDay[account] ?? day);
}

/** One call a second less from now on. Changes `ceilings`. */
export function learnSecond(ceilings: Ceilings, policy: Policy): void {
	const current = secondCeiling(ceilings, policy);
	if (current !== undefined) ceilings.callsPerSecond = Math.max(1, current - 1);
}

/** The platform's day ended at this number of calls. Changes `ceilings`. */
export function learnDay(ceilings: Ceilings, account: string, calls: number): void {
	const known = ceilings.callsPerDay[account] ?? Number.POSITIVE_INFINITY;
	ceilings.callsPerDay[account] = Math.min(known, calls);
}

/** Takes stored ceilings of the same day in. The lower one wins. Changes `live`. */
export function mergeCeilings(live: Ceilings, stored: Ceilings): void {
	if (stored.callsPerSecond !== undefined) {
		const known = live.callsPerSecond ?? stored.callsPerSecond;
		live.callsPerSecond = Math.min(known, stored.callsPerSecond);
	}
	for (const [account, calls] of Object.entries(stored.callsPerDay)) {
		learnDay(live, account, calls);
	}
}
