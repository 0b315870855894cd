import { createHmac } from 'node:crypto';

/**
 * What the platform writes into the `Authorization` header of a push message: the HMAC-SHA256 of App
 * Key and body, byte for byte, with the App Secret as key, as lower-case hex.
 */
export function authorizationOf(
	{ appKey, appSecret }: { appKey: string; appSecret: string },
	body: Uint8Array,
): string {
	const signed = Buffer.concat([Buffer.from(appKey, 'utf8'), body]);
	return createHmac('sha256', appSecret).update(signed).digest('hex');
}
