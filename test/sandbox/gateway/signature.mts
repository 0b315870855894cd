import { createHash, createHmac } from 'node:crypto';

/** Blank by the rule of the platform's own SDK: only Java whitespace (no-break spaces are text). */
const BLANK = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

/** Whether a parameter value counts as not given. */
export function isBlank(value: string | null | undefined): boolean {
	return value === null || value === undefined || BLANK.test(value);
}

/**
 * The text a signature covers: all parameters but `sign` and blank ones, sorted by code unit,
 * name and raw value without separators, behind the path for path-style calls.
 */
export function textToSign(
	params: Iterable<readonly [string, string | null]>,
	pathPrefix: string,
): string {
	const given = [...params].filter(([name, value]) => name !== 'sign' && !isBlank(value));
	given.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return pathPrefix + given.map(([name, value]) => `${name}${value}`).join('');
}

/** The upper-case hex signature of a text; undefined for a sign method the platform does not know. */
export function signatureOf(text: string, secret: string, signMethod: string): string | undefined {
	switch (signMethod) {
		case 'sha256':
			return createHmac('sha256', secret).update(text, 'utf8').digest('hex').toUpperCase();
		case 'hmac':
			return createHmac('md5', secret).update(text, 'utf8').digest('hex').toUpperCase();
		case 'md5':
			return createHash('md5')
				.update(secret + text + secret, 'utf8')
				.digest('hex')
				.toUpperCase();
		default:
			return undefined;
	}
}
