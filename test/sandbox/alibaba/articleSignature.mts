import { createHash } from 'node:crypto';

const BARE = /[A-Za-z0-9\-_.~]/;

/** Percent-encodes as UTF-8, leaving only letters, digits and `- _ . ~` bare. */
function encoded(value: string): string {
	return Array.from(Buffer.from(value, 'utf8'), (byte) => {
		const sign = String.fromCharCode(byte);
		return BARE.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');
}

/** The text the article's signature covers: all parameters but `sign`, in byte order of the names. */
export function articleTextToSign(params: Iterable<readonly [string, string]>): string {
	return [...params]
		.filter(([name]) => name !== 'sign')
		.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
		.map(([name, value]) => `${name}=${encoded(value)}`)
		.join('&');
}

/** The article's signature: a plain SHA-256 between two copies of the secret, upper-case hex. */
export function articleSignature(
	params: Iterable<readonly [string, string]>,
	appSecret: string,
): string {
	return createHash('sha256')
		.update(appSecret + articleTextToSign(params) + appSecret, 'utf8')
		.digest('hex')
		.toUpperCase();
}
