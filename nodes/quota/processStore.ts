import { createHash, randomUUID } from 'node:crypto';

import type { Clock } from '../time/clock';
import { momentOf } from '../time/moment';
import { blockAccount, giveBackCall, reserveCall, settleCall } from './ledger/ledger';
import { openLedger, type Ledger } from './ledger/ledgerState';
import { statusOf } from './ledger/status';
import type { Policy } from './policy';
import type { QuotaStore } from './store';
import { openSlidingLog, type SlidingLog } from './window';

const ledgers = new Map<string, Ledger>();
let secondWindow: SlidingLog | undefined;

/** Names an app without giving it away. */
export function ledgerKeyOf(appKey: string, appSecret: string): string {
	return createHash('sha256').update(`${appKey}\n${appSecret}`).digest('hex');
}

/**
 * The ledger of an app in this process, opened on first use. Keyed by a hash, so that the secret is
 * not kept and two apps never share a count.
 */
export function ledgerInProcess(appKey: string, appSecret: string, clock: Clock): Ledger {
	const key = ledgerKeyOf(appKey, appSecret);
	const known = ledgers.get(key);
	if (known) return known;
	const at = momentOf(clock);
	// n8n loads packages when it starts, so usually whatever ran before it is long over.
	const startedAtMs = clock.loadedAtMs ?? at.monotonicMs;
	secondWindow ??= openSlidingLog(startedAtMs);
	const opened = openLedger(randomUUID().slice(0, 13), at, startedAtMs, secondWindow);
	ledgers.set(key, opened);
	return opened;
}

/**
 * Counts in the memory of this process. Exact as long as one process makes all calls; forgotten
 * when it ends.
 */
export function processStore(ledger: Ledger, policy: Policy, clock: Clock): QuotaStore {
	return {
		scope: 'process',
		reserve: async (call) => reserveCall(ledger, policy, call, momentOf(clock)),
		settle: async (settlement) => settleCall(ledger, settlement, momentOf(clock)),
		giveBack: async (id) => giveBackCall(ledger, id, momentOf(clock)),
		block: async (block) => blockAccount(ledger, policy, block, momentOf(clock)),
		status: async (account) => statusOf(ledger, policy, account, momentOf(clock)),
	};
}
