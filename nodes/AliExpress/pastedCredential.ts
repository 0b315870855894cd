import { randomUUID } from 'node:crypto';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
} from 'n8n-workflow';

import { isNearExpiry, redact } from '../platform/access';
import type { Clock } from '../platform/clock';
import { remedyOf } from '../platform/remedy';
import type { HttpHelper } from '../platform/send';
import { signSync } from '../platform/sign';
import { describeRefusal } from '../quota/refusal';
import { QuotaUnavailable, type Reservation } from '../quota/store';
import { accountOf, type Account } from './account';
import { openQuota } from './openQuota';
import { currentTokens, printRenewedTokens, type PastedFields } from './pastedTokens';
import { RENEW_HEADER, RENEWED_MARK, tokenFingerprint } from './renewToken';
import { callForTokens, isSellerAccount, type TokenGrant } from './tokenCall';

const SPENDER = 'AliExpress credential';
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

async function reserveRecovery(
	http: HttpHelper,
	account: Account,
	clock: Clock,
): Promise<{ giveBack(): Promise<void> }> {
	const quota = openQuota(http, account, clock);
	const call: Reservation = {
		id: randomUUID(),
		account: account.account,
		purpose: 'recovery',
		spender: SPENDER,
	};
	const grant = await quota.reserve(call).catch((reason: unknown) => {
		if (!(reason instanceof QuotaUnavailable)) throw reason;
		throw new Error(`${reason.message}. ${reason.remedy}`);
	});
	if (!grant.granted) {
		const { message, description } = describeRefusal(grant, call, account.policy);
		throw new Error(`${message}. ${description}`);
	}
	await clock.sleepMs(grant.waitMs);
	return { giveBack: async () => await quota.giveBack(call.id) };
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

async function tradeForTokens(
	http: HttpHelper,
	account: Account,
	fields: PastedFields,
	clock: Clock,
): Promise<string> {
	const grant = grantFor(fields);
	const reservation = await reserveRecovery(http, account, clock);
	const outcome = await callForTokens(http, account, grant, clock.nowMs());
	if (!outcome.ok) {
		const { failure } = outcome;
		if (failure.cause === 'neverSent') await reservation.giveBack();
		const { message, description } = remedyOf(failure.cause, 'AliExpress');
		const secrets = [account.appSecret, ...Object.values(grant)];
		const said = redact([failure.code, failure.message].filter(Boolean).join(': '), secrets);
		throw new Error(`${message}. ${description}${said ? ` AliExpress said: ${said}` : ''}`);
	}
	if (!isSellerAccount(outcome.tokens)) {
		throw new Error(
			'These tokens belong to a buyer account. Authorize with the account of the shop (the login of the Seller Center).',
		);
	}
	const { accessToken, refreshToken, sellerId, expiresAtMs, lifetimeMs } = outcome.tokens;
	return printRenewedTokens(fields, {
		accessToken,
		refreshToken,
		sellerId,
		expiresAtMs,
		lifetimeMs,
	});
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
	const isRefused = refusedTokens.has(fingerprint);
	let renewedTokens: string;
	if (isRefused || isNearExpiry(account, clock.nowMs())) {
		renewedTokens = await tradeForTokens(http, account, fields, clock);
		refusedTokens.delete(fingerprint);
	} else {
		renewedTokens = printRenewedTokens(fields, currentTokens(fields));
	}
	// Not asked for by a refusal, so n8n is about to send the request of the credential test.
	if (!isRefused) await reserveRecovery(http, account, clock);
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
	const { params, sign } = signSync(
		{
			...(business as Record<string, string>),
			app_key: account.appKey,
			[account.tokenParameter]: account.accessToken,
			timestamp: nowMs,
			sign_method: 'sha256',
			format: 'json',
			v: '2.0',
		},
		account.appSecret,
	);
	return {
		...options,
		headers: { ...options.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ ...params, sign }).toString(),
	};
}
