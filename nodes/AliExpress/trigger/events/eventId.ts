import { hash } from 'node:crypto';

import type { PlatformZone } from '../../../time/zones';

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

/** What a row says of an event. All times are ms UTC. */
export interface Finding {
	/** Tells an event that can happen again from the one before; empty for one that cannot. */
	version: string;
	occurredAtMs: number;
	/** Must not lie before the start point. */
	newSinceMs: number;
	/** Decides how long it is remembered as reported. */
	rememberedFromMs: number;
	/** Further versions that count as reported together with this one. */
	alsoVersions?: readonly string[];
	/** Short id of what held it back until now: reported although its time is long ago. */
	releases?: string;
	/** The row tells no lasting time of it, so any later change of the row looks like it. */
	isRememberedLong?: boolean;
	/** Only to be remembered: what later changes are told by. */
	isBaseline?: boolean;
}

/** With what a row is looked at. */
export interface About {
	account: string;
	known: Known;
	settings: {
		alsoOnEdits: boolean;
		negativeUpToStars: number;
		reviewZone: PlatformZone;
		disputeZone: PlatformZone;
	};
	/** When the list was read, ms UTC: stands in for a time that was left out. */
	fetchedAtMs: number;
	/** Whether this event of the row is known in a version. */
	isKnown(version: string): boolean;
}
