import { z } from 'zod';

import { dayInShanghai } from '../platform/time';
import { dayCountSchema, mergeCounts, openDay } from './count';
import type { Grant, Reservation } from './store';
import { openSlidingLog, type SlidingLog } from './window';

/** What survives a restart. Plain data. */
export const ledgerStateSchema = z.object({
	version: z.literal(1),
	count: dayCountSchema,
	/** Until when the platform refuses an account, ms UTC. */
	blocks: z.record(z.string(), z.number()),
});
export type LedgerState = z.infer<typeof ledgerStateSchema>;

/** The counter of one app in one process. Changed in place by the functions below. */
export interface Ledger {
	/** Name under which this copy counts; a copy loaded later counts under another. */
	readonly instance: string;
	/** Always the same object, so that whoever stores it stores the newest numbers. */
	readonly state: LedgerState;
	readonly log: SlidingLog;
	/** Reservations of the last minutes by id, so that a repeated request is not counted twice. */
	readonly recent: Map<
		string,
		{ atMs: number; grant: Grant; call: Reservation; returned: boolean }
	>;
}

/**
 * A fresh ledger.
 *
 * @param instance must be unique per loaded module, e.g. random.
 * @param log the second window; ledgers of one process share it, since the platform counts the
 * address of the server.
 */
export function openLedger(
	instance: string,
	nowMs: number,
	log: SlidingLog = openSlidingLog(nowMs),
): Ledger {
	return {
		instance,
		state: { version: 1, count: openDay(dayInShanghai(nowMs)), blocks: {} },
		log,
		recent: new Map(),
	};
}

/**
 * Takes in what was stored, e.g. by this n8n before a restart. Numbers and blocks only grow, so a
 * copy that is older than the live state changes nothing.
 */
export function mergeState(ledger: Ledger, stored: LedgerState): void {
	ledger.state.count = mergeCounts(ledger.state.count, stored.count);
	for (const [account, untilMs] of Object.entries(stored.blocks)) {
		ledger.state.blocks[account] = Math.max(ledger.state.blocks[account] ?? 0, untilMs);
	}
}
