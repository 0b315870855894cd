import { createHash, randomUUID } from 'node:crypto';

import type { Clock } from '../platform/clock';
import { blockAccount, giveBackCall, reserveCall, statusOf } from './ledger';
import { openLedger, type Ledger } from './ledgerState';
import type { Policy } from './policy';
import type { QuotaStore } from './store';

const ledgers = new Map<string, Ledger>();

/**
 * The ledger of an app in this process, opened on first use. Keyed by a hash, so that the secret is
 * not kept and two apps never share a count.
 */
export function ledgerInProcess(appKey: string, appSecret: string, nowMs: number): Ledger {
	const key = createHash('sha256').update(`${appKey}\n${appSecret}`).digest('hex');
	const known = ledgers.get(key);
	if (known) return known;
	const opened = openLedger(randomUUID(), nowMs);
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
		reserve: async (call) => reserveCall(ledger, policy, call, clock.nowMs()),
		giveBack: async (id) => giveBackCall(ledger, id, clock.nowMs()),
		block: async (block) => blockAccount(ledger, policy, block, clock.nowMs()),
		status: async (account) => statusOf(ledger, policy, account, clock.nowMs()),
	};
}
