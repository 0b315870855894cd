import { z } from 'zod';

import { DAY_MS, SECOND_MS } from '../time/units';
import { readAnswer, type Outcome } from '../wire/answer';
import type { Failure } from '../wire/failure';
import { isMissing } from '../wire/reading';
import { post, type HttpHelper } from '../wire/send';
import { signRest } from '../wire/sign';
import { bareText } from '../wire/text';

/** What is traded for tokens. */
export type TokenGrant =
	| { path: '/auth/token/create'; code: string }
	| { path: '/auth/token/refresh'; refreshToken: string };

/** A token answer in our own names. */
export interface TokenSet {
	accessToken: string;
	/** Empty when the platform gave none and there was none before. */
	refreshToken: string;
	sellerId?: string;
	/** ms UTC. */
	expiresAtMs?: number;
	/** Life of the access token from now, ms. */
	lifetimeMs?: number;
	/** When the seller has to authorize again, ms UTC. */
	refreshExpiresAtMs?: number;
	/** `seller_center` for a seller; undefined when the answer does not say. */
	accountPlatform?: string;
}

/** The outcome of a token call. */
export type TokenOutcome = { ok: true; tokens: TokenSet } | { ok: false; failure: Failure };

/** No token lives longer; a number beyond it is no span of time. */
const LONGEST_LIFE_MS = 100 * 366 * DAY_MS;

/** A text without blanks around it. */
const written = z
	.string()
	.transform(bareText)
	.refine((text) => !isMissing(text));

/**
 * A detail is absent when it is odd: by now the code is spent, or the refresh token replaced, so the
 * tokens must not be lost for a date that came as text.
 */
const text = written.optional().catch(undefined);
const id = z
	.union([written, z.number().transform(String)])
	.optional()
	.catch(undefined);
const count = z
	.union([z.number(), written.refine((digits) => /^\d+$/.test(digits)).transform(Number)])
	.optional()
	.catch(undefined);

const tokenAnswer = z.object({
	access_token: written,
	refresh_token: text,
	expires_in: count,
	expire_time: count,
	refresh_expires_in: count,
	refresh_token_valid_time: count,
	account_platform: text,
	seller_id: id,
	user_id: id,
});

/** When something ends, ms UTC. A moment that is over is no end of what was given just now. */
function endOf(
	absoluteMs: number | undefined,
	seconds: number | undefined,
	nowMs: number,
): number | undefined {
	// The span is trusted more than the moment: it does not depend on the platform's clock.
	const spans = [(seconds ?? 0) * SECOND_MS, (absoluteMs ?? 0) - nowMs];
	const spanMs = spans.find((ms) => ms > 0 && ms < LONGEST_LIFE_MS);
	return spanMs === undefined ? undefined : nowMs + spanMs;
}

function tokensOf(
	answer: z.infer<typeof tokenAnswer>,
	oldRefresh: string,
	nowMs: number,
): TokenSet {
	const expiresAtMs = endOf(answer.expire_time, answer.expires_in, nowMs);
	// With a span of 0 the platform says that there will be no renewal.
	const refreshExpiresAtMs =
		answer.refresh_expires_in === 0
			? nowMs
			: endOf(answer.refresh_token_valid_time, answer.refresh_expires_in, nowMs);
	const sellerId = answer.seller_id ?? answer.user_id;
	return {
		accessToken: answer.access_token,
		// Some answers leave it out; the old one is still good then.
		refreshToken: answer.refresh_token ?? oldRefresh,
		...(sellerId && { sellerId }),
		...(expiresAtMs !== undefined && { expiresAtMs, lifetimeMs: expiresAtMs - nowMs }),
		...(refreshExpiresAtMs !== undefined && { refreshExpiresAtMs }),
		...(answer.account_platform && { accountPlatform: answer.account_platform }),
	};
}

function malformed(): TokenOutcome {
	const message = 'The answer holds no access token.';
	return { ok: false, failure: { cause: 'malformed', code: '', message } };
}

/**
 * Makes one signed token call. It is not repeated: a code works once, and a refresh that was
 * carried out may have replaced the refresh token.
 *
 * @param app its key and secret, and the address that the paths of token calls are behind.
 * @param nowMs wall clock, ms UTC.
 */
export async function callForTokens(
	http: HttpHelper,
	app: { appKey: string; appSecret: string; restUrl: string },
	grant: TokenGrant,
	nowMs: number,
): Promise<TokenOutcome> {
	const isRefresh = grant.path === '/auth/token/refresh';
	const { params, sign } = signRest(
		grant.path,
		{
			app_key: app.appKey,
			timestamp: nowMs,
			sign_method: 'sha256',
			...(isRefresh ? { refresh_token: grant.refreshToken } : { code: grant.code }),
		},
		app.appSecret,
	);
	const answer = await post(http, {
		url: `${app.restUrl}${grant.path}`,
		contentType: 'application/x-www-form-urlencoded',
		body: new URLSearchParams({ ...params, sign }).toString(),
	});
	const outcome: Outcome = readAnswer(answer, undefined, nowMs);
	if (!outcome.ok) return outcome;
	const parsed = tokenAnswer.safeParse(outcome.value);
	if (!parsed.success) return malformed();
	return { ok: true, tokens: tokensOf(parsed.data, isRefresh ? grant.refreshToken : '', nowMs) };
}
