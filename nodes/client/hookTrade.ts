import { randomUUID } from 'node:crypto';

import type { Policy, Purpose } from '../quota/policy';
import { describeRefusal } from '../quota/refusal';
import { QuotaUnavailable, type QuotaStore } from '../quota/store';
import type { Turn } from '../quota/turn';
import type { Clock } from '../time/clock';
import { MINUTE_MS } from '../time/units';
import type { HttpHelper } from '../wire/send';
import { tokenNameOf } from './access';
import type { TokenGrant, TokenSet } from './tokenCall';
import { tellTokenFailure, tradedOf, tradeForTokens, type TokenApp } from './tokenTrade';

/** What the hooks of a credential need to call the platform by themselves. */
export interface Hook {
	http: HttpHelper;
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

function turnOf({ app, quota, account, gateway, policy, clock }: Hook, purpose: Purpose): Turn {
	const call = { id: randomUUID(), account, purpose, spender: `${app.platform} credential` };
	return { quota, call, gateway, app: app.appKey, policy, clock };
}

/** Words what the counter throws for places that show no more than one text. */
async function counted<T>(answer: Promise<T>): Promise<T> {
	return await answer.catch((reason: unknown) => {
		if (!(reason instanceof QuotaUnavailable)) throw reason;
		throw new Error(`${reason.message}. ${reason.remedy}`);
	});
}

async function trade(
	hook: Hook,
	grant: TokenGrant,
	accountOf: (tokens: TokenSet) => string | undefined,
): Promise<TokenSet> {
	const { http, app, patienceMs } = hook;
	const turn = turnOf(hook, 'refreshToken' in grant ? 'recovery' : 'connect');
	const traded = await counted(tradeForTokens(http, app, grant, turn, patienceMs, accountOf));
	if (traded.ok) return traded.tokens;
	if ('refusal' in traded) {
		const { message, description } = describeRefusal(traded.refusal, turn.call, turn.policy);
		throw new Error(`${message}. ${description}`);
	}
	throw new Error(tellTokenFailure(traded.failure, app, grant));
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
