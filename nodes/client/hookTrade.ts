import { randomUUID } from 'node:crypto';

import type { Policy, Purpose } from '../quota/policy';
import { describeRefusal } from '../quota/refusal';
import { QuotaUnavailable, type QuotaStore } from '../quota/store';
import { takeTurn, type Refused, type Turn } from '../quota/turn';
import type { Clock } from '../time/clock';
import { MINUTE_MS } from '../time/units';
import { tellFailure } from '../wire/remedy';
import type { HttpHelper } from '../wire/send';
import { tokenNameOf } from './tokenName';
import type { TokenGrant, TokenSet } from './tokenCall';
import { tellTokenFailure, tradedOf, tradeForTokens, type TokenApp } from './tokenTrade';

/** What the hooks of a credential need to call the platform by themselves. */
export interface Hook {
	http: HttpHelper;
	/** Display name of the platform. */
	platform: string;
	app: TokenApp;
	quota: QuotaStore;
	/** Under which the calls are counted. */
	account: string;
	/** What the platform counts calls for. */
	gateway: string;
	policy: Policy;
	clock: Clock;
	/** How long a call may wait for its turn, in milliseconds. */
	patienceMs: number;
}

/** How long a trade is kept for others that ask with the same refresh token or code. */
const KEPT_MS = 2 * MINUTE_MS;

/** Trades under way or just done. Two at once would make the platform drop one's tokens. */
const trades = new Map<string, { atMs: number; tokens: Promise<TokenSet> }>();

function turnOf(hook: Hook, purpose: Purpose): Turn {
	const { quota, account, gateway, policy, clock, platform } = hook;
	const call = { id: randomUUID(), account, purpose, spender: `${platform} credential` };
	return { quota, call, gateway, policy, clock };
}

function refusalError(refusal: Refused, { call, policy }: Turn): Error {
	const { message, description } = describeRefusal(refusal, call, policy);
	return new Error(`${message}. ${description}`);
}

/** Words what the counter throws for places that show no more than one text. */
async function counted<T>(answer: Promise<T>): Promise<T> {
	return await answer.catch((reason: unknown) => {
		if (!(reason instanceof QuotaUnavailable)) throw reason;
		throw new Error(`${reason.message}. ${reason.remedy}`);
	});
}

/**
 * Counts the one call of a credential's test, which n8n makes by itself, and waits for its turn.
 *
 * @throws Error worded for the user when the call may not leave.
 */
export async function countTestCall(hook: Hook): Promise<void> {
	const turn = turnOf(hook, 'connect');
	const granted = await counted(takeTurn(turn, hook.patienceMs));
	if (granted.granted) return;
	if (granted.reason !== 'refusedToken') throw refusalError(granted, turn);
	const failure = { cause: granted.cause, code: '', message: '' };
	throw new Error(tellFailure(failure, hook.platform, []));
}

async function trade(
	hook: Hook,
	grant: TokenGrant,
	accountOf: (tokens: TokenSet) => string | undefined,
): Promise<TokenSet> {
	const { http, app, platform, patienceMs } = hook;
	const turn = turnOf(hook, 'refreshToken' in grant ? 'recovery' : 'connect');
	const traded = await counted(tradeForTokens(http, app, grant, turn, patienceMs, accountOf));
	if (traded.ok) return traded.tokens;
	if ('refusal' in traded) throw refusalError(traded.refusal, turn);
	const secrets = [app.appSecret, tradedOf(grant)];
	throw new Error(tellTokenFailure(traded.failure, platform, grant, secrets));
}

/**
 * Trades a refresh token or code for tokens, once for all that ask at the same time.
 *
 * @param accountOf under which account the call is counted after all, once the answer is there.
 * @throws Error worded for the user, without secrets.
 */
export async function tradeOnce(
	hook: Hook,
	grant: TokenGrant,
	accountOf: (tokens: TokenSet) => string | undefined = () => undefined,
): Promise<TokenSet> {
	const { app, clock } = hook;
	const key = tokenNameOf(tradedOf(grant), app.appKey, app.baseUrl);
	const nowMs = clock.nowMs();
	for (const [old, { atMs }] of trades) if (atMs < nowMs - KEPT_MS) trades.delete(old);
	const known = trades.get(key);
	const tokens = known?.tokens ?? trade(hook, grant, accountOf);
	if (!known) trades.set(key, { atMs: nowMs, tokens });
	return await tokens.catch((reason: unknown) => {
		trades.delete(key);
		throw reason;
	});
}
