import { z } from 'zod';

import { PURPOSES, type Purpose } from './policy';
import type { Spending } from './store';

const tally = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
const bySpender = z.record(z.string(), tally);
const byPurpose = z.record(z.enum(PURPOSES), bySpender);

/**
 * What was spent on one platform day: instance → account → purpose → spender → [taken, given back].
 * Each loaded copy of this module counts under a name of its own and only ever upwards, so two
 * states merge by taking the larger number: an older write can never lower the count.
 */
export const dayCountSchema = z.object({
	dayInShanghai: z.string(),
	instances: z.record(z.string(), z.record(z.string(), byPurpose)),
});
export type DayCount = z.infer<typeof dayCountSchema>;

/** Names of workflows are the user's; beyond this many a day the rest is counted together. */
const MAX_SPENDERS = 60;
const OTHER_SPENDERS = '(other workflows)';

/** Calls whose account is not known, such as token calls, count against every account. */
export const ANY_ACCOUNT = '*';

/** A name as key of a plain object; names that every object has would be lost or do harm. */
export function keyOf(name: string): string {
	return name in {} ? `(${name})` : name;
}

/** An empty count for a day. */
export function openDay(dayInShanghai: string): DayCount {
	return { dayInShanghai, instances: {} };
}

interface Entry {
	account: string;
	purpose: Purpose;
	spender: string;
	calls: number;
}

function* entriesOf(count: DayCount): Generator<Entry> {
	for (const accounts of Object.values(count.instances)) {
		for (const [account, purposes] of Object.entries(accounts)) {
			for (const purpose of PURPOSES) {
				for (const [spender, [taken, returned]] of Object.entries(purposes[purpose] ?? {})) {
					yield { account, purpose, spender, calls: taken - returned };
				}
			}
		}
	}
}

/** What an account spent, largest first. Calls of unknown accounts are included. */
export function spendingOf(count: DayCount, accountName: string): Spending[] {
	const account = keyOf(accountName);
	const sums = new Map<string, Spending>();
	for (const entry of entriesOf(count)) {
		if (entry.account !== account && entry.account !== ANY_ACCOUNT) continue;
		const key = `${entry.purpose}\n${entry.spender}`;
		const sum = sums.get(key) ?? { spender: entry.spender, purpose: entry.purpose, calls: 0 };
		sum.calls += entry.calls;
		sums.set(key, sum);
	}
	return [...sums.values()].filter((sum) => sum.calls > 0).sort((a, b) => b.calls - a.calls);
}

/** Every account that spent today, and the stand-in for unknown ones. */
export function accountsOf(count: DayCount): string[] {
	const named = Object.values(count.instances).flatMap((accounts) => Object.keys(accounts));
	return [...new Set([...named, ANY_ACCOUNT])];
}

function tallies(count: DayCount, instance: string, account: string, purpose: Purpose) {
	const accounts = (count.instances[instance] ??= {});
	const purposes = (accounts[account] ??= {});
	return (purposes[purpose] ??= {});
}

/** Counts one call taken (`field` 0) or given back (`field` 1). Changes `count`. */
export function addCall(
	count: DayCount,
	instance: string,
	call: { account: string; purpose: Purpose; spender: string },
	field: 0 | 1,
): string {
	const spenders = tallies(count, instance, keyOf(call.account), call.purpose);
	const name = keyOf(call.spender);
	const isKnown = spenders[name] !== undefined || Object.keys(spenders).length < MAX_SPENDERS;
	const spender = isKnown ? name : OTHER_SPENDERS;
	const entry = (spenders[spender] ??= [0, 0]);
	entry[field] += 1;
	return spender;
}

/**
 * Merges a stored count into the live one. The later day wins; within a day the larger number does.
 * Changes `live` and returns it, or returns the stored count when its day is later.
 */
export function mergeCounts(live: DayCount, stored: DayCount): DayCount {
	if (stored.dayInShanghai > live.dayInShanghai) return stored;
	if (stored.dayInShanghai < live.dayInShanghai) return live;
	for (const [instance, accounts] of Object.entries(stored.instances)) {
		for (const [account, purposes] of Object.entries(accounts)) {
			for (const purpose of PURPOSES) {
				for (const [spender, [taken, returned]] of Object.entries(purposes[purpose] ?? {})) {
					const entry = (tallies(live, instance, account, purpose)[spender] ??= [0, 0]);
					entry[0] = Math.max(entry[0], taken);
					entry[1] = Math.max(entry[1], returned);
				}
			}
		}
	}
	return live;
}
