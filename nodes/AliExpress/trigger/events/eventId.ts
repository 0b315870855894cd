import { hash } from 'node:crypto';

/** As much of an event id as the state keeps, in bytes: with some ten thousand none will collide. */
const SHORT_BYTES = 6;
/** Length of a short id. */
export const SHORT_LENGTH = (SHORT_BYTES * 4) / 3;

/** Short ids of what was reported or noted before. */
export interface Known {
	has(shortId: string): boolean;
}

/**
 * Id of an event, the same at every delivery of it: SHA-256 over account, kind, identity and
 * version, as hex.
 *
 * @param version empty for events that happen once.
 */
export function eventIdOf(account: string, kind: string, id: string, version = ''): string {
	return hash('sha256', [account, kind, id, version].join('|'));
}

/** The short form under which the state remembers an event: eight characters of base64url. */
export function shortIdOf(eventId: string): string {
	return Buffer.from(eventId.slice(0, 2 * SHORT_BYTES), 'hex').toString('base64url');
}
