import { timingSafeEqual } from 'node:crypto';

import { isSha256Hex, signPush } from '../../wire/sign';

/**
 * Whether a message was signed with this App Key and App Secret: the `Authorization` header is the
 * HMAC-SHA256 over App Key and raw body as hex, in either case. Compared in constant time.
 *
 * @param rawBody the bytes as they came; JSON that was parsed and printed again would not match.
 */
export function isPushSignature(
	header: string,
	rawBody: Uint8Array,
	app: { appKey: string; appSecret: string },
): boolean {
	// With an empty secret anybody could sign.
	if (!app.appKey || !app.appSecret) return false;
	const given = header.trim();
	// Also the length check: both buffers below then hold 32 bytes.
	if (!isSha256Hex(given)) return false;
	const expected = Buffer.from(signPush(app.appKey, rawBody, app.appSecret), 'hex');
	return timingSafeEqual(expected, Buffer.from(given, 'hex'));
}
