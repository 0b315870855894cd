import type { Moment } from '../../time/moment';
import { DAY_MS, MINUTE_MS } from '../../time/units';
import { shanghaiDayEndMs } from '../../time/zones';
import { LONGEST_PAUSE_MS } from '../../wire/failure';
import { keyOf } from '../../wire/json';
import { ANY_ACCOUNT, type Policy } from '../policy';
import { causeOfRefused, noteRefused } from '../refusedTokens';
import { shareOpensAtMs } from '../shares';
import type { Block, Grant, PausedParty, RefusalReason, Reservation, Settlement } from '../store';
import {
	freeMinuteSlot,
	MAX_SLOT_WAIT_MS,
	minuteOpensAtMs,
	nextSlotMs,
	noteMinuteAnswer,
	takeMinuteSlot,
	takeSlot,
} from '../window';
import { endProbe, judge, pause, pausedUntilMs } from './breaker';
import { learnSecond, secondCeiling } from './ceilings';
import { addCall, moveCall, spendingOf } from './count';
import { reopensAfterMidnightMs, roll, validForMs } from './day';
import type { Ledger } from './ledgerState';
import { bindingAccount, keepWhatIsLeft, roomOf } from './room';
import { heedPlatformTime } from './trustedTime';

/** Added to every ban, since the platform counts it from its own answer. */
const BAN_MARGIN_MS = 500;
/** A day's limit that is told this soon after midnight in Beijing is that of the day before. */
const AFTER_MIDNIGHT_MS = 2 * MINUTE_MS;
/** How soon a call that waits for a probe asks again. */
const PROBE_PAUSE_MS = 1_000;

/** The account of a call and the stand-in for all of them, as keys. */
function keysOf(account: string): string[] {
	return [keyOf(account), ANY_ACCOUNT];
}

/**
 * Asks for one call. Exact: what is granted never breaks the day, the share, the minute or the
 * second window, and carries no token that the platform has refused. Changes `ledger`.
 */
export function reserveCall(ledger: Ledger, policy: Policy, call: Reservation, at: Moment): Grant {
	const nowMs = roll(ledger, at);
	const { state, log, minute } = ledger;
	const known = ledger.recent.get(call.id);
	if (known && known.fate !== 'returned') return known.grant;
	const refuse = (reason: RefusalReason, opensAtMs: number, paused?: PausedParty): Grant => ({
		granted: false,
		reason,
		opensAtMs,
		opensInMs: Math.max(0, opensAtMs - nowMs),
		spending: spendingOf(state.count, bindingAccount(ledger, call.account)),
		...(paused && { paused }),
	});
	const accounts = keysOf(call.account);
	const verdict = judge(state.blocks, ledger.probes, accounts, nowMs, at.monotonicMs);
	if (verdict.kind === 'paused' || verdict.kind === 'probing') {
		const paused = verdict.account === ANY_ACCOUNT ? 'app' : 'account';
		return verdict.kind === 'paused'
			? refuse('blocked', verdict.untilMs, paused)
			: refuse('probing', nowMs + PROBE_PAUSE_MS, paused);
	}
	const cause = causeOfRefused(state.refusedTokens, call.token);
	if (cause !== undefined) return { granted: false, reason: 'refusedToken', cause };
	const { dayLeft, shareLeft } = roomOf(ledger, policy, call.account, call.purpose, nowMs);
	if (dayLeft <= 0) return refuse('day', shanghaiDayEndMs(nowMs));
	if (shareLeft <= 0) return refuse('share', shareOpensAtMs(policy, nowMs));

	const { minute: callsPerMinute, day } = policy.windows;
	let leavesAtMs = at.monotonicMs;
	if (callsPerMinute !== undefined) {
		const opensAtMs = minuteOpensAtMs(minute, callsPerMinute, at.monotonicMs);
		const waitMs = opensAtMs - at.monotonicMs;
		if (waitMs > 0) return refuse('minute', nowMs + waitMs);
	}
	const ceiling = secondCeiling(state.ceilings, policy);
	if (ceiling !== undefined) leavesAtMs = nextSlotMs(log, ceiling, at.monotonicMs);
	const waitMs = leavesAtMs - at.monotonicMs;
	if (waitMs > MAX_SLOT_WAIT_MS) return refuse('second', nowMs + waitMs - MAX_SLOT_WAIT_MS);
	const reopensAtMs = day === undefined ? undefined : reopensAfterMidnightMs(nowMs, waitMs);
	if (reopensAtMs !== undefined) return refuse('midnight', reopensAtMs);

	if (ceiling !== undefined) takeSlot(log, leavesAtMs, at.monotonicMs);
	if (callsPerMinute !== undefined) takeMinuteSlot(minute, call.id, leavesAtMs);
	state.lastSlotAtMs = Math.max(state.lastSlotAtMs, nowMs + waitMs);
	const isProbe = verdict.kind === 'probe';
	if (verdict.kind === 'probe') {
		const probe = { id: call.id, atMs: leavesAtMs };
		for (const account of verdict.accounts) ledger.probes.set(account, probe);
	}
	keepWhatIsLeft(ledger, policy, call, nowMs);
	const spender = addCall(state.count, ledger.instance, call, 0, nowMs);
	const grant: Grant = {
		granted: true,
		waitMs,
		shareLeft: Number.isFinite(shareLeft) ? shareLeft - 1 : Number.MAX_SAFE_INTEGER,
		isProbe,
		validForMs: day === undefined ? Number.MAX_SAFE_INTEGER : validForMs(nowMs),
		decidedAtMs: at.wallMs,
	};
	// Under a new id at the end, so that the walk over old entries meets them in order of time.
	ledger.recent.delete(call.id);
	ledger.recent.set(call.id, {
		atMs: at.monotonicMs,
		day: state.count.dayInShanghai,
		grant,
		call: { ...call, spender },
		fate: 'open',
	});
	return grant;
}

