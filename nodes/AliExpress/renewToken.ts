import { createHash } from 'node:crypto';
import { NodeApiError, type INode } from 'n8n-workflow';
import { z } from 'zod';

/** The header with which a request asks the credential to renew its tokens instead of sending. */
export const RENEW_HEADER = 'x-aliexpress-renew';
/** What the credential says when it has renewed; the request itself is never sent. */
export const RENEWED_MARK = 'aliexpress-tokens-renewed';

/** Names an access token without giving it away. */
export function tokenFingerprint(accessToken: string): string {
	return createHash('sha256').update(accessToken).digest('hex').slice(0, 32);
}

const oauthReason = z.object({
	body: z.object({ error: z.string(), error_description: z.string().optional() }),
});
const worded = z.object({ message: z.string(), description: z.string().nullish() });

/**
 * The n8n error of a renewal that did not work. Takes over the words of the bridge or of n8n and
 * nothing else, because the reason carries the request with its refresh token.
 */
export function renewalErrorOf(node: INode, reason: unknown): NodeApiError {
	const fromBridge = oauthReason.safeParse(reason);
	const fromN8n = worded.safeParse(reason);
	const words = fromBridge.success
		? (fromBridge.data.body.error_description ?? fromBridge.data.body.error)
		: fromN8n.success
			? [fromN8n.data.message, fromN8n.data.description].filter(Boolean).join('. ')
			: '';
	return new NodeApiError(
		node,
		{ code: 'RenewalRefused' },
		{
			message: 'The access token of AliExpress could not be renewed',
			description:
				`${words} If this stays, open the credential and connect the account again.`.trim(),
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		},
	);
}
