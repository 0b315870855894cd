import type { IDataObject } from 'n8n-workflow';

import { roll } from '../../quota/day';
import { mergeState, readStoredState, type Ledger } from '../../quota/ledgerState';
import { ledgerInProcess, ledgerKeyOf } from '../../quota/processStore';
import type { Clock } from '../../time/clock';
import { momentOf } from '../../time/moment';
import type { Account } from '../account/account';

/** One entry an app, so that a bridge whose credential is exchanged does not mix what it keeps. */
export function stateKeyOf(name: string, account: Account): string {
	return `${name}:${ledgerKeyOf(account.appKey, account.appSecret).slice(0, 16)}`;
}

/**
 * The bridge's ledger: the one in this process, merged with what the workflow stored, and put back
 * into the workflow as the live object. n8n prints static data when it saves, so also a save that
 * is late writes the newest numbers and an acknowledged call is never forgotten.
 *
 * @param staticData the workflow's 'global' data; 'node' data is keyed by the node's name, and a
 * rename would open an empty ledger.
 * @throws TypeError when the stored count cannot be read.
 */
export function openSharedLedger(staticData: IDataObject, account: Account, clock: Clock): Ledger {
	const ledger = ledgerInProcess(account.appKey, account.appSecret, clock);
	const stateKey = stateKeyOf('aliExpressQuota', account);
	const stored = readStoredState(staticData[stateKey]);
	const nowMs = roll(ledger, momentOf(clock));
	if (stored) mergeState(ledger, stored, nowMs);
	staticData[stateKey] = ledger.state;
	return ledger;
}
