import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	NodeApiError,
} from 'n8n-workflow';

import { isNearExpiry } from '../client/access';
import { canRenew, endedWordsOf } from '../client/authorization';
import {
	afterTest,
	testCredential,
	type TestCall,
	type TestSurroundings,
	type Verdict,
} from '../client/credentialTest';
import {
	currentTokens,
	pastedFieldsOf,
	printRenewedTokens,
	renewedFrom,
	type Tokens,
} from '../client/pastedTokens';
import { stopRenewalRequest, takeOccasion } from '../client/tokenRenewal';
import { tradeOnce, type Hook } from '../client/tokenTrade';
import type { Clock } from '../time/clock';
import type { Cause } from '../wire/failure';
import type { HttpHelper } from '../wire/send';
import { accountOf, type Account } from './account';
import { openQuota } from './openClient';
import type { Profile } from './profile';
import { alibabaProtocol } from './protocol/protocol';

/** An id that no product has: the refusal for it needs a good signature and shows nothing. */
const NO_PRODUCT = '100000000000000';
const CATEGORIES = { cat_id: '0' };

/** The one call of the test, of no consequence in each profile: the roots of the categories, or nothing. */
const CALLS: Readonly<Record<Profile, Pick<TestCall, 'method' | 'params'>>> = {
	productDetail: {
		method: 'alibaba.product.get',
		params: { product_id: NO_PRODUCT, fields: 'title' },
	},
	openPlatform: { method: '/icbu/product/category/get', params: CATEGORIES },
	top: { method: 'alibaba.icbu.category.get.new', params: CATEGORIES },
};

const UNKNOWN_CALL = {
	message:
		'The address answers, but does not know the call. Check the signature profile and the address.',
};

/** A missing permission does not speak against it: the test reads what the seller may never need. */
const HARMLESS: ReadonlySet<unknown> = new Set<Cause>(['permission', 'business']);
const OF_THE_ADDRESS: ReadonlySet<unknown> = new Set<Cause>(['retired', 'input']);

function judgeRefusal({ errorResponse }: NodeApiError): Verdict | null | undefined {
	const cause = errorResponse?.cause;
	if (HARMLESS.has(cause)) return null;
	return OF_THE_ADDRESS.has(cause) ? UNKNOWN_CALL : undefined;
}

/** Tests the credential by one counted call. */
async function testAccount(
	node: INode,
	profile: Profile,
	around: TestSurroundings<Account>,
): Promise<void> {
	await testCredential(node, around, { ...CALLS[profile], judgeRefusal });
}

/** Longer than a minute of the plan, so that a credential can be saved right after n8n has started. */
const CREDENTIAL_PATIENCE_MS = 75_000;

function hookOf(http: HttpHelper, account: Account, clock: Clock): Hook {
	const { appKey, appSecret, baseUrl, policy } = account;
	return {
		http,
		app: { platform: 'Alibaba.com', appKey, appSecret, baseUrl, restUrl: baseUrl },
		quota: openQuota(account, clock),
		account: account.account,
		gateway: alibabaProtocol.limitScopeOf(account),
		policy,
		clock,
		patienceMs: CREDENTIAL_PATIENCE_MS,
	};
}

/**
 * Trades the refresh token for new tokens, once for all that ask at the same time. Only the Open
 * Platform renews tokens.
 *
 * @param before the tokens that are renewed.
 * @throws Error worded for the user, without secrets.
 */
async function renewTokens(
	http: HttpHelper,
	account: Account,
	before: Tokens,
	clock: Clock,
): Promise<Tokens> {
	const { refreshToken } = account;
	if (refreshToken === '') {
		throw new Error(
			'Alibaba.com no longer accepts the access token, and the credential has no refresh token to renew it. Authorize the app again and paste the new tokens.',
		);
	}
	const grant = { path: '/auth/token/refresh' as const, refreshToken };
	return renewedFrom(before, await tradeOnce(hookOf(http, account, clock), grant));
}

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'Alibaba.com credential',
	type: 'alibabaComApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Keeps the tokens of the credential usable: renews them near the end or when one was refused, else
 * changes nothing. n8n runs it before the first request, and when `stopOrPass` asks for it, and stores
 * what it returns. For a test it makes the test call.
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
	const fields = pastedFieldsOf(credentials);
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
