import { createHmac } from 'node:crypto';

const VALID_FOR_MS = 3_600_000;

/** The signature a message must carry: the key is timestamp, newline, secret; the message is empty. */
export function feishuSign(timestamp: string, secret: string): string {
	return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}

/** Whether timestamp (seconds, text) and sign of a body are right and not older than an hour. */
export function isSignedRight(
	timestamp: unknown,
	sign: unknown,
	secret: string,
	nowMs: number,
): boolean {
	if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
	if (Math.abs(Number(timestamp) * 1000 - nowMs) > VALID_FOR_MS) return false;
	return sign === feishuSign(timestamp, secret);
}
