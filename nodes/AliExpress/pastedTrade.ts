import { tradeOnce, type Hook } from '../client/hookTrade';
import { currentTokens, renewedFrom, type PastedFields, type Tokens } from '../client/pastedTokens';
import type { TokenGrant } from '../client/tokenCall';
import { DEFAULT_PATIENCE_MS } from '../quota/turn';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import type { Account } from './account';
import { openQuota } from './openQuota';
import { isSellerAccount, tokenAppOf } from './tokenCall';

function hookOf(http: HttpHelper, account: Account, clock: Clock): Hook {
	return {
		http,
		app: tokenAppOf(account),
		quota: openQuota(http, account, clock),
		account: account.account,
		gateway: account.baseUrl,
		policy: account.policy,
		clock,
		patienceMs: DEFAULT_PATIENCE_MS,
	};
}

function grantFor(fields: PastedFields): TokenGrant {
	const { accessToken, refreshToken } = currentTokens(fields);
	const code = fields.authorizationCode?.trim() ?? '';
	if (refreshToken) return { path: '/auth/token/refresh', refreshToken };
	if (code && !accessToken) return { path: '/auth/token/create', code };
	throw new Error(
		accessToken
			? 'AliExpress no longer accepts the access token, and there is no refresh token to renew it. Paste new tokens.'
			: 'Paste an access token with its refresh token, or an authorization code.',
	);
}

/**
 * Trades the refresh token or the code for new tokens, once for all that ask at the same time.
 *
 * The account keeps the name it was first known by: pasted tokens do not tell their seller, and
 * triggers would take a name that changes for another shop and start over.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function tradeForTokens(
	http: HttpHelper,
	account: Account,
	fields: PastedFields,
	clock: Clock,
): Promise<Tokens> {
	const grant = grantFor(fields);
	const before = currentTokens(fields);
	const traded = await tradeOnce(hookOf(http, account, clock), grant, ({ sellerId }) =>
		before.accessToken ? undefined : sellerId,
	);
	if (isSellerAccount(traded, grant)) return renewedFrom(before, traded);
	throw new Error(
		'These tokens belong to a buyer account. Authorize with the account of the shop (the login of the Seller Center).',
	);
}
