const ID_LENGTH = 11;
/**
 * How many are stored, for the time after a restart. n8n reads and prints them at every message, and
 * copies of what was acknowledged come soon or never.
 */
const MAX_STORED = 500;
/** How many a process remembers: half a day of the greatest sale. */
const MAX_KNOWN = 50_000;

/** The messages that were handed out, as short ids of 11 characters. */
export interface Marks {
	/** Oldest first. */
	known: Set<string>;
	/** The newest of them one behind the other: as they are stored. */
	newest: string;
}

/**
 * What a push trigger keeps in the static data of its workflow: at most 6 KB, no names, no texts.
 */
export interface PushState {
	version: 1;
	marks: string;
}

/** Nothing was handed out yet. */
export function noMarks(): Marks {
	return { known: new Set(), newest: '' };
}

/**
 * Reads a stored state; undefined when it cannot be read. By hand: it is read at every message.
 *
 * @returns the stored marks as text.
 */
export function readPushState(stored: unknown): string | undefined {
	if (stored === undefined || stored === null) return '';
	if (typeof stored !== 'object' || !('version' in stored && 'marks' in stored)) return undefined;
	const { version, marks } = stored;
	if (version !== 1 || typeof marks !== 'string') return undefined;
	return marks.length % ID_LENGTH === 0 ? marks : undefined;
}

/** The short form of an event id: its first 64 bits. */
export function markOf(eventId: string): string {
	return Buffer.from(eventId.slice(0, 16), 'hex').toString('base64url');
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
	return (newest + mark).slice(-MAX_STORED * ID_LENGTH);
}

/** Adds the marks that were stored, also by another process. */
export function addStored(marks: Marks, stored: string): void {
	// Nearly always what this process stored itself.
	if (stored === marks.newest) return;
	for (let at = 0; at < stored.length; at += ID_LENGTH) {
		addMark(marks, stored.slice(at, at + ID_LENGTH));
	}
}