/** Notes what became of a call that left. Unknown and repeated ids change nothing. */
export function settleCall(ledger: Ledger, settlement: Settlement, at: Moment): void {
	const { id, isAnswered, platformAtMs, refusedToken, account } = settlement;
	if (platformAtMs !== undefined) heedPlatformTime(ledger.time, at, platformAtMs);
	const nowMs = roll(ledger, at);
	const { count, refusedTokens } = ledger.state;
	// Whatever has become of the reservation meanwhile: the token was refused.
	if (refusedToken) noteRefused(refusedTokens, refusedToken, nowMs);
	endProbe(ledger.state.blocks, ledger.probes, id, isAnswered, nowMs);
	const entry = ledger.recent.get(id);
	if (!entry || entry.fate !== 'open') return;
	entry.fate = 'settled';
	const isOfToday = entry.day === count.dayInShanghai;
	if (account !== undefined && isOfToday) {
		moveCall(count, ledger.instance, entry.call, account, nowMs);
	}
	if (isAnswered) noteMinuteAnswer(ledger.minute, id, at.monotonicMs);
}

/** Hands a call back that never left. Unknown and repeated ids change nothing. */
export function giveBackCall(ledger: Ledger, id: string, at: Moment): void {
	const nowMs = roll(ledger, at);
	const entry = ledger.recent.get(id);
	if (!entry || entry.fate !== 'open') return;
	entry.fate = 'returned';
	endProbe(ledger.state.blocks, ledger.probes, id, false, nowMs);
	freeMinuteSlot(ledger.minute, id);
	// A call of yesterday is not in today's count.
	if (entry.day !== ledger.state.count.dayInShanghai) return;
	addCall(ledger.state.count, ledger.instance, entry.call, 1, nowMs);
}

/**
 * How long a limit answer closes an account, in milliseconds. One that says the day is used up just
 * after midnight is about the day before: the platform wrote it then, or its clock is behind.
 *
 * @param nowMs trusted time, ms UTC.
 */
function pauseMsOf(policy: Policy, block: Block, nowMs: number): number {
	const restOfDayMs = shanghaiDayEndMs(nowMs) - nowMs;
	const isOfToday = restOfDayMs < DAY_MS - AFTER_MIDNIGHT_MS;
	if (block.isDayLimit && isOfToday) return restOfDayMs;
	return Math.min(block.banMs ?? policy.penaltyMs, LONGEST_PAUSE_MS) + BAN_MARGIN_MS;
}

/**
 * Keeps a limit answer of the platform and learns from it. Changes `ledger`.
 *
 * @returns how long the account is paused, in milliseconds.
 */
export function blockAccount(ledger: Ledger, policy: Policy, block: Block, at: Moment): number {
	const nowMs = roll(ledger, at);
	const { blocks, ceilings } = ledger.state;
	const account = keyOf(block.account);
	// One breach answers every call that is on its way; it teaches once.
	const isNews = pausedUntilMs(blocks, [account], nowMs) === undefined;
	if (isNews && !block.isDayLimit) learnSecond(ceilings, policy);
	const pauseMs = pauseMsOf(policy, block, nowMs);
	pause(blocks, account, nowMs + pauseMs);
	return pauseMs;
}

/** Goes on with a pause that an earlier process was told of, for another `leftMs`. */
export function resumePause(ledger: Ledger, account: string, leftMs: number, at: Moment): void {
	pause(ledger.state.blocks, keyOf(account), roll(ledger, at) + leftMs);
}
