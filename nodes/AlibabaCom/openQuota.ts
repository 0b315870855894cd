import type { Clock } from '../platform/clock';
import { ledgerInProcess, processStore } from '../quota/processStore';
import type { QuotaStore } from '../quota/store';
import type { Account } from './account';

/** The counter of an app key, in the memory of this process. */
export function openQuota(account: Account, clock: Clock): QuotaStore {
	const ledger = ledgerInProcess(account.appKey, account.appSecret, clock);
	return processStore(ledger, account.policy, clock);
}
