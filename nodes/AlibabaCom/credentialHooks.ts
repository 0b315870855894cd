import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isNearExpiry } from '../client/access';
import { endedWordsOf } from '../client/authorization';
import { currentTokens, printRenewedTokens, type PastedFields } from '../client/pastedTokens';
import { stopRenewalRequest, takeOccasion } from '../client/tokenRenewal';
import type { Clock } from '../time/clock';
import type { HttpHelper, ServiceRequest } from '../wire/send';
import { accountOf, type Account } from './account';
import { countTest, renewTokens } from './credentialTrade';
import { requestOf } from './protocol/protocol';

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'Alibaba.com credential',
	type: 'alibabaComApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** An id that no product has: the refusal for it needs a good signature and shows nothing. */
const NO_PRODUCT = '100000000000000';

function fieldsOf(credentials: ICredentialDataDecryptedObject): PastedFields {
	const text = (name: string) => String(credentials[name] ?? '');
	return {
		accessToken: text('accessToken'),
		refreshToken: text('refreshToken'),
		renewedTokens: text('renewedTokens'),
	};
}

/** The one call of the test, of no consequence in each profile: the roots of the categories, or nothing. */
function testRequest(account: Account, nowMs: number): ServiceRequest {
	switch (account.profile) {
		case 'productDetail':
			return requestOf(
				account,
				'alibaba.product.get',
				{ product_id: NO_PRODUCT, fields: 'title' },
				nowMs,
			);
		case 'openPlatform':
			return requestOf(account, '/icbu/product/category/get', { cat_id: '0' }, nowMs);
		case 'top':
			return requestOf(account, 'alibaba.icbu.category.get.new', { cat_id: '0' }, nowMs);
	}
}

/**
 * Keeps the tokens of the credential usable: renews them near the end or when one was refused, else
 * changes nothing. n8n runs it before the first request, on every credential test and after a refusal,
 * and stores what it returns. The call of a test is counted here, since the test itself cannot.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function prepareCredential(
	http: HttpHelper,
	credentials: ICredentialDataDecryptedObject,
	clock: Clock,
): Promise<IDataObject> {
	const account = accountOf(NO_NODE, credentials);
	const fields = fieldsOf(credentials);
	const { isRefused, isTest } = takeOccasion(account.accessToken);
	const ended = endedWordsOf(NO_NODE, 'Alibaba.com', account, clock.nowMs());
	if (ended !== undefined) throw new Error(ended);
	const isEnding = account.refreshToken !== '' && isNearExpiry(account, clock.nowMs());
	const current = currentTokens(fields);
	const tokens = isRefused || isEnding ? await renewTokens(http, account, current, clock) : current;
	if (isTest) await countTest(http, account, clock);
	return { renewedTokens: printRenewedTokens(fields, tokens) };
}

/**
 * Turns a request with the credential into the signed call of its test. A request for a renewal is
 * stopped instead; see `stopRenewalRequest`.
 */
export function signTest(
	credentials: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
	nowMs: number,
): IHttpRequestOptions {
	const account = accountOf(NO_NODE, credentials);
	stopRenewalRequest(account.accessToken, options);
	const request = testRequest(account, nowMs);
	if (request.method === 'GET') throw new Error('The test of the credential is a POST.');
	const { method, url, body, contentType } = request;
	const headers = { ...options.headers, 'Content-Type': contentType };
	return { ...options, method, url, body, headers, baseURL: undefined };
}
