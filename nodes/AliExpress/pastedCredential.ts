import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isExpired, isNearExpiry } from '../client/access';
import { canRenew, endedWordsOf } from '../client/authorization';
import { afterTest } from '../client/credentialTest';
import { currentTokens, printRenewedTokens, type PastedFields } from '../client/pastedTokens';
import { syncProtocol } from '../client/protocol';
import { stopRenewalRequest, takeOccasion } from '../client/tokenRenewal';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import { accountOf } from './account';
import { testAccount } from './credentialTest';
import { openQuota } from './openQuota';
import { tradeForTokens } from './pastedTrade';

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'AliExpress credential',
	type: 'aliExpressApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function fieldsOf(credentials: ICredentialDataDecryptedObject): PastedFields {
	const text = (name: string) => String(credentials[name] ?? '');
	return {
		accessToken: text('accessToken'),
		refreshToken: text('refreshToken'),
		authorizationCode: text('authorizationCode'),
		renewedTokens: text('renewedTokens'),
	};
}

/**
 * Keeps the tokens of the credential without a button usable: trades a code once, renews near the
 * end or when a token was refused, else changes nothing. n8n runs it before the first request, and when
 * `stopOrPass` asks for it, and stores what it returns. For a test it makes the test call.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function prepareTokens(
	http: HttpHelper,
	credentials: ICredentialDataDecryptedObject,
	clock: Clock,
): Promise<IDataObject> {
	const given = accountOf(NO_NODE, 'aliExpressApi', credentials);
	const { isRefused, isTest } = takeOccasion(given.accessToken);
	const fields = fieldsOf(credentials);
	let renewedTokens = printRenewedTokens(fields, currentTokens(fields));
	const account = () => accountOf(NO_NODE, 'aliExpressApi', { ...credentials, renewedTokens });
	const renewToken = async () => {
		const tokens = await tradeForTokens(http, account(), { ...fields, renewedTokens }, clock);
		renewedTokens = printRenewedTokens(fields, tokens);
	};
	const nowMs = clock.nowMs();
	const ended = endedWordsOf(NO_NODE, 'AliExpress', given, nowMs);
	if (ended !== undefined) throw new Error(ended);
	const isEnding = isNearExpiry(given, nowMs) && canRenew(given, nowMs);
	if (isRefused || isExpired(given, nowMs) || isEnding) await renewToken();
	if (isTest) {
		await testAccount(NO_NODE, {
			platform: 'AliExpress',
			http,
			protocol: syncProtocol,
			clock,
			readAccess: async () => account(),
			renewToken,
			openQuota: (access) => openQuota(http, access, clock),
		});
	}
	return { renewedTokens };
}

/**
 * Judges a request with the credential; none is ever signed, since nodes sign for themselves. With the
 * renewal header it has n8n run `prepareTokens` while the token is still the refused one (n8n does so on
 * a status of 401), and is stopped when the tokens are new. Any other is that of the test.
 *
 * @throws Error worded for the user when the credential did not pass its test.
 */
export function stopOrPass(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const account = accountOf(NO_NODE, 'aliExpressApi', credentials);
	stopRenewalRequest(account.accessToken, options);
	return afterTest(account, options);
}
