import { SHORT_LENGTH } from '../trigger/events/eventId';

/**
 * How many are stored, for the time after a restart. n8n reads and prints them at every message, and
 * copies of what was acknowledged come soon or never.
 */
const MAX_STORED = 500;
/** How many a process remembers: half a day of the greatest sale. */
const MAX_KNOWN = 50_000;

/** Stands before the stored marks. */
const VERSION = '2:';
/** Length of a mark in states of version 1, of which one of today is the beginning. */
const FIRST_LENGTH = 11;

/** The messages that were handed out, as short ids of 8 characters. */
export interface Marks {
	/** Oldest first. */
	known: Set<string>;
	/** The newest of them one behind the other: as they are stored. */
	newest: string;
}

/** Nothing was handed out yet. */
export function noMarks(): Marks {
	return { known: new Set(), newest: '' };
}

/**
 * What a push trigger keeps in the static data of its workflow: the version, and marks one behind the
 * other, oldest first; at most 4 KB, no names, no texts. A text and no object, because n8n wraps each
 * object of the static data and prints it the slow way.
 */
export function pushStateOf(marks: string): string {
	return VERSION + marks;
}

function shortened(marks: string): string {
	let short = '';
	for (let at = 0; at < marks.length; at += FIRST_LENGTH)
		short += marks.slice(at, at + SHORT_LENGTH);
	return short;
}

function readFirstState(stored: object): string | undefined {
	if (!('version' in stored && 'marks' in stored)) return undefined;
	const { version, marks } = stored;
	if (version !== 1 || typeof marks !== 'string' || marks.length % FIRST_LENGTH !== 0) {
		return undefined;
	}
	return shortened(marks);
}

/**
 * Reads a stored state, also of version 1; undefined when it cannot be read. By hand: it is read at
 * every message.
 *
 * @returns the stored marks as text.
 */
export function readPushState(stored: unknown): string | undefined {
	if (stored === undefined || stored === null) return '';
	if (typeof stored === 'object') return readFirstState(stored);
	if (typeof stored !== 'string' || !stored.startsWith(VERSION)) return undefined;
	const marks = stored.slice(VERSION.length);
	return marks.length % SHORT_LENGTH === 0 ? marks : undefined;
}

/** Adds a mark. Changes `marks`; drops the oldest beyond the bounds. */
export function addMark(marks: Marks, mark: string): void {
	if (marks.known.has(mark)) return;
	marks.newest = withMark(marks, mark);
	marks.known.add(mark);
	if (marks.known.size <= MAX_KNOWN) return;
	for (const oldest of marks.known) {
		marks.known.delete(oldest);
		break;
	}
}

/** The marks to store together with one that is not added yet. */
export function withMark({ newest }: Marks, mark: string): string {
	return (newest + mark).slice(-MAX_STORED * SHORT_LENGTH);
}

/** Adds the last of marks that were stored, when all before it were added earlier. */
export function addLast(marks: Marks, stored: string): void {
	if (stored !== '') addMark(marks, stored.slice(-SHORT_LENGTH));
}

/** Adds the marks that were stored, also by another process. */
export function addStored(marks: Marks, stored: string): void {
	for (let at = 0; at < stored.length; at += SHORT_LENGTH) {
		addMark(marks, stored.slice(at, at + SHORT_LENGTH));
	}
}
