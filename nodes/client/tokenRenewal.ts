import type { IHttpRequestOptions } from 'n8n-workflow';

import { tokenNameOf, type Access } from './access';

/**
 * Renewal of tokens that a credential without a Connect button holds. Only the credential's own hook
 * may store tokens, and n8n runs it around a request alone; so a node makes a request that carries this
 * header, and the credential stops it before it leaves.
 */
const RENEW_HEADER = 'x-renew-tokens';
/** What the credential says when it has renewed; the request itself is never sent. */
const RENEWED_MARK = 'tokens-renewed';

/** Renewals that nodes have under way, by name of the token. */
const renewals = new Map<string, number>();
/** Access tokens that the platform refused, by name, until they are renewed. */
const refusedTokens = new Set<string>();

/** Announces a renewal, so that the credential can tell it from its own test. */
function announce(name: string): () => void {
	renewals.set(name, (renewals.get(name) ?? 0) + 1);
	return () => {
		const left = (renewals.get(name) ?? 1) - 1;
		if (left > 0) renewals.set(name, left);
		else renewals.delete(name);
	};
}

/**
 * Has n8n renew the tokens of a credential and store them.
 *
 * @param renew makes n8n renew them: the given request, or another way that needs none.
 * @throws whatever the credential's hook throws.
 */
export async function askForRenewal(
	current: Access,
	renew: (request: IHttpRequestOptions) => Promise<unknown>,
): Promise<void> {
	const name = tokenNameOf(current.accessToken);
	const endAnnouncement = announce(name);
	const { baseUrl: url } = current;
	try {
		await renew({ method: 'POST', url, headers: { [RENEW_HEADER]: name } });
	} catch (reason) {
		if (reason instanceof Error && reason.message.includes(RENEWED_MARK)) return;
		return await Promise.reject(reason);
	} finally {
		endAnnouncement();
	}
}

/** Why n8n runs the hook of the credential. */
export interface RenewalOccasion {
	/** The platform refused the access token. */
	isRefused: boolean;
	/** No node asked for it, so n8n is about to send the request of the credential test. */
	isTest: boolean;
}

/** Tells why the hook runs; a refusal is told once, so that it does not look asked for again. */
export function takeOccasion(accessToken: string): RenewalOccasion {
	const name = tokenNameOf(accessToken);
	const isRefused = refusedTokens.delete(name);
	return { isRefused, isTest: !isRefused && !renewals.has(name) };
}

/**
 * Stops a request that only asks for a renewal. While the token is still the refused one, n8n is made
 * to run the hook, which it does on a status of 401.
 *
 * @throws Error for every such request; other requests pass.
 */
export function stopRenewalRequest(accessToken: string, request: IHttpRequestOptions): void {
	const refused = request.headers?.[RENEW_HEADER];
	if (refused === undefined) return;
	const name = tokenNameOf(accessToken);
	if (refused !== name) throw new Error(RENEWED_MARK);
	refusedTokens.add(name);
	throw Object.assign(new Error('The access token has to be renewed.'), {
		response: { status: 401 },
	});
}
