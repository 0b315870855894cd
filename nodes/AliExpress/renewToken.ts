import { z } from 'zod';

import { BRIDGE_REMEDY } from '../quota/bridgeStore';

const oauthReason = z.object({
	body: z.object({ error: z.string(), error_description: z.string().optional() }),
});
const unansweredReason = z.union([
	z.object({ status: z.literal(404) }),
	z.object({ code: z.enum(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT']) }),
]);
/** n8n's own error for `invalid_grant`; older ones have the words alone. */
const reconnectReason = z.union([
	z.object({ failure: z.object({ cause: z.literal('credential-invalid') }) }),
	z.object({ message: z.string().regex(/needs to be reconnected/) }),
]);
const worded = z.object({ message: z.string(), description: z.string().nullish() });

/** Whether the bridge said that the refresh token is refused for good, as it came or as n8n words it. */
export function isEndOfOAuth(reason: unknown): boolean {
	const fromBridge = oauthReason.safeParse(reason);
	if (fromBridge.success) return fromBridge.data.body.error === 'invalid_grant';
	return reconnectReason.safeParse(reason).success;
}

/**
 * Why a renewal did not work: the words of the bridge or of n8n and nothing else, because the reason
 * carries the request with its refresh token.
 */
export function renewalWordsOf(reason: unknown): string {
	const fromBridge = oauthReason.safeParse(reason);
	if (fromBridge.success) {
		const { error, error_description: description } = fromBridge.data.body;
		return description ?? error;
	}
	if (unansweredReason.safeParse(reason).success) {
		return `The bridge of this credential is not published. ${BRIDGE_REMEDY}`;
	}
	const fromN8n = worded.safeParse(reason);
	if (!fromN8n.success) return '';
	return [fromN8n.data.message, fromN8n.data.description].filter(Boolean).join('. ');
}
