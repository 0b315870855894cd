import { randomUUID } from 'node:crypto';

import type { Policy, Purpose } from '../quota/policy';
import { describeRefusal, withPause } from '../quota/refusal';
import { refusedTokenOf } from '../quota/refusedTokens';
import { settleTurn } from '../quota/settle';
import { QuotaUnavailable, type QuotaStore } from '../quota/store';
import { takeTurn, type Refused, type Turn } from '../quota/turn';
import type { Clock } from '../time/clock';
import { MINUTE_MS } from '../time/units';
import type { Cause, Failure } from '../wire/failure';
import { remedyOf, tellFailure } from '../wire/remedy';
import type { HttpHelper } from '../wire/send';
import { tokenNameOf } from './access';
import { noteRefusedToken } from './authorization';
import { callForTokens, type TokenGrant, type TokenSet } from './tokenCall';

/** An app, and where its token calls go. */
export interface TokenApp {
	/** Display name of the platform. */
	platform: string;
	appKey: string;
	appSecret: string;
	/** The gateway without trailing slash. */
	baseUrl: string;
	/** The address that the paths of token calls are behind. */
	restUrl: string;
}

/** What became of a token call: the platform refused it, or the counter did not let it out. */
export type Trade =
	| { ok: true; tokens: TokenSet }
	| { ok: false; failure: Failure }
	| { ok: false; refusal: Refused };

/** What is traded: the refresh token or the code. */
export function tradedOf(grant: TokenGrant): string {
	return 'refreshToken' in grant ? grant.refreshToken : grant.code;
}

/**
 * Makes one token call, counted and remembered: a refresh token or code that the platform has refused
 * once is refused here from then on, without a call.
 *
 * @param turn whose `call` gets the name of what is traded.
 * @param accountOf under which account the call is counted after all, once the answer is there.
 * @throws QuotaUnavailable when the counter does not answer.
 */
export async function tradeForTokens(
	http: HttpHelper,
	app: TokenApp,
	grant: TokenGrant,
	turn: Turn,
	patienceMs: number,
	accountOf: (tokens: TokenSet) => string | undefined = () => undefined,
): Promise<Trade> {
	const traded = tradedOf(grant);
	const token = tokenNameOf(traded, app.baseUrl);
	const named: Turn = { ...turn, call: { ...turn.call, token } };
	const granted = await takeTurn(named, patienceMs);
	if (!granted.granted) {
		if (granted.reason !== 'refusedToken') return { ok: false, refusal: granted };
		noteRefusedToken(traded, app);
		return { ok: false, failure: { cause: granted.cause, code: '', message: '' } };
	}
	const outcome = await callForTokens(http, app, grant, turn.clock.nowMs());
	if (outcome.ok) {
		const account = accountOf(outcome.tokens);
		await settleTurn(named, granted, undefined, account === undefined ? {} : { account });
		return outcome;
	}
	const { failure } = outcome;
	const refusedToken = refusedTokenOf(token, failure, 'trade');
	if (refusedToken) noteRefusedToken(traded, app);
	const pause = await settleTurn(named, granted, failure, refusedToken ? { refusedToken } : {});
	return { ok: false, failure: withPause(failure, pause, app.platform) };
}

const ENDS: ReadonlySet<Cause> = new Set<Cause>(['refreshToken', 'token', 'authorization']);
/** After these nobody knows whether the platform has carried the call out. */
const UNSURE: ReadonlySet<Cause> = new Set<Cause>([
	'timeout',
	'unreachable',
	'service',
	'malformed',
]);

/** Whether a refused renewal means that the account has to be connected again. */
export function isEndOfAuthorization({ cause }: Failure): boolean {
	return ENDS.has(cause);
}

/**
 * Why a token call brought no tokens, in one text without secrets. A token call is never repeated: a
 * code works once, and a renewal that was carried out may have replaced the refresh token.
 */
export function tellTokenFailure(failure: Failure, app: TokenApp, grant: TokenGrant): string {
	const { platform, appSecret } = app;
	const secrets = [appSecret, tradedOf(grant)];
	if (!UNSURE.has(failure.cause)) return tellFailure(failure, platform, secrets);
	const { message } = remedyOf(failure.cause, platform);
	const description =
		'refreshToken' in grant
			? `The renewal of the access token may have been carried out all the same. The next call tries again by itself; if ${platform} then says that the authorization has ended, connect the account again.`
			: 'The code may be spent all the same. Press "Connect" again, or paste a new code.';
	return tellFailure({ ...failure, words: { message, description } }, platform, secrets);
}

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
