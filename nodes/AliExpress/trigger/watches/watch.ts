import { hash } from 'node:crypto';
import { NodeApiError } from 'n8n-workflow';

import { DAY_MS, MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import type { QuotaStatus } from '../../../quota/store';
import { eventIdOf } from '../events/eventId';
import type { Sighting } from '../events/events';
import type { Call } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import type { Known } from '../position/packedIds';
import type { TriggerSettings } from '../settings';

/** What a watch works with in one look. */
export interface Look {
	settings: TriggerSettings;
	nowMs: number;
	/** Zone of the workflow, an IANA name. */
	zone: string;
	/** Counts the call for the watch. */
	call: Call;
	known: Known;
	/** Where the look before this one stopped; undefined when a sweep begins. */
	at: string | undefined;
	/** Nothing is known yet: all that is there is learned and nothing of it is handed out. */
	isLearning: boolean;
	/**
	 * By how much looks are further apart than planned, 1 or more: the watches of a trigger together would take
	 * more calls than they get.
	 */
	stretch: number;
	/** With what buyers get their pseudonyms. */
	pseudonymKey: string;
	/** What is used of the day's calls; undefined where the counter does not answer. Costs no call. */
	dayUse(): Promise<QuotaStatus | undefined>;
}

/** What a look has brought. */
export interface Looked {
	sightings: Sighting[];
	/** Where the next look goes on; without it the sweep has come to its end. */
	next?: string | undefined;
	/** The sweep is over all that there is: what it has not met is forgotten. */
	isWhole?: boolean;
	/** When to look next, where that is not by the plan of the watch, ms from now. */
	againInMs?: number;
	/** Calls that the watch would take of a day by what it knows now, were there enough of them. */
	wants?: number;
}

/**
 * A watch: what the trigger looks at beside its lists, little by little, to tell what has changed since the
 * look before. It asks through the same door and counter as the lists.
 */
export interface Watch {
	/** How long after the end of a sweep the next one begins, ms. */
	everyMs: number;
	/** Whether its looks make calls. */
	isFree?: boolean;
	/**
	 * Calls that it takes of a day, where its looks do not tell it.
	 *
	 * @param sweepCalls of the last whole sweep; undefined before the first one.
	 */
	callsADay(settings: TriggerSettings, sweepCalls: number | undefined): number;
	/**
	 * One step: a page of a list, or one thing. Notes in `known` what is not handed out.
	 *
	 * @throws NodeApiError of the call; TypeError when an answer does not have the documented shape.
	 */
	look(look: Look): Promise<Looked>;
	/**
	 * Goes on to the next thing although a look at one failed for a reason that does not pass: an answer that cannot be
	 * read does not keep the others waiting. After one that passes, e.g. a cut connection, the same has its turn again.
	 */
	passBy?(look: Omit<Look, 'call'>): void;
	/** What rows that were read for the lists tell; costs no call. */
	glance?(look: Omit<Look, 'call'>, snapshot: Snapshot): Sighting[];
	/** A sample for a manual test; undefined when there is nothing to show. */
	sample(look: Look): Promise<Omit<Sighting, 'key' | 'value'> | undefined>;
}

/** Bytes of a hash under which a thing is known: with some thousand none will collide. */
const KEY_BYTES = 6;
/** What has to do with a moment is known for so long after it. */
const PAST_MS = 30 * DAY_MS;

/** The name under which a watch knows a thing that need not be asked for by its id. */
export function shortKey(id: string): string {
	return hash('sha256', id, 'buffer').subarray(0, KEY_BYTES).toString('base64url');
}

/** A moment (ms UTC) as watches keep it, to the minute. */
export const minuteOf = (ms: number): string => Math.floor(ms / MINUTE_MS).toString(36);

/** The moment of a minute that was kept, ms UTC; NaN of what is none. */
export const msOfMinute = (minute: string): number => parseInt(minute, 36) * MINUTE_MS;

/** Forgets what has to do with a moment long past: the minute with which what is known of each begins. */
export function forgetPast(known: Known, nowMs: number): void {
	for (const [key, value] of known.entries()) {
		if (!(msOfMinute(value.split('.')[0] ?? '') >= nowMs - PAST_MS)) known.drop(key);
	}
}

/**
 * The item of a sighting.
 *
 * @param account name of the account in event ids.
 */
export function itemOfSighting(
	{ event, id, version, occurredAtMs, item }: Omit<Sighting, 'key' | 'value'>,
	account: string,
) {
	const eventId = eventIdOf(account, event, id, version);
	return { event, eventId, occurredAt: msToIso(occurredAtMs), ...item };
}

/** HTTP codes of refusals, as the error of a call carries them. */
export type Refusals = ReadonlySet<string | null | undefined>;

/** Refusals of one thing that is asked for, e.g. because it was deleted: the others are looked at all the same. */
export const OF_THE_THING: Refusals = new Set(['400', '404', '422']);

/** @returns undefined when the platform refuses in one of these ways. */
export async function unlessRefused<T>(asked: Promise<T>, codes: Refusals): Promise<T | undefined> {
	try {
		return await asked;
	} catch (reason) {
		if (reason instanceof NodeApiError && codes.has(reason.httpCode)) return undefined;
		return await Promise.reject(reason);
	}
}
