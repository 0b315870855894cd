import type { TokenGrant, TokenSet } from '../../client/tokenCall';
import type { TokenApp } from '../../client/tokenTrade';
import type { Account } from './account';

/** An account's app, and where AliExpress takes its token calls. */
export function tokenAppOf({ appKey, appSecret, baseUrl }: Account): TokenApp {
	return { platform: 'AliExpress', appKey, appSecret, baseUrl, restUrl: `${baseUrl}/rest` };
}

/**
 * Whether the tokens belong to a seller. A buyer's tokens pass the exchange and fail later. An
 * exchange has to say so; a renewal may leave it out, since the exchange before it was checked.
 */
export function isSellerAccount(tokens: TokenSet, grant: TokenGrant): boolean {
	if (tokens.accountPlatform === 'seller_center') return true;
	return tokens.accountPlatform === undefined && grant.path === '/auth/token/refresh';
}
