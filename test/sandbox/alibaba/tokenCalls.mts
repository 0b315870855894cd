import { refuse } from '../gateway/failures.mts';
import { required } from '../gateway/params.mts';
import type { Vault } from '../gateway/tokens.mts';
import type { JsonObject, JsonValue } from '../json.mts';
import type { TokenOptions } from '../options.mts';

export const TOKEN_PATHS: readonly string[] = ['/auth/token/create', '/auth/token/refresh'];

interface TokenCall extends TokenOptions {
	params: ReadonlyMap<string, string>;
	appKey: string;
	vault: Vault;
	nowMs: number;
}

/** The token object that answers a token call; refuses with the codes of that call. */
export function tokenObject(path: string, call: TokenCall): JsonObject {
	const { params, appKey, vault, nowMs, numbersAsText, omitRefreshToken, details } = call;
	const creates = path.endsWith('/create');
	// A uuid may be sent and is ignored.
	const grant = creates
		? vault.redeem(required(params, 'code'), appKey, undefined)
		: vault.refresh(required(params, 'refresh_token'), appKey);
	if (!grant) refuse(creates ? 'InvalidCode' : 'IllegalRefreshToken');
	const secondsTo = (endMs: number): JsonValue => {
		const seconds = Math.max(0, Math.floor((endMs - nowMs) / 1000));
		return numbersAsText ? String(seconds) : seconds;
	};
	const { id, login, platform } = grant.account;
	return {
		access_token: grant.accessToken,
		...(omitRefreshToken && !creates ? {} : { refresh_token: grant.refreshToken }),
		expires_in: secondsTo(grant.accessEndsMs),
		refresh_expires_in: secondsTo(grant.refreshEndsMs),
		account: login,
		account_id: id,
		account_platform: platform,
		country: 'cn',
		havana_id: id,
		user_info: { user_id: id, seller_id: id, loginId: login, country: 'GLOBAL' },
		...details,
	};
}
