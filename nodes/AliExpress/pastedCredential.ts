import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isNearExpiry } from '../platform/access';
import type { Clock } from '../platform/clock';
import type { HttpHelper } from '../platform/send';
import { signedForm } from '../platform/signedForm';
import { accountOf } from './account';
import { currentTokens, printRenewedTokens, type PastedFields } from './pastedTokens';
import { reserveRecovery, tradeForTokens } from './pastedTrade';
import { isBeingRenewed, RENEW_HEADER, RENEWED_MARK, tokenFingerprint } from './renewToken';

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'AliExpress credential',
	type: 'aliExpressApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Access tokens that AliExpress refused, by fingerprint, until they are renewed. */
const refusedTokens = new Set<string>();

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
	const fingerprint = tokenFingerprint(account.accessToken);
	// Taken out at once, so that a renewal that fails does not look asked for the next time.
	const isRefused = refusedTokens.delete(fingerprint);
	let renewedTokens: string;
	if (isRefused || isNearExpiry(account, clock.nowMs())) {
		const tokens = await tradeForTokens(http, account, fields, clock);
		renewedTokens = printRenewedTokens(fields, tokens);
	} else {
		renewedTokens = printRenewedTokens(fields, currentTokens(fields));
	}
	// Asked for by no node, so n8n is about to send the request of the credential test.
	const isTest = !isRefused && !isBeingRenewed(fingerprint);
	if (isTest) await reserveRecovery(http, account, clock);
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
	const refused = options.headers?.[RENEW_HEADER];
	if (refused !== undefined) {
		const fingerprint = tokenFingerprint(account.accessToken);
		if (refused !== fingerprint) throw new Error(RENEWED_MARK);
		refusedTokens.add(fingerprint);
		throw Object.assign(new Error('The access token has to be renewed.'), {
			response: { status: 401 },
		});
	}
	const business = typeof options.body === 'object' ? { ...(options.body as IDataObject) } : {};
	return {
		...options,
		headers: { ...options.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: signedForm(account, business as Record<string, string>, nowMs),
	};
}
