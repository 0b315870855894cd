import { bridgeStore } from '../../quota/bridgeStore';
import { ledgerInProcess, ledgerKeyOf, processStore } from '../../quota/processStore';
import type { RedisAddress } from '../../quota/redis/exchange';
import { redisStore } from '../../quota/redis/redisStore';
import type { QuotaStore } from '../../quota/store';
import type { Clock } from '../../time/clock';
import type { HttpHelper } from '../../wire/send';
import type { Account } from './account';

/** An app as it is named in a Redis. */
const NAME_LENGTH = 16;

/** The count of an app in a Redis. */
export function openRedis(
	http: HttpHelper,
	{ appKey, appSecret, policy }: Account,
	redis: RedisAddress,
	clock: Clock,
): QuotaStore {
	const app = ledgerKeyOf(appKey, appSecret).slice(0, NAME_LENGTH);
	return redisStore(http, redis, app, policy, clock);
}

/** The counter that a credential chooses: a Redis, the bridge's ledger, or the memory of this process. */
export function openQuota(
	http: HttpHelper,
	account: Account,
	clock: Clock,
	cancelSignal?: AbortSignal,
): QuotaStore {
	if (account.redis) return openRedis(http, account, account.redis, clock);
	if (account.counter === 'bridge') return bridgeStore(http, account, clock, cancelSignal);
	const ledger = ledgerInProcess(account.appKey, account.appSecret, clock);
	return processStore(ledger, account.policy, clock);
}
