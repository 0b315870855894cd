import type { Moment } from '../../time/moment';
import { DAY_MS, MINUTE_MS } from '../../time/units';
import { dayInShanghai, shanghaiDayEndMs } from '../../time/zones';
import { LONGEST_PAUSE_MS } from '../../wire/failure';
import { forgetPauses } from './breaker';
import { openCeilings } from './ceilings';
import { openDay } from './count';
import type { Ledger } from './ledgerState';
import { trustedMs } from './trustedTime';

/** How long a reservation can be repeated, settled or given back. */
const RECENT_MS = 10 * MINUTE_MS;
/**
 * Around midnight in Beijing nothing leaves: with clocks a little apart the platform might count a
 * call on the other day.
 */
const MIDNIGHT_GUARD_MS = 5_000;

/**
 * Brings a ledger to a moment: starts a new day when one has begun, and drops what is over. The
 * wall clock may only move the day forward.
 *
 * @returns trusted time, ms UTC.
 */
export function roll(ledger: Ledger, at: Moment): number {
	const { state } = ledger;
	const nowMs = Math.round(trustedMs(ledger.time, at));
	const today = dayInShanghai(nowMs);
	const counted = state.count.dayInShanghai;
	if (today > counted) {
		state.count = openDay(today);
		state.ceilings = openCeilings();
	} else if (today < counted && counted > dayInShanghai(nowMs + DAY_MS)) {
		// A day beyond tomorrow was counted under a clock that was wrong and has been set right.
		state.count.dayInShanghai = today;
	}
	forgetPauses(state.blocks, nowMs, nowMs + LONGEST_PAUSE_MS);
	for (const [id, { atMs }] of ledger.recent) {
		// Entries are in order of time, so the first young one ends the walk.
		if (atMs > at.monotonicMs - RECENT_MS) break;
		ledger.recent.delete(id);
	}
	return nowMs;
}

/**
 * When a call that would leave at a moment near midnight in Beijing has to be asked for again.
 *
 * @param nowMs trusted time, ms UTC.
 * @param waitMs how long until the call would leave.
 * @returns ms UTC, or undefined when the moment is not near midnight.
 */
export function reopensAfterMidnightMs(nowMs: number, waitMs: number): number | undefined {
	const endMs = shanghaiDayEndMs(nowMs);
	const startMs = endMs - DAY_MS;
	if (nowMs < startMs + MIDNIGHT_GUARD_MS) return startMs + MIDNIGHT_GUARD_MS;
	return nowMs + waitMs > endMs - MIDNIGHT_GUARD_MS ? endMs + MIDNIGHT_GUARD_MS : undefined;
}

/** Until a granted call has to have left so that it is counted on this day, in ms from `nowMs`. */
export function validForMs(nowMs: number): number {
	return shanghaiDayEndMs(nowMs) - MIDNIGHT_GUARD_MS - nowMs;
}
