import { z } from 'zod';

import type { Failure } from '../wire/failure';
import { keyOf } from '../wire/json';
import { TOKEN_CAUSES, type RefusedToken, type TokenCause } from './store';

/** Why a token or code is not sent any more. */
export const tokenCauseSchema = z.enum(TOKEN_CAUSES);

/**
 * Tokens and codes that the platform has refused, by name: what it said, and when, ms UTC. What is
 * in this list is never sent again.
 */
export const refusedTokensSchema = z.record(
	z.string(),
	z.object({ cause: tokenCauseSchema, atMs: z.number() }),
);
export type RefusedTokens = z.infer<typeof refusedTokensSchema>;

/** A token that the platform has just refused. */
export const refusedTokenSchema: z.ZodType<RefusedToken> = z.object({
	name: z.string().max(200),
	cause: tokenCauseSchema,
});

/** Far more than the accounts of an app; the oldest go first. */
const MOST_KEPT = 200;

/** Whether the platform missed the token, e.g. `26` or `MissingAccessToken`: that says nothing about it. */
export function isTokenMissing({ cause, code }: Failure): boolean {
	return cause === 'token' && /^26\b|missing/i.test(code);
}

function isLasting(cause: string): cause is TokenCause {
	return (TOKEN_CAUSES as readonly string[]).includes(cause);
}

/**
 * What a refusal says about the token or code that a call carried. A read is refused as `authorization`
 * for its method too, so of a read only a refusal of the token itself counts; a trade of a token or code
 * is about nothing else.
 *
 * @param name of the token; undefined when the call carried none.
 * @returns undefined when it may be used again.
 */
export function refusedTokenOf(
	name: string | undefined,
	failure: Failure,
	kind: 'read' | 'trade',
): RefusedToken | undefined {
	const { cause } = failure;
	if (name === undefined || !isLasting(cause) || isTokenMissing(failure)) return undefined;
	return kind === 'trade' || cause === 'token' ? { name, cause } : undefined;
}

/** Why a token is not sent any more; undefined when it is. */
export function causeOfRefused(
	tokens: RefusedTokens,
	name: string | undefined,
): TokenCause | undefined {
	return name === undefined ? undefined : tokens[keyOf(name)]?.cause;
}

/** Drops the oldest of too many. */
function bound(tokens: RefusedTokens): void {
	const names = Object.keys(tokens);
	if (names.length <= MOST_KEPT) return;
	const newestFirst = names.sort((a, b) => (tokens[b]?.atMs ?? 0) - (tokens[a]?.atMs ?? 0));
	for (const name of newestFirst.slice(MOST_KEPT)) delete tokens[name];
}

/** Notes a refused token. Changes `tokens`. */
export function noteRefused(tokens: RefusedTokens, { name, cause }: RefusedToken, atMs: number) {
	tokens[keyOf(name)] ??= { cause, atMs };
	bound(tokens);
}

/** Takes stored ones in. Changes `live`. */
export function mergeRefused(live: RefusedTokens, stored: RefusedTokens): void {
	for (const [name, refused] of Object.entries(stored)) live[name] ??= refused;
	bound(live);
}
