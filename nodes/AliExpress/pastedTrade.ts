import { createHash, randomUUID } from 'node:crypto';

import { currentTokens, type PastedFields, type Tokens } from '../client/pastedTokens';
import { describeRefusal, withPause } from '../quota/refusal';
import { settleTurn } from '../quota/settle';
import { QuotaUnavailable, type Reservation } from '../quota/store';
import { DEFAULT_PATIENCE_MS, takeTurn, type Granted, type Turn } from '../quota/turn';
import type { Clock } from '../time/clock';
import { MINUTE_MS } from '../time/units';
import { tellFailure } from '../wire/remedy';
import type { HttpHelper } from '../wire/send';
import type { Account } from './account';
import { openQuota } from './openQuota';
import { callForTokens, isSellerAccount, type TokenGrant } from './tokenCall';

const SPENDER = 'AliExpress credential';
/** How long a trade is kept for others that ask with the same refresh token or code. */
const KEPT_MS = 2 * MINUTE_MS;

/** Trades under way or just done. Two at once would make the platform drop one's tokens. */
const trades = new Map<string, { atMs: number; tokens: Promise<Tokens> }>();

/**
 * Counts one call of the credential itself and waits for its turn.
 *
 * @throws Error worded for the user when the call may not leave.
 */
async function reserveRecovery(
	http: HttpHelper,
	account: Account,
	clock: Clock,
): Promise<{ turn: Turn; granted: Granted }> {
	const call: Reservation = {
		id: randomUUID(),
		account: account.account,
		purpose: 'recovery',
		spender: SPENDER,
	};
	const { baseUrl: gateway, appKey: app, policy } = account;
	const turn: Turn = { quota: openQuota(http, account, clock), call, gateway, app, policy, clock };
	const grant = await takeTurn(turn, DEFAULT_PATIENCE_MS).catch((reason: unknown) => {
		if (!(reason instanceof QuotaUnavailable)) throw reason;
		throw new Error(`${reason.message}. ${reason.remedy}`);
	});
	if (grant.granted) return { turn, granted: grant };
	const { message, description } = describeRefusal(grant, call, policy);
	throw new Error(`${message}. ${description}`);
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

async function trade(
	http: HttpHelper,
	account: Account,
	grant: TokenGrant,
	clock: Clock,
): Promise<Tokens> {
	const { turn, granted } = await reserveRecovery(http, account, clock);
	const outcome = await callForTokens(http, account, grant, clock.nowMs());
	const pause = await settleTurn(turn, granted, outcome.ok ? undefined : outcome.failure);
	if (!outcome.ok) {
		const failure = withPause(outcome.failure, pause, 'AliExpress');
		const secrets = [account.appSecret, ...Object.values(grant)];
		throw new Error(tellFailure(failure, 'AliExpress', secrets));
	}
	if (!isSellerAccount(outcome.tokens, grant)) {
		throw new Error(
			'These tokens belong to a buyer account. Authorize with the account of the shop (the login of the Seller Center).',
		);
	}
	const { accessToken, refreshToken, sellerId, expiresAtMs, lifetimeMs } = outcome.tokens;
	return { accessToken, refreshToken, sellerId, expiresAtMs, lifetimeMs };
}

/**
 * Trades the refresh token or the code for new tokens, once for all that ask at the same time.
 *
 * The account keeps the name it was first known by: pasted tokens do not tell their seller, and
 * triggers would take a name that changes for another shop and start over.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function tradeForTokens(
	http: HttpHelper,
	account: Account,
	fields: PastedFields,
	clock: Clock,
): Promise<Tokens> {
	const grant = grantFor(fields);
	const given = Object.values(grant).join('\n');
	const key = createHash('sha256').update(`${account.appKey}\n${given}`).digest('hex');
	const nowMs = clock.nowMs();
	for (const [old, { atMs }] of trades) if (atMs < nowMs - KEPT_MS) trades.delete(old);
	const known = trades.get(key);
	const tokens = known?.tokens ?? trade(http, account, grant, clock);
	if (!known) trades.set(key, { atMs: nowMs, tokens });
	const traded = await tokens.catch((reason: unknown) => {
		trades.delete(key);
		throw reason;
	});
	const before = currentTokens(fields);
	return before.accessToken ? { ...traded, sellerId: before.sellerId } : traded;
}
