import { createHash } from 'node:crypto';

/** As much of an event id as the state keeps; with some ten thousand kept ids none will collide. */
const SHORT_LENGTH = 14;

/**
 * Id of an event, the same at every delivery of it: SHA-256 over account, kind, identity and
 * version, as hex.
 *
 * @param version empty for events that happen once.
 */
export function eventIdOf(account: string, kind: string, id: string, version = ''): string {
	return createHash('sha256').update([account, kind, id, version].join('|')).digest('hex');
}

/** The short form under which the state remembers an event. */
export function shortIdOf(eventId: string): string {
	return eventId.slice(0, SHORT_LENGTH);
}
