import { createHmac } from 'node:crypto';

/**
 * Signature of a custom bot: the text `timestamp + "\n" + secret` is the **key** and the message
 * is empty. Signing that text with the secret as key is DingTalk's way and gets 19021 here.
 * Source: open.feishu.cn, "Use bots in groups" (add-custom-bot).
 *
 * @param timestampSeconds seconds since the epoch as text, sent beside the signature.
 * @returns base64 of HMAC-SHA256.
 */
export function signature(timestampSeconds: string, secret: string): string {
	return createHmac('sha256', `${timestampSeconds}\n${secret}`).update('').digest('base64');
}

/** The two body fields of a signed message. Feishu refuses them after one hour. */
export interface SignatureFields {
	timestamp: string;
	sign: string;
}

/**
 * The signature fields for a moment; empty when the bot has no secret.
 *
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function signatureFields(
	secret: string,
	nowMs: number,
): SignatureFields | Record<string, never> {
	if (secret === '') return {};
	const timestamp = String(Math.floor(nowMs / 1000));
	return { timestamp, sign: signature(timestamp, secret) };
}
