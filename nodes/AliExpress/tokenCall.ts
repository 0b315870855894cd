import type { Access } from '../client/access';
import {
	callForTokens as callBehind,
	type TokenGrant,
	type TokenOutcome,
	type TokenSet,
} from '../client/tokenCall';
import type { HttpHelper } from '../wire/send';

export type { TokenGrant, TokenSet };

/**
 * Makes one signed token call to the gateway of an account.
 *
 * @param access app key, secret and gateway; its tokens are not used.
 * @param nowMs wall clock, ms UTC.
 */
export async function callForTokens(
	http: HttpHelper,
	{ appKey, appSecret, baseUrl }: Pick<Access, 'appKey' | 'appSecret' | 'baseUrl'>,
	grant: TokenGrant,
	nowMs: number,
): Promise<TokenOutcome> {
	return await callBehind(http, { appKey, appSecret, restUrl: `${baseUrl}/rest` }, grant, nowMs);
}

/**
 * Whether the tokens belong to a seller. A buyer's tokens pass the exchange and fail later. An
 * exchange has to say so; a renewal may leave it out, since the exchange before it was checked.
 */
export function isSellerAccount(tokens: TokenSet, grant: TokenGrant): boolean {
	if (tokens.accountPlatform === 'seller_center') return true;
	return tokens.accountPlatform === undefined && grant.path === '/auth/token/refresh';
}
