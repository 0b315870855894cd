import { DAY_MS, HOUR_MS } from '../time/units';
import { shanghaiDayEndMs } from '../time/zones';
import {
	PURPOSES,
	reserveOf,
	SHARED_PURPOSES,
	type Policy,
	type Purpose,
	type SharedPurpose,
} from './policy';

/** Calls become free bit by bit while purposes lend, so asking again makes sense this often. */
const ASK_AGAIN_MS = HOUR_MS / 2;
/** A token that cannot be renewed stops everything, so these are never lent. */
const KEPT_FOR_RECOVERY = 4;

/** Whose shares are whole, whoever else has called before: without these the shop stands still. */
const SERVED_FIRST: readonly SharedPurpose[] = ['recovery', 'trigger'];

/** Calls of a day by purpose. */
export type Tally = Record<Purpose, number>;

/** Sums a tally up. */
export function totalOf(tally: Tally): number {
	return PURPOSES.reduce((sum, purpose) => sum + tally[purpose], 0);
}

/**
 * What is left of the day for a purpose, whatever its share: what is kept for Connect is there for
 * nobody else.
 *
 * @param ceiling calls of the day in all.
 * @returns never negative.
 */
export function dayLeftFor(purpose: Purpose, used: Tally, ceiling: number): number {
	const kept = purpose === 'connect' ? 0 : Math.max(0, reserveOf(ceiling) - used.connect);
	return Math.max(0, ceiling - totalOf(used) - kept);
}

/** What an even pace takes of a share until the day ends, in calls. */
export function evenNeed(share: number, restOfDayMs: number): number {
	return Math.ceil((share * restOfDayMs) / DAY_MS);
}

/**
 * The most that is still kept for a purpose today, where that is less than its even pace: what was left for
 * it after its last call. Without it, a purpose that spends at once what was kept for a slow day would
 * have the same kept for it again, at the cost of the others.
 */
export type Kept = Partial<Record<SharedPurpose, number>>;

/** Whether purposes lend to each other now. */
export function isLending(policy: Policy, restOfDayMs: number): boolean {
	return restOfDayMs <= policy.releaseHours * HOUR_MS;
}

/**
 * What is kept for a purpose until the day ends, in calls: what an even pace takes, whatever of its
 * share is spent. The rest may be lent.
 */
function paceOf(purpose: SharedPurpose, policy: Policy, restOfDayMs: number, kept: Kept): number {
	const even = evenNeed(policy.shares[purpose], restOfDayMs);
	const pace = purpose === 'recovery' ? Math.max(even, KEPT_FOR_RECOVERY) : even;
	return Math.min(pace, kept[purpose] ?? pace);
}

/**
 * What a purpose may still spend today: what is left of its share, and while purposes lend also what
 * nobody needs at an even pace. What is needed is set aside in the order of the purposes, then what
 * triggers lack that have spent more than their pace (retries, pages): a burst of actions could else
 * borrow everything, and new orders would wait for the next day. Connect may take whatever is left.
 *
 * @param ceiling calls of the day in all.
 * @param restOfDayMs how long the platform day still lasts.
 * @param kept of this day; see {@link Kept}.
 * @returns never negative.
 */
export function roomFor(
	purpose: Purpose,
	policy: Policy,
	used: Tally,
	ceiling: number,
	restOfDayMs: number,
	kept: Kept = {},
): number {
	const dayLeft = dayLeftFor(purpose, used, ceiling);
	if (purpose === 'connect') return dayLeft;
	const leftOf = (one: SharedPurpose) => Math.max(0, policy.shares[one] - used[one]);
	if (!isLending(policy, restOfDayMs)) {
		// What is kept for Connect comes off the end of the day, but neither of renewals nor of triggers.
		let notAhead = dayLeft;
		for (const first of SERVED_FIRST) {
			if (first === purpose) break;
			notAhead -= leftOf(first);
		}
		return Math.max(0, Math.min(notAhead, leftOf(purpose)));
	}
	let surplus = dayLeft;
	let room = 0;
	const setAside = (owner: SharedPurpose, calls: number) => {
		const granted = Math.min(surplus, calls);
		surplus -= granted;
		if (owner === purpose) room += granted;
	};
	for (const owner of SHARED_PURPOSES) {
		setAside(owner, Math.min(leftOf(owner), paceOf(owner, policy, restOfDayMs, kept)));
	}
	setAside(
		'trigger',
		Math.max(0, paceOf('trigger', policy, restOfDayMs, kept) - leftOf('trigger')),
	);
	return room + surplus;
}

/**
 * When a share that is spent may have calls again, ms UTC: when the others begin to lend, and from
 * then on every half hour until the day ends.
 *
 * @param nowMs trusted time, ms UTC.
 */
export function shareOpensAtMs(policy: Policy, nowMs: number): number {
	const endMs = shanghaiDayEndMs(nowMs);
	const releaseAtMs = endMs - policy.releaseHours * HOUR_MS;
	return nowMs < releaseAtMs ? releaseAtMs : Math.min(endMs, nowMs + ASK_AGAIN_MS);
}
