import { dayInShanghai, shanghaiDayEndMs } from '../platform/time';
import { accountsOf, addCall, ANY_ACCOUNT, keyOf, openDay, spendingOf } from './count';
import type { Ledger } from './ledgerState';
import { PURPOSES, type Policy, type Purpose } from './policy';
import type { Block, Grant, QuotaStatus, RefusalReason, Reservation } from './store';
import { forgetOldClock, MAX_SLOT_WAIT_MS, nextSlotMs, takeSlot } from './window';

/** How long a reservation can be repeated or given back. */
const RESERVATION_MEMORY_MS = 10 * 60_000;
/** Added to every ban, since the platform counts it from its own answer. */
const BAN_MARGIN_MS = 500;
const DAY_MS = 86_400_000;

/** Starts a new day when one has begun. The wall clock may only move the day forward. */
function roll(ledger: Ledger, nowMs: number): void {
	const { state } = ledger;
	const today = dayInShanghai(nowMs);
	if (today > state.count.dayInShanghai) state.count = openDay(today);
	// A day beyond tomorrow was counted under a clock that was wrong and has been set right.
	if (state.count.dayInShanghai > dayInShanghai(nowMs + DAY_MS)) state.count.dayInShanghai = today;
	const furthestMs = shanghaiDayEndMs(nowMs) + DAY_MS;
	for (const [account, untilMs] of Object.entries(state.blocks)) {
		if (untilMs <= nowMs) delete state.blocks[account];
		else state.blocks[account] = Math.min(untilMs, furthestMs);
	}
	for (const [id, entry] of ledger.recent) {
		// Entries are in order of time, so the first young one ends the walk.
		if (entry.atMs > nowMs - RESERVATION_MEMORY_MS) break;
		ledger.recent.delete(id);
	}
}

function usedBy(ledger: Ledger, account: string): Record<Purpose, number> {
	const used = { recovery: 0, trigger: 0, action: 0, browse: 0 };
	for (const { purpose, calls } of spendingOf(ledger.state.count, account)) used[purpose] += calls;
	return used;
}

function total(used: Record<Purpose, number>): number {
	return PURPOSES.reduce((sum, purpose) => sum + used[purpose], 0);
}

function blockedUntilMs(ledger: Ledger, account: string): number | undefined {
	const untilMs = Math.max(
		ledger.state.blocks[account] ?? 0,
		ledger.state.blocks[ANY_ACCOUNT] ?? 0,
	);
	return untilMs > 0 ? untilMs : undefined;
}

/**
 * What is left of a purpose's share, and whether the day is full. A call of an unknown account may
 * belong to any of them, so it has to fit into each.
 */
function roomFor(ledger: Ledger, policy: Policy, call: Reservation) {
	const accounts = call.account === ANY_ACCOUNT ? accountsOf(ledger.state.count) : [call.account];
	const rooms = accounts.map((account) => {
		const used = usedBy(ledger, account);
		return {
			dayLeft: policy.callsPerDay - total(used),
			shareLeft: policy.shares[call.purpose] - used[call.purpose],
		};
	});
	return {
		dayLeft: Math.min(...rooms.map(({ dayLeft }) => dayLeft)),
		shareLeft: Math.min(...rooms.map(({ shareLeft }) => shareLeft)),
	};
}

/**
 * Asks for one call. Exact: what is granted never breaks the day, the share or the second window.
 * Changes `ledger`.
 *
 * @param nowMs wall clock, ms UTC.
 */
export function reserveCall(
	ledger: Ledger,
	policy: Policy,
	call: Reservation,
	nowMs: number,
): Grant {
	roll(ledger, nowMs);
	const known = ledger.recent.get(call.id);
	if (known && !known.returned) return known.grant;
	const refuse = (reason: RefusalReason, opensAtMs: number): Grant => ({
		granted: false,
		reason,
		opensAtMs,
		spending: spendingOf(ledger.state.count, call.account),
	});
	const blocked = blockedUntilMs(ledger, call.account);
	if (blocked !== undefined) return refuse('blocked', blocked);
	const { dayLeft, shareLeft } = roomFor(ledger, policy, call);
	const dayEndMs = shanghaiDayEndMs(nowMs);
	if (dayLeft <= 0) return refuse('day', dayEndMs);
	if (shareLeft <= 0) return refuse('share', dayEndMs);
	forgetOldClock(ledger.log, nowMs, MAX_SLOT_WAIT_MS);
	const slotMs = nextSlotMs(ledger.log, policy.callsPerSecond, nowMs);
	if (slotMs - nowMs > MAX_SLOT_WAIT_MS) return refuse('second', slotMs);

	takeSlot(ledger.log, slotMs, nowMs);
	const spender = addCall(ledger.state.count, ledger.instance, call, 0);
	const grant: Grant = { granted: true, waitMs: slotMs - nowMs, shareLeft: shareLeft - 1 };
	ledger.recent.set(call.id, { atMs: nowMs, grant, call: { ...call, spender }, returned: false });
	return grant;
}

/** Hands a call back that never left. Unknown and repeated ids change nothing. */
export function giveBackCall(ledger: Ledger, id: string, nowMs: number): void {
	roll(ledger, nowMs);
	const entry = ledger.recent.get(id);
	if (!entry || entry.returned) return;
	entry.returned = true;
	// A call of yesterday is not in today's count.
	if (dayInShanghai(entry.atMs) !== ledger.state.count.dayInShanghai) return;
	addCall(ledger.state.count, ledger.instance, entry.call, 1);
}

/** Until when a limit answer closes an account, ms UTC. */
export function blockedUntilMsOf(policy: Policy, block: Block, nowMs: number): number {
	const banMs = (block.banMs ?? policy.penaltyMs) + BAN_MARGIN_MS;
	return block.isDayLimit ? shanghaiDayEndMs(nowMs) : nowMs + banMs;
}

/** Keeps a limit answer of the platform. A block only ever grows. */
export function blockAccount(ledger: Ledger, policy: Policy, block: Block, nowMs: number): void {
	roll(ledger, nowMs);
	const untilMs = blockedUntilMsOf(policy, block, nowMs);
	const account = keyOf(block.account);
	ledger.state.blocks[account] = Math.max(ledger.state.blocks[account] ?? 0, untilMs);
}

/** The state of one account's counter. Costs nothing. */
export function statusOf(
	ledger: Ledger,
	policy: Policy,
	account: string,
	nowMs: number,
): QuotaStatus {
	roll(ledger, nowMs);
	const used = usedBy(ledger, account);
	const state = (purpose: Purpose) => {
		const share = policy.shares[purpose];
		return { share, used: used[purpose], left: Math.max(0, share - used[purpose]) };
	};
	const blocked = blockedUntilMs(ledger, account);
	return {
		dayInShanghai: ledger.state.count.dayInShanghai,
		callsPerDay: policy.callsPerDay,
		used: total(used),
		left: Math.max(0, policy.callsPerDay - total(used)),
		resetsAtMs: shanghaiDayEndMs(nowMs),
		byPurpose: {
			recovery: state('recovery'),
			trigger: state('trigger'),
			action: state('action'),
			browse: state('browse'),
		},
		spending: spendingOf(ledger.state.count, account),
		...(blocked !== undefined && { blockedUntilMs: blocked }),
	};
}
