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

/** In the last hours calls become free bit by bit, so asking again makes sense this often. */
const ASK_AGAIN_MS = HOUR_MS / 2;
/** A token that cannot be renewed stops everything, so these are never lent. */
const KEPT_FOR_RECOVERY = 4;

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

/** What an even pace takes of a share until the day ends. */
function evenNeed(share: number, restOfDayMs: number): number {
	return Math.ceil((share * restOfDayMs) / DAY_MS);
}

/** What a purpose will still need of its share today at an even pace; the rest may be lent. */
function neededBy(
	purpose: SharedPurpose,
	policy: Policy,
	used: Tally,
	restOfDayMs: number,
): number {
	const share = policy.shares[purpose];
	const left = Math.max(0, share - used[purpose]);
	const even = evenNeed(share, restOfDayMs);
	return Math.min(left, purpose === 'recovery' ? Math.max(even, KEPT_FOR_RECOVERY) : even);
}

/**
 * What triggers that have spent more than an even pace need beyond their share to keep it. A burst of
 * actions could else borrow everything, and new orders would wait for the next day.
 */
function lackOfTriggers(policy: Policy, used: Tally, restOfDayMs: number): number {
	const even = evenNeed(policy.shares.trigger, restOfDayMs);
	return even - neededBy('trigger', policy, used, restOfDayMs);
}

/**
 * What a purpose may still spend today: what is left of its share, and in the last hours of the day
 * also what nobody needs any more; triggers borrow first. What is needed is set aside in the order of
 * the purposes, since late borrowing can leave less than all of them need. Connect may take whatever
 * is left.
 *
 * @param ceiling calls of the day in all.
 * @param restOfDayMs how long the platform day still lasts.
 * @returns never negative.
 */
export function roomFor(
	purpose: Purpose,
	policy: Policy,
	used: Tally,
	ceiling: number,
	restOfDayMs: number,
): number {
	const dayLeft = dayLeftFor(purpose, used, ceiling);
	if (purpose === 'connect') return dayLeft;
	if (restOfDayMs > policy.releaseHours * HOUR_MS) {
		return Math.min(dayLeft, Math.max(0, policy.shares[purpose] - used[purpose]));
	}
	let surplus = dayLeft;
	let setAside = 0;
	for (const other of SHARED_PURPOSES) {
		const needed = Math.min(surplus, neededBy(other, policy, used, restOfDayMs));
		surplus -= needed;
		if (other === purpose) setAside = needed;
	}
	if (purpose === 'trigger') return setAside + surplus;
	return setAside + Math.max(0, surplus - lackOfTriggers(policy, used, restOfDayMs));
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
