import { createHash, randomUUID } from 'node:crypto';

import type { Tokens } from '../client/pastedTokens';
import { callForTokens } from '../client/tokenCall';
import { describeRefusal, withPause } from '../quota/refusal';
import { settleTurn } from '../quota/settle';
import type { Reservation } from '../quota/store';
import { takeTurn, type Granted, type Turn } from '../quota/turn';
import type { Clock } from '../time/clock';
import { MINUTE_MS } from '../time/units';
import { tellFailure } from '../wire/remedy';
import type { HttpHelper } from '../wire/send';
import type { Account } from './account';
import { openQuota } from './openQuota';
import { alibabaProtocol } from './protocol/protocol';

/** Longer than a minute of the plan, so that a credential can be saved right after n8n has started. */
export const CREDENTIAL_PATIENCE_MS = 75_000;
/** How long a trade is kept for others that ask with the same refresh token. */
const KEPT_MS = 2 * MINUTE_MS;

/** Trades under way or just done. Two at once could make the platform drop one's tokens. */
const trades = new Map<string, { atMs: number; tokens: Promise<Tokens> }>();

/**
 * Counts one call of the credential itself and waits for its turn.
 *
 * @throws Error worded for the user when the call may not leave.
 */
async function takeCredentialCall(
	account: Account,
	clock: Clock,
): Promise<{ turn: Turn; granted: Granted }> {
	const { account: name, appKey: app, policy } = account;
	const call: Reservation = {
		id: randomUUID(),
		account: name,
		purpose: 'recovery',
		spender: 'Alibaba.com credential',
	};
	const gateway = alibabaProtocol.limitScopeOf(account);
	const turn: Turn = { quota: openQuota(account, clock), call, gateway, app, policy, clock };
	const grant = await takeTurn(turn, CREDENTIAL_PATIENCE_MS);
	if (grant.granted) return { turn, granted: grant };
	const { message, description } = describeRefusal(grant, call, policy);
	throw new Error(`${message}. ${description}`);
}

async function trade(http: HttpHelper, account: Account, clock: Clock): Promise<Tokens> {
	const { appKey, appSecret, baseUrl: restUrl, refreshToken } = account;
	const { turn, granted } = await takeCredentialCall(account, clock);
	const grant = { path: '/auth/token/refresh' as const, refreshToken };
	const outcome = await callForTokens(http, { appKey, appSecret, restUrl }, grant, clock.nowMs());
	const pause = await settleTurn(turn, granted, outcome.ok ? undefined : outcome.failure);
	if (!outcome.ok) {
		const failure = withPause(outcome.failure, pause, 'Alibaba.com');
		throw new Error(tellFailure(failure, 'Alibaba.com', [appSecret, refreshToken]));
	}
	const { accessToken, refreshToken: next, expiresAtMs, lifetimeMs } = outcome.tokens;
	return { accessToken, refreshToken: next, expiresAtMs, lifetimeMs };
}

/**
 * Trades the refresh token for new tokens, once for all that ask at the same time. Only the Open
 * Platform renews tokens.
 *
 * @throws Error worded for the user, without secrets.
 */
export async function renewTokens(
	http: HttpHelper,
	account: Account,
	clock: Clock,
): Promise<Tokens> {
	if (account.refreshToken === '') {
		throw new Error(
			'Alibaba.com no longer accepts the access token, and the credential has no refresh token to renew it. Authorize the app again and paste the new tokens.',
		);
	}
	const given = `${account.appKey}\n${account.refreshToken}`;
	const key = createHash('sha256').update(given).digest('hex');
	const nowMs = clock.nowMs();
	for (const [old, { atMs }] of trades) if (atMs < nowMs - KEPT_MS) trades.delete(old);
	const known = trades.get(key);
	const tokens = known?.tokens ?? trade(http, account, clock);
	if (!known) trades.set(key, { atMs: nowMs, tokens });
	return await tokens.catch((reason: unknown) => {
		trades.delete(key);
		throw reason;
	});
}
