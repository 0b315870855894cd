import { createHash } from 'node:crypto';

import { printJson } from '../../wire/json';
import type { RequestParam, SignedParams } from '../../wire/sign';

/** The platform refuses a call without these; it signs the defaults like any other value. */
const DEFAULTS = { language: 'en', country: 'US' };

/** Text that UTF-8 can hold: half of a surrogate pair would be hashed one way and sent another. */
function wellFormed(text: string): string {
	return Buffer.from(text, 'utf8').toString('utf8');
}

function toText(value: Exclude<RequestParam, null | undefined>): string {
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	// Large whole numbers would be written with an exponent.
	if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value).toString();
	return typeof value === 'object' ? printJson(value) : String(value);
}

/** `encodeURIComponent` leaves five more characters bare than the platform does. */
function percentEncode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function byBytes(left: string, right: string): number {
	return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}

/**
 * Signs a call of Alibaba.com's product detail profile: SHA-256 over secret, `key=value` pairs joined
 * by `&` in byte order with percent-encoded values, and secret again. Other than the profiles of the
 * gateways it keeps empty text, and `api_version` and `timestamp` are its own whatever is given.
 *
 * @param params business parameters and `app_key`; null means "not given", also for `language` (`en`)
 * and `country` (`US`). They are not changed. Booleans go out as `True` and `False`.
 * @param nowMs wall clock, ms UTC.
 * @returns what to send: these values, with this timestamp, and `sign` beside them.
 */
export function signProductDetail(
	params: Readonly<Record<string, RequestParam>>,
	appSecret: string,
	nowMs: number,
): SignedParams {
	const wanted = new Map<string, string>(Object.entries(DEFAULTS));
	for (const [name, value] of Object.entries(params)) {
		if (value !== null && value !== undefined) wanted.set(wellFormed(name), toText(value));
	}
	wanted
		.set('api_version', '2.0')
		.set('timestamp', String(Math.trunc(nowMs)))
		.delete('sign');
	const sent = [...wanted]
		.map(([name, text]) => [name, wellFormed(text)] as const)
		.sort(([left], [right]) => byBytes(left, right));
	const canonical = sent.map(([name, text]) => `${name}=${percentEncode(text)}`).join('&');
	const sign = createHash('sha256')
		.update(appSecret + canonical + appSecret, 'utf8')
		.digest('hex')
		.toUpperCase();
	return { params: Object.fromEntries(sent), sign };
}
