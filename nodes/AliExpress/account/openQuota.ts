import { bridgeStore } from '../../quota/bridgeStore';
import { ledgerInProcess, processStore } from '../../quota/processStore';
import type { QuotaStore } from '../../quota/store';
import type { Clock } from '../../time/clock';
import type { HttpHelper } from '../../wire/send';
import type { Account } from './account';

/** The counter that a credential chooses: the bridge's ledger, or the memory of this process. */
export function openQuota(
	http: HttpHelper,
	account: Account,
	clock: Clock,
	cancelSignal?: AbortSignal,
): QuotaStore {
	if (account.counter === 'bridge') return bridgeStore(http, account, clock, cancelSignal);
	const ledger = ledgerInProcess(account.appKey, account.appSecret, clock);
	return processStore(ledger, account.policy, clock);
}
