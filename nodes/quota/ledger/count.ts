import { z } from 'zod';

import { HOUR_MS } from '../../time/units';
import { keyOf } from '../../wire/json';
import {
	ANY_ACCOUNT,
	PURPOSES,
	SHARED_PURPOSES,
	type Purpose,
	type SharedPurpose,
} from '../policy';
import type { Kept, Tally } from '../shares';
import type { Spending } from '../store';

const tally = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
const bySpender = z.record(z.string(), tally);
const byPurpose = z.record(z.enum(PURPOSES), bySpender);

const byAccount = z.record(z.string(), byPurpose);

/**
 * What was spent on one platform day: instance → account → purpose → spender → [taken, given back].
 * Each loaded copy of this module counts under a name of its own and only ever upwards, so two
 * states merge by taking the larger number: an older write can never lower the count.
 */
export const dayCountSchema = z.object({
	dayInShanghai: z.string(),
	instances: z.record(
		z.string(),
		z.object({
			/** When it last counted, ms UTC. */
			countedAtMs: z.number(),
			accounts: byAccount,
		}),
	),
	/** Instances that another one has taken over into its own numbers. */
	folded: z.array(z.string()),
	/** By account: the most that is still kept for a purpose. Only goes down, so the lower one wins. */
	kept: z
		.record(z.string(), z.record(z.enum(SHARED_PURPOSES), z.number().int().nonnegative()))
		.default(() => ({})),
});
export type DayCount = z.infer<typeof dayCountSchema>;

/** Names of workflows are the user's; beyond this many a day the rest is counted together. */
const MAX_SPENDERS = 60;
const OTHER_SPENDERS = '(other workflows)';

/** Instances of a day; every start of n8n adds one. */
const MAX_INSTANCES = 12;
/** An instance that counted this recently may still be alive. */
const ALIVE_WITHIN_MS = HOUR_MS;

/** An empty count for a day. */
export function openDay(dayInShanghai: string): DayCount {
	return { dayInShanghai, instances: {}, folded: [], kept: {} };
}

/** How many instances may count at this time: each start of n8n is one, and each process beside it. */
export function countingLately({ instances }: DayCount, nowMs: number): number {
	const lately = Object.values(instances).filter(
		({ countedAtMs }) => countedAtMs > nowMs - ALIVE_WITHIN_MS,
	);
	return lately.length;
}

/** Walks over what an account spent. Calls of unknown accounts are included. */
function forEachTally(
	count: DayCount,
	accountName: string,
	visit: (purpose: Purpose, spender: string, calls: number) => void,
): void {
	const account = keyOf(accountName);
	const names = account === ANY_ACCOUNT ? [ANY_ACCOUNT] : [account, ANY_ACCOUNT];
	for (const instance in count.instances) {
		for (const name of names) {
			const purposes = count.instances[instance]?.accounts[name];
			if (!purposes) continue;
			for (const purpose of PURPOSES) {
				const spenders = purposes[purpose];
				for (const spender in spenders) {
					const [taken, returned] = spenders[spender] ?? [0, 0];
					visit(purpose, spender, taken - returned);
				}
			}
		}
	}
}

/** What an account spent, by purpose. Calls of unknown accounts are included. */
export function tallyOf(count: DayCount, account: string): Tally {
	const tally: Tally = { connect: 0, recovery: 0, trigger: 0, action: 0, browse: 0 };
	forEachTally(count, account, (purpose, _, calls) => {
		tally[purpose] += calls;
	});
	return tally;
}

/** What an account spent, largest first. Calls of unknown accounts are included. */
export function spendingOf(count: DayCount, account: string): Spending[] {
	const sums = new Map<string, Spending>();
	forEachTally(count, account, (purpose, spender, calls) => {
		const key = `${purpose}\n${spender}`;
		const sum = sums.get(key) ?? { spender, purpose, calls: 0 };
		sum.calls += calls;
		sums.set(key, sum);
	});
	return [...sums.values()].filter((sum) => sum.calls > 0).sort((a, b) => b.calls - a.calls);
}

/** Every account that spent today, and the stand-in for unknown ones. */
export function accountsOf(count: DayCount): string[] {
	const named = Object.values(count.instances).flatMap(({ accounts }) => Object.keys(accounts));
	return [...new Set([...named, ANY_ACCOUNT])];
}

function instanceOf(count: DayCount, instance: string, atMs: number) {
	const known = (count.instances[instance] ??= { countedAtMs: atMs, accounts: {} });
	known.countedAtMs = Math.max(known.countedAtMs, atMs);
	return known;
}

