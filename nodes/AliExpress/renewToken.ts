import { NodeApiError, type INode } from 'n8n-workflow';
import { z } from 'zod';

import { BRIDGE_REMEDY } from '../quota/bridgeStore';

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
			words: `The bridge of this credential is not published. ${BRIDGE_REMEDY}`,
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
			description: 'Open the credential and press "Connect".',
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
