import type { JsonObject, JsonValue } from '../json.mts';
import type { TokenOptions } from '../options.mts';
import { refuse } from './failures.mts';
import { given, required } from './params.mts';
import type { Grant, Vault } from './tokens.mts';

/** The token paths of the system interface. */
export const TOKEN_PATHS: readonly string[] = [
	'/auth/token/create',
	'/auth/token/refresh',
	'/auth/token/security/create',
	'/auth/token/security/refresh',
];

interface TokenCall {
	path: string;
	params: ReadonlyMap<string, string>;
	appKey: string;
	vault: Vault;
	options: TokenOptions;
	nowMs: number;
}

/** Answers a token call with the token object; refuses with the codes of that call. */
export function tokenAnswer({
	path,
	params,
	appKey,
	vault,
	options,
	nowMs,
}: TokenCall): JsonObject {
	const secure = path.includes('/security/');
	const creates = path.endsWith('/create');
	const grant = creates
		? vault.redeem(required(params, 'code'), appKey, given(params, 'uuid'))
		: vault.refresh(required(params, 'refresh_token'), appKey);
	if (!grant) refuse(creates ? (secure ? 'isv.402' : 'InvalidCode') : 'IllegalRefreshToken');
	const withoutRefresh = !creates && options.omitRefreshToken;
	const form = { nowMs, secure, withoutRefresh, asText: options.numbersAsText };
	return { ...tokenObject(grant, form), ...options.details };
}

interface TokenForm {
	nowMs: number;
	secure: boolean;
	withoutRefresh: boolean;
	asText: boolean;
}

function tokenObject(
	grant: Grant,
	{ nowMs, secure, withoutRefresh, asText }: TokenForm,
): JsonObject {
	const number = (value: number): JsonValue => (asText ? String(value) : value);
	const { account, accessEndsMs, refreshEndsMs } = grant;
	const isSeller = account.platform === 'seller_center';
	return {
		access_token: grant.accessToken,
		expires_in: number(Math.floor((accessEndsMs - nowMs) / 1000)),
		expire_time: number(accessEndsMs),
		refresh_expires_in: number(Math.max(0, Math.floor((refreshEndsMs - nowMs) / 1000))),
		refresh_token_valid_time: number(refreshEndsMs),
		...(withoutRefresh ? {} : { refresh_token: grant.refreshToken }),
		...(secure ? {} : { account: account.login, account_id: null }),
		...(secure ? {} : { user_nick: `${isSeller ? 'cn' : 'us'}${account.id}` }),
		account_platform: account.platform,
		user_id: account.id,
		seller_id: account.id,
		havana_id: `17${account.id}`,
		locale: 'zh_CN',
		sp: 'ae',
		code: '0',
	};
}
