import type { IDataObject } from 'n8n-workflow';

import { ledgerInProcess, ledgerKeyOf, processStore } from '../quota/processStore';
import type { QuotaStore } from '../quota/store';
import type { Clock } from '../time/clock';
import type { Account } from './account';
import { withKeptPause } from './keptPause';

/**
 * The counter of an app key, in the memory of this process.
 *
 * @param staticData of the workflow, where a pause outlives the process; absent for calls that belong to
 * no workflow.
 */
export function openQuota(account: Account, clock: Clock, staticData?: IDataObject): QuotaStore {
	const { appKey, appSecret } = account;
	const ledger = ledgerInProcess(appKey, appSecret, clock);
	const quota = processStore(ledger, account.policy, clock);
	if (!staticData) return quota;
	const keyOf = () => ledgerKeyOf(appKey, appSecret).slice(0, 16);
	return withKeptPause(quota, ledger, { keyOf, account: account.account, staticData }, clock);
}
