import { createHash, createHmac } from 'node:crypto';

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

function digest(text: string, appSecret: string, signMethod: string | undefined): string {
	if (signMethod === 'md5') {
		return createHash('md5')
			.update(appSecret + text + appSecret, 'utf8')
			.digest('hex');
	}
	const algorithm = signMethod === 'hmac' ? 'md5' : 'sha256';
	return createHmac(algorithm, appSecret).update(text, 'utf8').digest('hex');
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
