import { z } from 'zod';

import { type Policy } from '../policy';
import { workingCeiling } from '../window';

/**
 * What limit answers taught on one platform day: less than the policy allows, since other programs
 * may use the same app or address, and single methods have limits of their own. Only goes down.
 */
export const ceilingsSchema = z.object({
	/** Calls in a second, all accounts. */
	callsPerSecond: z.number().int().positive().optional(),
});
export type Ceilings = z.infer<typeof ceilingsSchema>;

/** Nothing learned yet. */
export function openCeilings(): Ceilings {
	return {};
}

/** How many calls may leave in a second; undefined without such a limit. */
export function secondCeiling(ceilings: Ceilings, policy: Policy): number | undefined {
	const { second } = policy.windows;
	const { callsPerSecond } = ceilings;
	if (second === undefined) return callsPerSecond;
	return Math.min(workingCeiling(second), callsPerSecond ?? Number.POSITIVE_INFINITY);
}

/** One call a second less from now on. Changes `ceilings`. */
export function learnSecond(ceilings: Ceilings, policy: Policy): void {
	const current = secondCeiling(ceilings, policy);
	if (current !== undefined) ceilings.callsPerSecond = Math.max(1, current - 1);
}

/** Takes stored ceilings of the same day in. The lower one wins. Changes `live`. */
export function mergeCeilings(live: Ceilings, stored: Ceilings): void {
	if (stored.callsPerSecond === undefined) return;
	const known = live.callsPerSecond ?? stored.callsPerSecond;
	live.callsPerSecond = Math.min(known, stored.callsPerSecond);
}
