import { DAY_MS, MINUTE_MS } from '../time/units';

/** Calls whose account is not known, such as token calls, count against every account. */
export const ANY_ACCOUNT = '*';

/** The purposes that divide the day: a share of it is set aside for each. */
export const SHARED_PURPOSES = ['recovery', 'trigger', 'action', 'browse'] as const;
export type SharedPurpose = (typeof SHARED_PURPOSES)[number];

/** What a call is for. Connecting an account has a reserve in place of a share; see `reserveOf`. */
export const PURPOSES = ['connect', ...SHARED_PURPOSES] as const;
export type Purpose = (typeof PURPOSES)[number];

/** How many calls of a day each purpose may spend. */
export type Shares = Readonly<Record<SharedPurpose, number>>;

/** The most calls of a day that are kept for Connect. */
const MOST_FOR_CONNECT = 4;
/** One in so many calls is kept for it. */
const KEPT_IN = 50;
/** Of so few calls a day none can be spared. */
const FEWEST_TO_KEEP_FROM = 10;

/**
 * The last calls of a day, which are for connecting an account alone: whatever triggers, nodes and
 * renewals spend, the way back in stays open.
 *
 * @param callsPerDay calls of an account in a day; e.g. 4 of 200.
 */
export function reserveOf(callsPerDay: number): number {
	if (callsPerDay < FEWEST_TO_KEEP_FROM) return 0;
	return Math.min(MOST_FOR_CONNECT, Math.ceil(callsPerDay / KEPT_IN));
}

/** The limits of a platform for one app, as data. */
export interface Policy {
	name: 'connector' | 'selfDeveloped' | 'alibabaFree' | 'alibabaEnterprise' | 'custom';
	/** The platform's own numbers. A window that is absent is not limited. */
	windows: {
		/** Calls per account from midnight to midnight in Asia/Shanghai. */
		day?: number;
		/** Calls in any second, counted by the platform per IP address. */
		second?: number;
		/** Calls in any minute, counted by the platform per app from the answer on. */
		minute?: number;
	};
	/** How long the platform refuses after a breach that names no duration, in milliseconds. */
	penaltyMs: number;
	/** They add up to the calls of a day. */
	shares: Shares;
	/** What a share does not need at an even pace is lent in this many last hours of the day; 0 lends nothing. */
	releaseHours: number;
}

/** From noon in Beijing on. */
const RELEASE_HOURS = 12;
const CONNECTOR_SHARES: Shares = { recovery: 16, trigger: 130, action: 40, browse: 14 };
const CONNECTOR_DAY = 200;
const NO_SHARES: Shares = { recovery: 0, trigger: 0, action: 0, browse: 0 };

/**
 * Divides the calls of a day in the proportions of the connector tier.
 *
 * @param callsPerDay whole number, at least 1.
 */
export function sharesOf(callsPerDay: number): Shares {
	const part = (purpose: SharedPurpose) =>
		Math.floor((callsPerDay * CONNECTOR_SHARES[purpose]) / CONNECTOR_DAY);
	// Without one call for a token refresh an account would lose its authorization.
	const recovery = Math.max(1, part('recovery'));
	const action = part('action');
	const browse = part('browse');
	const trigger = Math.max(0, callsPerDay - recovery - action - browse);
	return { recovery, trigger, action, browse };
}

function perDay(name: Policy['name'], day: number, second: number): Policy {
	return {
		name,
		windows: { day, second },
		penaltyMs: 15 * MINUTE_MS,
		shares: sharesOf(day),
		releaseHours: RELEASE_HOURS,
	};
}

function perMinute(name: Policy['name'], minute: number): Policy {
	return {
		name,
		windows: { minute },
		penaltyMs: 7 * DAY_MS,
		shares: NO_SHARES,
		releaseHours: 0,
	};
}

/** The platform's connector tier: 200 calls a day for an account, 5 a second for an IP address. */
export const CONNECTOR_POLICY: Policy = perDay('connector', CONNECTOR_DAY, 5);

/** An app that a seller registered for the own shop. */
export const SELF_DEVELOPED_POLICY: Policy = perDay('selfDeveloped', 1_000, 5);

/** Alibaba.com: 5 calls a minute for an app, and a week's block after a breach. */
export const ALIBABA_FREE_POLICY: Policy = perMinute('alibabaFree', 5);

/** Alibaba.com, paid plan: 30 calls a minute for an app, and a week's block after a breach. */
export const ALIBABA_ENTERPRISE_POLICY: Policy = perMinute('alibabaEnterprise', 30);

/**
 * A policy with the user's own numbers; the shares keep the proportions of the connector tier.
 *
 * @param callsPerDay whole number, at least 1.
 * @param callsPerSecond whole number, at least 1.
 */
export function customPolicy(callsPerDay: number, callsPerSecond: number): Policy {
	return perDay('custom', callsPerDay, callsPerSecond);
}

/**
 * The policy with the user's own division of the day.
 *
 * @param shares must add up to the calls of a day; `uncoveredOf` tells whether they do.
 * @param releaseHours 0 to 24; 0 keeps every share to itself.
 */
export function withShares(policy: Policy, shares: Shares, releaseHours: number): Policy {
	return { ...policy, shares, releaseHours };
}

/** How many calls of a day are set aside for a purpose. */
export function shareOf({ shares, windows }: Policy, purpose: Purpose): number {
	return purpose === 'connect' ? reserveOf(windows.day ?? 0) : shares[purpose];
}

/** Calls of the day that belong to no share; negative when the shares promise more than there is. */
export function uncoveredOf(policy: Policy): number {
	const promised = SHARED_PURPOSES.reduce((sum, purpose) => sum + policy.shares[purpose], 0);
	return (policy.windows.day ?? 0) - promised;
}
