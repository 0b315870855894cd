import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { z } from 'zod';

import { parseJson } from '../wire/json';
import type { TokenSet } from './tokenCall';

/** Tokens of the credential without a button, as they stand after the last renewal. */
export interface Tokens {
	accessToken: string;
	refreshToken: string;
	sellerId?: string | undefined;
	/** ms UTC. */
	expiresAtMs?: number | undefined;
	lifetimeMs?: number | undefined;
	/** When the authorization ends, ms UTC. */
	refreshExpiresAtMs?: number | undefined;
}

/** The fields of the credential that tokens come from. */
export interface PastedFields {
	accessToken: string;
	refreshToken: string;
	/** What an earlier renewal stored; empty before the first. */
	renewedTokens: string;
	authorizationCode?: string;
}

/** The fields that tokens come from, as n8n hands out the credential; a field that it lacks is empty. */
export function pastedFieldsOf(
	credentials: ICredentialDataDecryptedObject,
): Required<PastedFields> {
	const text = (name: string) => String(credentials[name] ?? '');
	return {
		accessToken: text('accessToken'),
		refreshToken: text('refreshToken'),
		authorizationCode: text('authorizationCode'),
		renewedTokens: text('renewedTokens'),
	};
}

const renewedSchema = z.object({
	seed: z.string(),
	accessToken: z.string().min(1),
	refreshToken: z.string(),
	sellerId: z.string().optional(),
	expiresAtMs: z.number().optional(),
	lifetimeMs: z.number().optional(),
	refreshExpiresAtMs: z.number().optional(),
});

/** Identifies what the user pasted, so that freshly pasted tokens win over renewed older ones. */
function seedOf(fields: PastedFields): string {
	const pasted = [fields.accessToken, fields.refreshToken, fields.authorizationCode ?? ''];
	return createHash('sha256')
		.update(pasted.map((value) => value.trim()).join('\n'))
		.digest('hex');
}

/** What a renewal stored, unless the user has pasted something new since. */
function renewedTokensOf(fields: PastedFields): Tokens | undefined {
	if (!fields.renewedTokens.trim()) return undefined;
	let stored: unknown;
	try {
		stored = parseJson(fields.renewedTokens);
	} catch {
		// Whatever is in the hidden field, the pasted tokens are still there to start from.
		return undefined;
	}
	const parsed = renewedSchema.safeParse(stored);
	if (!parsed.success) return undefined;
	const { seed, ...tokens } = parsed.data;
	return seed === seedOf(fields) ? tokens : undefined;
}

/** The tokens after a trade; what it does not say of the authorization and its account stays. */
export function renewedFrom(before: Tokens, traded: TokenSet): Tokens {
	const { accessToken, refreshToken, sellerId, expiresAtMs, lifetimeMs } = traded;
	const { refreshExpiresAtMs = before.refreshExpiresAtMs } = traded;
	const account = before.accessToken ? before.sellerId : sellerId;
	const tokens = { accessToken, refreshToken, expiresAtMs, lifetimeMs, refreshExpiresAtMs };
	return { ...tokens, sellerId: account };
}

/** The text to store in the hidden field after a renewal. */
export function printRenewedTokens(fields: PastedFields, tokens: Tokens): string {
	return JSON.stringify({ seed: seedOf(fields), ...tokens });
}

/** The tokens to call with: the renewed ones, else those the user pasted. */
export function currentTokens(fields: PastedFields): Tokens {
	return (
		renewedTokensOf(fields) ?? {
			accessToken: fields.accessToken.trim(),
			refreshToken: fields.refreshToken.trim(),
		}
	);
}
