import { createHash } from 'node:crypto';

/**
 * Names a token, code or pair of them without giving it away: 24 hex digits.
 *
 * @param within what the name holds in, e.g. the gateway, when the same text could mean another
 * thing elsewhere.
 */
export function tokenNameOf(token: string, ...within: readonly string[]): string {
	return createHash('sha256')
		.update([token, ...within].join('\n'))
		.digest('hex')
		.slice(0, 24);
}
