import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isNearExpiry } from '../client/access';
import { endedWordsOf } from '../client/authorization';
import { currentTokens, printRenewedTokens, type PastedFields } from '../client/pastedTokens';
import { signedForm } from '../client/signedForm';
import { stopRenewalRequest, takeOccasion } from '../client/tokenRenewal';
import type { Clock } from '../time/clock';
import type { HttpHelper } from '../wire/send';
import { accountOf } from './account';
import { countTest, tradeForTokens } from './pastedTrade';

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
 * end or when a token was refused, else changes nothing. n8n runs it before the first request, on
 * every credential test and after a refusal, and stores what it returns.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function prepareTokens(
	http: HttpHelper,
	credentials: ICredentialDataDecryptedObject,
	clock: Clock,
): Promise<IDataObject> {
	const account = accountOf(NO_NODE, 'aliExpressApi', credentials);
	const fields = fieldsOf(credentials);
	const { isRefused, isTest } = takeOccasion(account.accessToken);
	const ended = endedWordsOf(NO_NODE, 'AliExpress', account, clock.nowMs());
	if (ended !== undefined) throw new Error(ended);
	let renewedTokens: string;
	if (isRefused || isNearExpiry(account, clock.nowMs())) {
		const tokens = await tradeForTokens(http, account, fields, clock);
		renewedTokens = printRenewedTokens(fields, tokens);
	} else {
		renewedTokens = printRenewedTokens(fields, currentTokens(fields));
	}
	if (isTest) await countTest(http, account, clock);
	return { renewedTokens };
}

/**
 * Signs a request with the credential. With the renewal header it sends nothing: it has n8n run
 * `prepareTokens` when the token is still the refused one (n8n does so on a status of 401), and
 * stops the request when the tokens are new.
 */
export function signWithCredential(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	nowMs: number,
): IHttpRequestOptions {
	const account = accountOf(NO_NODE, 'aliExpressApi', credentials);
	stopRenewalRequest(account.accessToken, options);
	const business = typeof options.body === 'object' ? { ...(options.body as IDataObject) } : {};
	return {
		...options,
		headers: { ...options.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: signedForm(account, business as Record<string, string>, nowMs),
	};
}
