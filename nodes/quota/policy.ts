/** What a call is for. A share of the day is set aside for each. */
export const PURPOSES = ['recovery', 'trigger', 'action', 'browse'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The platform's limits for an app, as data. */
export interface Policy {
	name: 'connector' | 'custom';
	/** Calls per account and platform day (midnight to midnight in Asia/Shanghai). */
	callsPerDay: number;
	/** Calls in any second, counted by the platform per IP address. */
	callsPerSecond: number;
	/** How long the platform refuses after a breach that names no duration, in milliseconds. */
	penaltyMs: number;
	/** How many calls of the day each purpose may spend; they add up to `callsPerDay`. */
	shares: Readonly<Record<Purpose, number>>;
}

const PENALTY_MS = 15 * 60_000;
const CONNECTOR_SHARES = { recovery: 16, trigger: 130, action: 40, browse: 14 } as const;
const CONNECTOR_DAY = 200;

function scaledShares(callsPerDay: number): Record<Purpose, number> {
	const part = (purpose: Purpose) =>
		Math.floor((callsPerDay * CONNECTOR_SHARES[purpose]) / CONNECTOR_DAY);
	// Without one call for a token refresh an account would lose its authorization.
	const recovery = Math.max(1, part('recovery'));
	const action = part('action');
	const browse = part('browse');
	return {
		recovery,
		action,
		browse,
		trigger: Math.max(0, callsPerDay - recovery - action - browse),
	};
}

/** The platform's connector tier: 200 calls a day for an account, 5 a second for an IP address. */
export const CONNECTOR_POLICY: Policy = {
	name: 'connector',
	callsPerDay: CONNECTOR_DAY,
	callsPerSecond: 5,
	penaltyMs: PENALTY_MS,
	shares: CONNECTOR_SHARES,
};

/**
 * A policy with the user's own numbers; the shares keep the proportions of the connector tier.
 *
 * @param callsPerDay whole number, at least 1.
 * @param callsPerSecond whole number, at least 1.
 */
export function customPolicy(callsPerDay: number, callsPerSecond: number): Policy {
	const shares = scaledShares(callsPerDay);
	return { name: 'custom', callsPerDay, callsPerSecond, penaltyMs: PENALTY_MS, shares };
}
