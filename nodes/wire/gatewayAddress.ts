/** Loopback names for which an unencrypted address is allowed. */
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * An address that a user entered for a gateway, without trailing slash.
 *
 * @returns undefined when it is neither https nor http on loopback.
 */
export function gatewayAddress(written: string): string | undefined {
	const url = URL.canParse(written.trim()) ? new URL(written.trim()) : undefined;
	if (!url) return undefined;
	const isAllowed =
		url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
	return isAllowed ? url.href.replace(/\/+$/, '') : undefined;
}
