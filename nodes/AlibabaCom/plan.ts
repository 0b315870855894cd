import { z } from 'zod';

import { ALIBABA_ENTERPRISE_POLICY, ALIBABA_FREE_POLICY, type Policy } from '../quota/policy';
import { HOUR_MS } from '../time/units';
import { LONGEST_PAUSE_MS } from '../wire/failure';

const limit = z.coerce.number().int().min(0).catch(0);

/** How a credential says what its app may spend. What it leaves out is the free plan. */
export const planSettings = {
	plan: z.enum(['free', 'enterprise', 'custom']).catch('free'),
	callsPerMinute: limit,
	callsPerSecond: limit,
	pauseHours: z.coerce
		.number()
		.min(0)
		.max(LONGEST_PAUSE_MS / HOUR_MS)
		.catch(ALIBABA_FREE_POLICY.penaltyMs / HOUR_MS),
};
type PlanSettings = z.infer<z.ZodObject<typeof planSettings>>;

/**
 * The limits that a credential chooses. Own numbers without any limit are those of the free plan: a
 * breach costs a week.
 */
export function planPolicy(settings: PlanSettings): Policy {
	const { plan, callsPerMinute, callsPerSecond, pauseHours } = settings;
	if (plan === 'enterprise') return ALIBABA_ENTERPRISE_POLICY;
	if (plan === 'free' || (callsPerMinute === 0 && callsPerSecond === 0)) return ALIBABA_FREE_POLICY;
	return {
		...ALIBABA_FREE_POLICY,
		name: 'custom',
		windows: {
			...(callsPerMinute > 0 && { minute: callsPerMinute }),
			...(callsPerSecond > 0 && { second: callsPerSecond }),
		},
		penaltyMs: pauseHours * HOUR_MS,
	};
}
