import { MINUTE_MS } from '../../time/units';
import { SHORT_LENGTH, shortIdOf } from '../trigger/events/eventId';

/**
 * How many are stored, for the time after a restart. n8n reads and prints them at every message, and
 * copies of what was acknowledged come soon or never.
 */
const MAX_STORED = 500;
/** How many a process remembers: half a day of the greatest sale. */
const MAX_KNOWN = 50_000;
/**
 * The platform sends a message again every 30 minutes, twelve times at most, as long as it has no answer in
 * time. What says the same later than that is news, e.g. the daily word that an authorization ends.
 */
const REPEATED_WITHIN_MINUTES = 7 * 60;

/** Stands before the stored marks. */
const VERSION = '3:';
/** Minutes since 1970 in base 36: enough until the year 2084. */
const MINUTE_LENGTH = 5;
const MAX_MINUTE = 36 ** MINUTE_LENGTH - 1;
const ENTRY_LENGTH = SHORT_LENGTH + MINUTE_LENGTH;
const ENTRY = /^[\w-]{8}[0-9a-z]{5}$/;

/** A message as it is remembered. */
export interface Mark {
	/** Short id of what it says, without its time. */
	id: string;
	/** When it was sent, in minutes since 1970, UTC. */
	minute: number;
}

/** The messages that were handed out. */
export interface Marks {
	/** The newest minute of each by its id, oldest entry first. */
	known: Map<string, number>;
	/** The newest of them one behind the other: as they are stored. */
	newest: string;
}

/** Nothing was handed out yet. */
export function noMarks(): Marks {
	return { known: new Map(), newest: '' };
}

/**
 * The mark of a message.
 *
 * @param messageId the same for all messages that say the same.
 * @param sentAtMs when the platform sent it; for a message without a time when it came, ms UTC.
 */
export function markOf(messageId: string, sentAtMs: number): Mark {
	const minute = Math.min(Math.floor(sentAtMs / MINUTE_MS), MAX_MINUTE);
	return { id: shortIdOf(messageId), minute };
}

/**
 * Whether a message is one that was handed out: a copy, or the same sent again by the platform. An older
 * one than the newest that says the same counts as its copy, however old.
 */
export function isMarked({ known }: Marks, { id, minute }: Mark): boolean {
	const newest = known.get(id);
	return newest !== undefined && minute <= newest + REPEATED_WITHIN_MINUTES;
}

/**
 * What a push trigger keeps in the static data of its workflow: the version, and marks one behind the
 * other, oldest first; at most 7 KB, no names, no texts. A text and no object, because n8n wraps each
 * object of the static data and prints it the slow way.
 */
export function pushStateOf({ newest }: Marks): string {
	return VERSION + newest;
}

/** Adds a mark. Changes `marks`; drops the oldest beyond the bounds. */
export function addMark(marks: Marks, { id, minute }: Mark): void {
	const { known } = marks;
	if ((known.get(id) ?? -1) >= minute) return;
	// Under its id at the end: what was said again lately is the last to be dropped.
	known.delete(id);
	known.set(id, minute);
	const entry = id + minute.toString(36).padStart(MINUTE_LENGTH, '0');
	marks.newest = (marks.newest + entry).slice(-MAX_STORED * ENTRY_LENGTH);
	if (known.size <= MAX_KNOWN) return;
	for (const oldest of known.keys()) {
		known.delete(oldest);
		break;
	}
}

/**
 * Adds the marks that were stored, also by another process. Changes `marks`.
 *
 * @returns whether they could be read; nothing is added otherwise. Those of version 1 and 2 cannot: they
 * covered the time of a message.
 */
export function addStored(marks: Marks, stored: unknown): boolean {
	// Nearly always it is what this process has stored last.
	if (stored === undefined || stored === null || stored === pushStateOf(marks)) return true;
	if (typeof stored !== 'string' || !stored.startsWith(VERSION)) return false;
	const entries: Mark[] = [];
	for (let at = VERSION.length; at < stored.length; at += ENTRY_LENGTH) {
		const entry = stored.slice(at, at + ENTRY_LENGTH);
		if (!ENTRY.test(entry)) return false;
		const minute = parseInt(entry.slice(SHORT_LENGTH), 36);
		entries.push({ id: entry.slice(0, SHORT_LENGTH), minute });
	}
	for (const entry of entries) addMark(marks, entry);
	return true;
}