function spendersOf(
	accounts: z.infer<typeof byAccount>,
	account: string,
	purpose: Purpose,
): z.infer<typeof bySpender> {
	const purposes = (accounts[account] ??= {});
	return (purposes[purpose] ??= {});
}

/**
 * Counts one call taken (`field` 0) or given back (`field` 1). Changes `count`.
 *
 * @returns the name it was counted under, for giving it back.
 */
export function addCall(
	count: DayCount,
	instance: string,
	call: { account: string; purpose: Purpose; spender: string },
	field: 0 | 1,
	nowMs: number,
): string {
	const { accounts } = instanceOf(count, instance, nowMs);
	const spenders = spendersOf(accounts, keyOf(call.account), call.purpose);
	const name = keyOf(call.spender);
	const isKnown = spenders[name] !== undefined || Object.keys(spenders).length < MAX_SPENDERS;
	const spender = isKnown ? name : OTHER_SPENDERS;
	const entry = (spenders[spender] ??= [0, 0]);
	entry[field] += 1;
	return spender;
}

/**
 * Counts a call for the account that it turned out to be of, and no longer for all of them. Changes
 * `count`.
 *
 * @param call as it was counted, under the name of its spender.
 */
export function moveCall(
	count: DayCount,
	instance: string,
	call: { account: string; purpose: Purpose; spender: string },
	account: string,
	nowMs: number,
): void {
	if (call.account !== ANY_ACCOUNT || account === ANY_ACCOUNT) return;
	addCall(count, instance, call, 1, nowMs);
	addCall(count, instance, { ...call, account }, 0, nowMs);
}

/** The most that is still kept for the purposes of an account today. */
export function keptOf(count: DayCount, account: string): Kept {
	return count.kept[keyOf(account)] ?? {};
}

/** Keeps no more than so many calls for a purpose from now on. Changes `count`. */
export function lowerKept(
	count: DayCount,
	account: string,
	purpose: SharedPurpose,
	calls: number,
): void {
	const kept = (count.kept[keyOf(account)] ??= {});
	kept[purpose] = Math.min(kept[purpose] ?? calls, calls);
}

/** Takes each number over with `how`. Changes `into`. */
function combine(
	into: z.infer<typeof byAccount>,
	from: z.infer<typeof byAccount>,
	how: (ours: number, theirs: number) => number,
): void {
	for (const [account, purposes] of Object.entries(from)) {
		for (const purpose of PURPOSES) {
			for (const [spender, [taken, returned]] of Object.entries(purposes[purpose] ?? {})) {
				const entry = (spendersOf(into, account, purpose)[spender] ??= [0, 0]);
				entry[0] = how(entry[0], taken);
				entry[1] = how(entry[1], returned);
			}
		}
	}
}

/**
 * Takes the numbers of ended instances over into this one's when there are many. Should one of them
 * be alive after all, its calls are counted twice, never too little. Changes `count`.
 */
function foldOld(count: DayCount, own: string, nowMs: number): void {
	const others = Object.keys(count.instances).filter((name) => name !== own);
	if (others.length < MAX_INSTANCES) return;
	for (const name of others) {
		const instance = count.instances[name];
		if (!instance || instance.countedAtMs > nowMs - ALIVE_WITHIN_MS) continue;
		const { accounts } = instanceOf(count, own, nowMs);
		combine(accounts, instance.accounts, (ours, theirs) => ours + theirs);
		delete count.instances[name];
		count.folded.push(name);
	}
}

/**
 * Merges a stored count into the live one. The later day wins; within a day the larger number does.
 * Changes `live` and returns it, or returns the stored count when its day is later.
 *
 * @param own the name under which this copy of the module counts.
 */
export function mergeCounts(
	live: DayCount,
	stored: DayCount,
	own: string,
	nowMs: number,
): DayCount {
	if (stored.dayInShanghai > live.dayInShanghai) return stored;
	if (stored.dayInShanghai < live.dayInShanghai) return live;
	live.folded = [...new Set([...live.folded, ...stored.folded])];
	for (const [name, { countedAtMs, accounts }] of Object.entries(stored.instances)) {
		if (name !== own && live.folded.includes(name)) continue;
		combine(instanceOf(live, name, countedAtMs).accounts, accounts, Math.max);
	}
	for (const [account, kept] of Object.entries(stored.kept)) {
		for (const purpose of SHARED_PURPOSES) {
			const calls = kept[purpose];
			if (calls !== undefined) lowerKept(live, account, purpose, calls);
		}
	}
	for (const name of stored.folded) if (name !== own) delete live.instances[name];
	foldOld(live, own, nowMs);
	return live;
}
