import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isExpired, isNearExpiry } from '../../client/access';
import { canRenew, endedWordsOf } from '../../client/authorization';
import {
	afterTest,
	testCredential,
	type TestSurroundings,
	type Verdict,
} from '../../client/credentialTest';
import {
	currentTokens,
	pastedFieldsOf,
	printRenewedTokens,
	renewedFrom,
	type PastedFields,
	type Tokens,
} from '../../client/pastedTokens';
import { syncProtocol } from '../../client/protocol';
import type { TokenGrant } from '../../client/tokenCall';
import { stopRenewalRequest, takeOccasion } from '../../client/tokenRenewal';
import { tradeOnce, type Hook } from '../../client/tokenTrade';
import { DEFAULT_PATIENCE_MS } from '../../quota/turn';
import type { Clock } from '../../time/clock';
import type { JsonObject } from '../../wire/json';
import type { HttpHelper } from '../../wire/send';
import { parseProfile } from '../parse/store';
import { accountOf, type Account } from './account';
import { openQuota } from './openQuota';
import { isSellerAccount, tokenAppOf } from './tokenCall';

function hookOf(http: HttpHelper, account: Account, clock: Clock): Hook {
	return {
		http,
		app: tokenAppOf(account),
		quota: openQuota(http, account, clock),
		account: account.account,
		gateway: account.baseUrl,
		policy: account.policy,
		clock,
		patienceMs: DEFAULT_PATIENCE_MS,
	};
}

function grantFor(fields: PastedFields): TokenGrant {
	const { accessToken, refreshToken } = currentTokens(fields);
	const code = fields.authorizationCode?.trim() ?? '';
	if (refreshToken) return { path: '/auth/token/refresh', refreshToken };
	if (code && !accessToken) return { path: '/auth/token/create', code };
	throw new Error(
		accessToken
			? 'AliExpress no longer accepts the access token, and there is no refresh token to renew it. Paste new tokens.'
			: 'Paste an access token with its refresh token, or an authorization code.',
	);
}

/**
 * Trades the refresh token or the code for new tokens, once for all that ask at the same time.
 *
 * The account keeps the name it was first known by: pasted tokens do not tell their seller, and
 * triggers would take a name that changes for another shop and start over.
 *
 * @throws Error worded for the user, without secrets.
 */
async function tradeForTokens(
	http: HttpHelper,
	account: Account,
	fields: PastedFields,
	clock: Clock,
): Promise<Tokens> {
	const grant = grantFor(fields);
	const before = currentTokens(fields);
	const traded = await tradeOnce(hookOf(http, account, clock), grant, ({ sellerId }) =>
		before.accessToken ? undefined : sellerId,
	);
	if (isSellerAccount(traded, grant)) return renewedFrom(before, traded);
	throw new Error(
		'These tokens belong to a buyer account. Authorize with the account of the shop (the login of the Seller Center).',
	);
}

/** The test call: no parameters, no buyer data, and every seller may make it. */
const TEST_METHOD = 'aliexpress.merchant.profile.get';

function judge(answer: JsonObject): Verdict | undefined {
	try {
		parseProfile(answer);
		return undefined;
	} catch {
		return {
			message:
				'AliExpress did not answer with the profile of a shop. Check the environment and the account.',
		};
	}
}

/** Tests the credential without a button by one counted call. */
async function testAccount(node: INode, around: TestSurroundings<Account>): Promise<void> {
	await testCredential(node, around, { method: TEST_METHOD, params: {}, judge });
}

// Messages of a credential belong to no node; n8n shows them beside the credential.
const NO_NODE: INode = {
	id: '',
	name: 'AliExpress credential',
	type: 'aliExpressApi',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

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
	const fields = pastedFieldsOf(credentials);
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
