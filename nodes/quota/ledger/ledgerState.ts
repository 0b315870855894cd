import { z } from 'zod';

import type { Moment } from '../../time/moment';
import { dayInShanghai } from '../../time/zones';
import { mergeRefused, refusedTokensSchema } from '../refusedTokens';
import type { Grant, Reservation } from '../store';
import {
	holdMinuteAfter,
	holdUntil,
	MAX_SLOT_WAIT_MS,
	openMinuteWindow,
	openSlidingLog,
	type MinuteWindow,
	type SlidingLog,
} from '../window';
import { blockStateSchema, mergeBlocks, type Probes } from './breaker';
import { ceilingsSchema, mergeCeilings, openCeilings } from './ceilings';
import { dayCountSchema, mergeCounts, openDay } from './count';
import { openTrustedTime, type TrustedTime } from './trustedTime';
import { copiesSchema, mergeCopies } from './watch';

/** What survives a restart. Plain data. */
export const ledgerStateSchema = z.object({
	version: z.literal(2),
	count: dayCountSchema,
	/** Pauses that the platform imposed, by account. */
	blocks: z.record(z.string(), blockStateSchema),
	/** What limit answers taught on the day of `count`. */
	ceilings: ceilingsSchema,
	/** When the latest planned call leaves, ms UTC: it may be held by a process that lives on. */
	lastSlotAtMs: z.number().catch(0),
	refusedTokens: refusedTokensSchema.catch(() => ({})),
	/** Who has let calls out, for the bridge that watches whether it is alone. */
	copies: copiesSchema.catch(() => ({})),
});
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/** A reservation of the last minutes. */
export interface RecentCall {
	atMs: number;
	/** The quota day it was counted on, `yyyy-MM-dd` in Asia/Shanghai. */
	day: string;
	grant: Grant;
	call: Reservation;
	/** What became of it: on its way, answered or unanswered, handed back. */
	fate: 'open' | 'settled' | 'returned';
}

/** The counter of one app in one process. Changed in place by the functions of the ledger. */
export interface Ledger {
	/** Name under which this copy counts; a copy loaded later counts under another. */
	readonly instance: string;
	/** Always the same object, so that whoever stores it stores the newest numbers. */
	readonly state: LedgerState;
	/** The second window. */
	readonly log: SlidingLog;
	readonly minute: MinuteWindow;
	readonly time: TrustedTime;
	readonly probes: Probes;
	/** By id, so that a repeated request is not counted twice. In order of time, monotonic ms. */
	readonly recent: Map<string, RecentCall>;
}

/**
 * A fresh ledger.
 *
 * @param instance must be unique per loaded module, e.g. random.
 * @param startedAtMs when this process began, monotonic ms; no call is let out in its first second,
 * and with a minute window not in its first minute, since a process before it may have sent.
 * @param log the second window; ledgers of one process share it, since the platform counts the
 * address of the server.
 */
export function openLedger(
	instance: string,
	at: Moment,
	startedAtMs: number = at.monotonicMs,
	log: SlidingLog = openSlidingLog(startedAtMs),
): Ledger {
	return {
		instance,
		state: {
			version: 2,
			count: openDay(dayInShanghai(at.wallMs)),
			blocks: {},
			ceilings: openCeilings(),
			lastSlotAtMs: 0,
			refusedTokens: {},
			copies: {},
		},
		log,
		minute: openMinuteWindow(startedAtMs),
		time: openTrustedTime(at),
		probes: new Map(),
		recent: new Map(),
	};
}

/**
 * Takes in what was stored, e.g. by this n8n before a restart. Numbers and pauses only grow, so a
 * copy that is older than the live state changes nothing.
 *
 * @param nowMs trusted time, ms UTC.
 */
export function mergeState(ledger: Ledger, stored: LedgerState, nowMs: number): void {
	const { state } = ledger;
	const liveDay = state.count.dayInShanghai;
	const storedDay = stored.count.dayInShanghai;
	if (storedDay > liveDay) state.ceilings = stored.ceilings;
	if (storedDay === liveDay) mergeCeilings(state.ceilings, stored.ceilings);
	state.count = mergeCounts(state.count, stored.count, ledger.instance, nowMs);
	mergeBlocks(state.blocks, stored.blocks);
	mergeRefused(state.refusedTokens, stored.refusedTokens);
	mergeCopies(state.copies, stored.copies, ledger.instance, nowMs);
	if (stored.lastSlotAtMs <= state.lastSlotAtMs) return;
	// Planned by a process before this one; whoever asked for it may still be waiting to send.
	const aheadMs = Math.min(stored.lastSlotAtMs - nowMs, MAX_SLOT_WAIT_MS);
	holdUntil(ledger.log, ledger.time.monotonicMs + aheadMs);
	holdMinuteAfter(ledger.minute, ledger.time.monotonicMs + aheadMs);
	state.lastSlotAtMs = stored.lastSlotAtMs;
}

/** The first form: instances without a time, pauses as numbers, nothing learned. */
const version1 = z.object({
	version: z.literal(1),
	count: z.object({
		dayInShanghai: z.string(),
		instances: z.record(z.string(), dayCountSchema.shape.instances.valueSchema.shape.accounts),
	}),
	blocks: z.record(z.string(), z.number()),
});

function fromVersion1({ count, blocks }: z.infer<typeof version1>): LedgerState {
	const instances = Object.entries(count.instances).map(([name, accounts]) => [
		name,
		{ countedAtMs: 0, accounts },
	]);
	const pauses = Object.entries(blocks).map(([account, untilMs]) => [
		account,
		{ untilMs, provenAtMs: 0 },
	]);
	return {
		version: 2,
		count: {
			dayInShanghai: count.dayInShanghai,
			instances: Object.fromEntries(instances),
			folded: [],
			kept: {},
		},
		blocks: Object.fromEntries(pauses),
		ceilings: openCeilings(),
		lastSlotAtMs: 0,
		refusedTokens: {},
		copies: {},
	};
}

/**
 * Reads a stored ledger of any version.
 *
 * @returns undefined when nothing was stored.
 * @throws TypeError when something was stored that cannot be read: starting anew would forget calls.
 */
export function readStoredState(stored: unknown): LedgerState | undefined {
	if (stored === undefined || stored === null) return undefined;
	const first = version1.safeParse(stored);
	if (first.success) return fromVersion1(first.data);
	const current = ledgerStateSchema.safeParse(stored);
	if (current.success) return current.data;
	throw new TypeError('The stored call count has a form that this version does not know');
}
