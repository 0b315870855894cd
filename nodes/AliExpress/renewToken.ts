import { createHash } from 'node:crypto';
import { NodeApiError, type INode } from 'n8n-workflow';
import { z } from 'zod';

import { BRIDGE_REMEDY } from '../quota/bridgeStore';

/** The header with which a request asks the credential to renew its tokens instead of sending. */
export const RENEW_HEADER = 'x-aliexpress-renew';
/** What the credential says when it has renewed; the request itself is never sent. */
export const RENEWED_MARK = 'aliexpress-tokens-renewed';

/** Names an access token without giving it away. */
export function tokenFingerprint(accessToken: string): string {
	return createHash('sha256').update(accessToken).digest('hex').slice(0, 32);
}

/** Renewals that nodes have under way, by fingerprint of the token. */
const renewals = new Map<string, number>();

/**
 * Announces a renewal, so that the credential can tell it from its own test.
 *
 * @returns ends the announcement.
 */
export function announceRenewal(fingerprint: string): () => void {
	renewals.set(fingerprint, (renewals.get(fingerprint) ?? 0) + 1);
	return () => {
		const left = (renewals.get(fingerprint) ?? 1) - 1;
		if (left > 0) renewals.set(fingerprint, left);
		else renewals.delete(fingerprint);
	};
}

/** Whether a node is renewing this token at the moment. */
export function isBeingRenewed(fingerprint: string): boolean {
	return renewals.has(fingerprint);
}

const oauthReason = z.object({
	body: z.object({ error: z.string(), error_description: z.string().optional() }),
});
const unansweredReason = z.union([
	z.object({ status: z.literal(404) }),
	z.object({ code: z.enum(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT']) }),
]);
const worded = z.object({ message: z.string(), description: z.string().nullish() });

function wordsOf(reason: unknown): { words: string; isDead: boolean } {
	const fromBridge = oauthReason.safeParse(reason);
	if (fromBridge.success) {
		const { error, error_description: description } = fromBridge.data.body;
		return { words: description ?? error, isDead: error === 'invalid_grant' };
	}
	if (unansweredReason.safeParse(reason).success) {
		return {
			words: `The bridge of this credential is not active. ${BRIDGE_REMEDY}`,
			isDead: false,
		};
	}
	const fromN8n = worded.safeParse(reason);
	if (!fromN8n.success) return { words: '', isDead: false };
	const words = [fromN8n.data.message, fromN8n.data.description].filter(Boolean).join('. ');
	return { words, isDead: /reconnect|Paste new tokens|authoriz/i.test(words) };
}

/** The n8n error of an account that was never connected. */
export function notConnectedErrorOf(node: INode): NodeApiError {
	return new NodeApiError(
		node,
		{ code: 'NotConnected' },
		{
			message: 'No AliExpress account is connected',
			description: 'Open the credential and press "Connect my account".',
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		},
	);
}

/**
 * The n8n error of a renewal that did not work. Takes over the words of the bridge or of n8n and
 * nothing else, because the reason carries the request with its refresh token.
 */
export function renewalErrorOf(node: INode, reason: unknown): NodeApiError {
	const { words, isDead } = wordsOf(reason);
	const remedy = isDead ? 'Open the credential and connect the account again.' : '';
	return new NodeApiError(
		node,
		{ code: 'RenewalRefused' },
		{
			message: 'The access token of AliExpress could not be renewed',
			description: [words, remedy].filter(Boolean).join(' '),
			httpCode: isDead ? '401' : '503',
			failure: { cause: isDead ? 'credential-invalid' : 'temporarily-unavailable' },
		},
	);
}
