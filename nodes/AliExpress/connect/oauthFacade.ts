import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { TokenGrant, TokenSet } from '../../client/tokenCall';
import {
	isEndOfAuthorization,
	tellTokenFailure,
	tradeForTokens,
	type TokenApp,
} from '../../client/tokenTrade';
import { ANY_ACCOUNT } from '../../quota/policy';
import { describeRefusal } from '../../quota/refusal';
import type { QuotaStore, Reservation } from '../../quota/store';
import { DEFAULT_PATIENCE_MS, type Turn } from '../../quota/turn';
import type { Clock } from '../../time/clock';
import type { Failure } from '../../wire/failure';
import type { HttpHelper } from '../../wire/send';
import type { Account } from '../account/account';
import { isSellerAccount, tokenAppOf } from '../account/tokenCall';
import type { Sellers } from './sellers';

/** An OAuth token request as n8n sends it; id and secret come in the body or as Basic header. */
const tokenRequestSchema = z.discriminatedUnion('grant_type', [
	z.object({ grant_type: z.literal('authorization_code'), code: z.string().min(1) }),
	z.object({ grant_type: z.literal('refresh_token'), refresh_token: z.string().min(1) }),
]);

const clientSchema = z.object({ client_id: z.string(), client_secret: z.string() });

/** An answer in the form of RFC 6749. */
export interface OAuthAnswer {
	status: 200 | 400 | 401;
	body: IDataObject;
}

/** The one answer to everybody who does not hold the app secret, whatever they sent. */
export const NOT_THIS_APP: OAuthAnswer = {
	status: 401,
	body: {
		error: 'bridge_refused',
		error_description:
			'This bridge does not carry the App Key and App Secret of the request. In the AliExpress Connect Trigger select the credential you are connecting, save and publish the workflow, then connect again.',
	},
};

/** App key and secret of a request, from the body or from a Basic header. */
export function clientOf(
	body: unknown,
	authorization: string | undefined,
): { appKey: string; appSecret: string } | undefined {
	const inBody = clientSchema.safeParse(body);
	if (inBody.success) {
		return { appKey: inBody.data.client_id, appSecret: inBody.data.client_secret };
	}
	const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
	if (!encoded) return undefined;
	const [appKey = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return { appKey, appSecret: rest.join(':') };
}

function refused(error: string, description: string): OAuthAnswer {
	return { status: 400, body: { error, error_description: description } };
}

function failed(failure: Failure, app: TokenApp, grant: TokenGrant): OAuthAnswer {
	const words = tellTokenFailure(failure, app, grant);
	// n8n asks the user to reconnect on `invalid_grant` alone, so passing faults are named otherwise;
	// while connecting it would put words of its own in place of ours.
	const isDead = 'refreshToken' in grant && isEndOfAuthorization(failure);
	const error = isDead ? 'invalid_grant' : 'aliexpress_refused';
	return refused(error, words);
}

function connected(tokens: TokenSet, grant: TokenGrant, nowMs: number): OAuthAnswer {
	const { accessToken, refreshToken, sellerId, lifetimeMs, expiresAtMs, refreshExpiresAtMs } =
		tokens;
	// n8n puts the answer over what it has stored, so what a new authorization does not say has to be
	// taken away: the end of the one before it would end it too. A renewal has not moved that end.
	const isNew = 'code' in grant;
	const refreshEnd = refreshExpiresAtMs ?? (isNew ? null : undefined);
	return {
		status: 200,
		body: {
			token_type: 'bearer',
			access_token: accessToken,
			refresh_token: refreshToken,
			...(lifetimeMs !== undefined && { expires_in: Math.floor(lifetimeMs / 1_000) }),
			// Without an end of its own a token would seem to end with the one before it.
			expires_at_ms: expiresAtMs ?? null,
			...(refreshEnd !== undefined && { refresh_expires_at_ms: refreshEnd }),
			obtained_at_ms: nowMs,
			// n8n shows `account` beside the button; the login e-mail would be personal data.
			...(sellerId && { seller_id: sellerId, account: `Seller ${sellerId}` }),
			...(!sellerId && isNew && { seller_id: null }),
		},
	};
}

function grantOf(request: z.infer<typeof tokenRequestSchema>): TokenGrant {
	return request.grant_type === 'authorization_code'
		? { path: '/auth/token/create', code: request.code }
		: { path: '/auth/token/refresh', refreshToken: request.refresh_token };
}

/**
 * Answers an OAuth token request of a known app: counts one call, signs it towards AliExpress and
 * hands the tokens back, for sellers only.
 *
 * @param quota the bridge's own ledger.
 * @param sellers whose tokens are whose; a token that was never seen counts against every account.
 * @param body the parsed form of the request.
 */
export async function answerTokenRequest(
	http: HttpHelper,
	clock: Clock,
	account: Account,
	quota: QuotaStore,
	sellers: Sellers,
	body: unknown,
): Promise<OAuthAnswer> {
	const request = tokenRequestSchema.safeParse(body);
	if (!request.success) {
		return refused('unsupported_grant_type', 'Expected an authorization code or a refresh token.');
	}
	const grant = grantOf(request.data);
	const isRenewal = 'refreshToken' in grant;
	const call: Reservation = {
		id: randomUUID(),
		account: isRenewal ? sellers.ownerOf(grant.refreshToken) : ANY_ACCOUNT,
		purpose: isRenewal ? 'recovery' : 'connect',
		spender: 'AliExpress Connect',
	};
	const { baseUrl: gateway, appKey, policy } = account;
	const turn: Turn = { quota, call, gateway, app: appKey, policy, clock };
	const app = tokenAppOf(account);
	const sellerOf = ({ sellerId }: TokenSet) => sellerId;
	const trade = await tradeForTokens(http, app, grant, turn, DEFAULT_PATIENCE_MS, sellerOf);
	if ('refusal' in trade) {
		const { message, description } = describeRefusal(trade.refusal, call, policy);
		return refused('quota_refused', `${message}. ${description}`);
	}
	if (!trade.ok) return failed(trade.failure, app, grant);
	const { refreshToken, sellerId = call.account } = trade.tokens;
	if (sellerId !== ANY_ACCOUNT) sellers.remember(refreshToken, sellerId);
	if (isSellerAccount(trade.tokens, grant)) return connected(trade.tokens, grant, clock.nowMs());
	return refused(
		'not_a_seller',
		'This is a buyer account. Sign in with the account of the shop (the login of the Seller Center) and connect again.',
	);
}
