import { createHash, createHmac, hash } from 'node:crypto';

import { printJson, type PrintableJson } from './json';

/** A request parameter as a caller may give it. Objects and lists travel as JSON text. */
export type RequestParam = PrintableJson;

/** What a signature function hands back: send every entry of `params`, and `sign` beside them. */
export interface SignedParams {
	/** Exactly the parameters that were signed, as text. Send these and no others. */
	params: Record<string, string>;
	/** Upper-case hex. */
	sign: string;
}

function toText(value: RequestParam): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? printJson(value) : String(value);
}

/** Blank values are neither signed nor sent: the gateway drops them before it checks. */
function withoutBlanks(params: Readonly<Record<string, RequestParam>>): Record<string, string> {
	const sent: Record<string, string> = {};
	for (const [name, value] of Object.entries(params)) {
		const text = toText(value);
		if (name !== 'sign' && text.trim() !== '') sent[name] = text;
	}
	return sent;
}

/** `sort()` without a comparer orders by code unit, as the gateway does; a locale would differ. */
function concatenate(params: Readonly<Record<string, string>>): string {
	let text = '';
	for (const name of Object.keys(params).sort()) text += name + params[name];
	return text;
}

/** Bytes of a block of SHA-256, to which an HMAC fills its key up. */
const BLOCK = 64;
const DIGEST = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** An HMAC key as RFC 2104 hashes it: before the text, and before the hash of that. */
interface PaddedKey {
	key: string;
	inner: string;
	/** With room for the hash of the inner text behind it. */
	outer: Buffer;
}

/** Undefined for a key that is hashed or encoded before it is filled up; no App Secret is like that. */
function paddedKeyOf(key: string): PaddedKey | undefined {
	if (key.length > BLOCK || !/^[\x20-\x7E]*$/.test(key)) return undefined;
	const bytes = Buffer.alloc(BLOCK);
	bytes.write(key, 'latin1');
	const inner = bytes.map((byte) => byte ^ INNER_PAD).toString();
	const outer = Buffer.concat([bytes.map((byte) => byte ^ OUTER_PAD)], BLOCK + DIGEST);
	return { key, inner, outer };
}

/** The key asked for last: the rows of a list and the calls that bring them all ask for the same. */
let latestKey: PaddedKey | undefined;

/**
 * HMAC-SHA256 of a text as hex. Lists hold thousands of buyers, and two hashes at one go take a third of the time
 * of `createHmac`, which makes an object of OpenSSL for each.
 */
export function hmacSha256(text: string, key: string): string {
	if (latestKey?.key !== key) latestKey = paddedKeyOf(key);
	if (latestKey === undefined) return createHmac('sha256', key).update(text, 'utf8').digest('hex');
	const { inner, outer } = latestKey;
	// The key is ASCII and so is it with the pad: it stays the same bytes in front of any text.
	outer.write(hash('sha256', inner + text, 'binary'), BLOCK, 'latin1');
	return hash('sha256', outer, 'hex');
}

function digest(text: string, appSecret: string, signMethod: string | undefined): string {
	if (signMethod === 'md5') {
		return createHash('md5')
			.update(appSecret + text + appSecret, 'utf8')
			.digest('hex');
	}
	if (signMethod !== 'hmac') return hmacSha256(text, appSecret);
	return createHmac('md5', appSecret).update(text, 'utf8').digest('hex');
}

function signText(
	prefix: string,
	params: Readonly<Record<string, RequestParam>>,
	appSecret: string,
): SignedParams {
	const sent = withoutBlanks(params);
	const sign = digest(prefix + concatenate(sent), appSecret, sent.sign_method).toUpperCase();
	return { params: sent, sign };
}

/**
 * Signs a business call (`/sync`, dotted method name as the parameter `method`).
 * `sign_method` in `params` chooses `sha256` (default) or the legacy `md5` and `hmac`.
 *
 * Source: openservice.aliexpress.com docId 1385, case 1.
 */
export function signSync(
	params: Readonly<Record<string, RequestParam>>,
	appSecret: string,
): SignedParams {
	return signText('', params, appSecret);
}

/**
 * Signs a system call (`/rest` plus path): the API path stands once in front of the text.
 *
 * @param path e.g. `/auth/token/create`, without the `/rest` of the address.
 * Source: openservice.aliexpress.com docId 1385, case 2.
 */
export function signRest(
	path: string,
	params: Readonly<Record<string, RequestParam>>,
	appSecret: string,
): SignedParams {
	return signText(path, params, appSecret);
}

/**
 * Signs a call of the legacy TOP gateway (`/router/rest`, dotted method name as the parameter
 * `method`, `timestamp` as `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai).
 *
 * @param method what signs: `md5` over secret, text and secret, or `hmac`, an HMAC-MD5 of the text. It
 * is signed and sent as `sign_method`, whatever `params` say.
 */
export function signTop(
	params: Readonly<Record<string, RequestParam>>,
	appSecret: string,
	method: 'md5' | 'hmac',
): SignedParams {
	return signText('', { ...params, sign_method: method }, appSecret);
}

/**
 * The signature a push message must carry in its `Authorization` header, as lower-case hex.
 * Computed over the raw bytes: a body that was parsed and printed again would not match.
 */
export function signPush(appKey: string, rawBody: string | Uint8Array, appSecret: string): string {
	return createHmac('sha256', appSecret).update(appKey, 'utf8').update(rawBody).digest('hex');
}

const SHA256_HEX = /^[0-9a-f]{64}$/i;

/** Whether a text has the form of an HMAC-SHA256 as hex: 32 bytes, in either case. */
export function isSha256Hex(text: string): boolean {
	return SHA256_HEX.test(text);
}
