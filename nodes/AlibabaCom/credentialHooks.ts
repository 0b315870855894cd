import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isNearExpiry } from '../client/access';
import { canRenew, endedWordsOf } from '../client/authorization';
import { afterTest } from '../client/credentialTest';
import { currentTokens, printRenewedTokens, type PastedFields } from '../client/pastedTokens';
import { stopRenewalRequest, takeOccasion } from '../client/tokenRenewal';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import { accountOf } from './account';
import { testAccount } from './credentialTest';
import { CREDENTIAL_PATIENCE_MS, renewTokens } from './credentialTrade';
import { openQuota } from './openQuota';
import { alibabaProtocol } from './protocol/protocol';

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'Alibaba.com credential',
	type: 'alibabaComApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function fieldsOf(credentials: ICredentialDataDecryptedObject): PastedFields {
	const text = (name: string) => String(credentials[name] ?? '');
	return {
		accessToken: text('accessToken'),
		refreshToken: text('refreshToken'),
		renewedTokens: text('renewedTokens'),
	};
}

/**
 * Keeps the tokens of the credential usable: renews them near the end or when one was refused, else
 * changes nothing. n8n runs it before the first request, on every credential test and after a refusal,
 * and stores what it returns. On a test it makes the test call.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function prepareCredential(
	http: HttpHelper,
	credentials: ICredentialDataDecryptedObject,
	clock: Clock,
): Promise<IDataObject> {
	const given = accountOf(NO_NODE, credentials);
	const { isRefused, isTest } = takeOccasion(given.accessToken);
	const fields = fieldsOf(credentials);
	const nowMs = clock.nowMs();
	const ended = endedWordsOf(NO_NODE, 'Alibaba.com', given, nowMs);
	if (ended !== undefined) throw new Error(ended);
	let renewedTokens = printRenewedTokens(fields, currentTokens(fields));
	const account = () => accountOf(NO_NODE, { ...credentials, renewedTokens });
	const renewToken = async () => {
		const before = currentTokens({ ...fields, renewedTokens });
		const tokens = await renewTokens(http, account(), before, clock);
		renewedTokens = printRenewedTokens(fields, tokens);
	};
	const isEnding = isNearExpiry(given, nowMs) && canRenew(given, nowMs);
	if (isRefused || isEnding) await renewToken();
	if (isTest) {
		await testAccount(NO_NODE, given.profile, {
			platform: 'Alibaba.com',
			http,
			protocol: alibabaProtocol,
			clock,
			readAccess: async () => account(),
			renewToken,
			openQuota: (access) => openQuota(access, clock),
			waitUpToMs: CREDENTIAL_PATIENCE_MS,
		});
	}
	return { renewedTokens };
}

/**
 * Judges a request with the credential; none is ever signed, since the node signs for itself. A request
 * for a renewal is stopped, see `stopRenewalRequest`; any other is that of the test.
 *
 * @throws Error worded for the user when the credential did not pass its test.
 */
export function stopOrPass(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const account = accountOf(NO_NODE, credentials);
	stopRenewalRequest(account.accessToken, options);
	return afterTest(account, options);
}
