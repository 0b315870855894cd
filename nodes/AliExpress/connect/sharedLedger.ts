import type { IDataObject } from 'n8n-workflow';

import { ledgerStateSchema, mergeState, type Ledger } from '../../quota/ledgerState';
import { ledgerInProcess, ledgerKeyOf } from '../../quota/processStore';
import type { Account } from '../account';

/** One entry an app, so that a bridge whose credential is exchanged does not mix the counts. */
function stateKeyOf(account: Account): string {
	return `aliExpressQuota:${ledgerKeyOf(account.appKey, account.appSecret).slice(0, 16)}`;
}

/**
 * The bridge's ledger: the one in this process, merged with what the workflow stored, and put back
 * into the workflow as the live object. n8n prints static data when it saves, so also a save that
 * is late writes the newest numbers and an acknowledged call is never forgotten.
 *
 * @param staticData the workflow's 'global' data; 'node' data is keyed by the node's name, and a
 * rename would open an empty ledger.
 */
export function openSharedLedger(staticData: IDataObject, account: Account, nowMs: number): Ledger {
	const ledger = ledgerInProcess(account.appKey, account.appSecret, nowMs);
	const stateKey = stateKeyOf(account);
	const stored = ledgerStateSchema.safeParse(staticData[stateKey]);
	if (stored.success) mergeState(ledger, stored.data);
	staticData[stateKey] = ledger.state;
	return ledger;
}
