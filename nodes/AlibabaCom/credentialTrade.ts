import { tradeOnce, type Hook } from '../client/hookTrade';
import { renewedFrom, type Tokens } from '../client/pastedTokens';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import type { Account } from './account';
import { openQuota } from './openQuota';
import { alibabaProtocol } from './protocol/protocol';

/** Longer than a minute of the plan, so that a credential can be saved right after n8n has started. */
export const CREDENTIAL_PATIENCE_MS = 75_000;

function hookOf(http: HttpHelper, account: Account, clock: Clock): Hook {
	const { appKey, appSecret, baseUrl, policy } = account;
	return {
		http,
		app: { platform: 'Alibaba.com', appKey, appSecret, baseUrl, restUrl: baseUrl },
		quota: openQuota(account, clock),
		account: account.account,
		gateway: alibabaProtocol.limitScopeOf(account),
		policy,
		clock,
		patienceMs: CREDENTIAL_PATIENCE_MS,
	};
}

/**
 * Trades the refresh token for new tokens, once for all that ask at the same time. Only the Open
 * Platform renews tokens.
 *
 * @param before the tokens that are renewed.
 * @throws Error worded for the user, without secrets.
 */
export async function renewTokens(
	http: HttpHelper,
	account: Account,
	before: Tokens,
	clock: Clock,
): Promise<Tokens> {
	const { refreshToken } = account;
	if (refreshToken === '') {
		throw new Error(
			'Alibaba.com no longer accepts the access token, and the credential has no refresh token to renew it. Authorize the app again and paste the new tokens.',
		);
	}
	const grant = { path: '/auth/token/refresh' as const, refreshToken };
	return renewedFrom(before, await tradeOnce(hookOf(http, account, clock), grant));
}
