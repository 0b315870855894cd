import type { IWebhookFunctions } from 'n8n-workflow';

import { ignoreUnavailable, type SharedMemory } from '../../quota/store';
import type { Clock } from '../../time/clock';
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
const REPEATED_WITHIN_MS = REPEATED_WITHIN_MINUTES * MINUTE_MS;

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

/** What this process knows of the messages of one trigger. */
export interface Inbox {
	/** Messages whose execution n8n has recorded. */
	marks: Marks;
	/** Messages that are being handed out now by their id, and whether that will have worked. */
	underWay: Map<string, Promise<boolean>>;
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** How long a copy waits for the outcome of the message that is under way. */
const WAIT_FOR_COPY_MS = 5_000;

const inboxes = new Map<string, Inbox>();

/**
 * The inbox of a trigger, empty at the first mention.
 *
 * @param key names the trigger within the process: workflow and node id.
 */
export function inboxOf(key: string): Inbox {
	const inbox = inboxes.get(key) ?? { marks: noMarks(), underWay: new Map() };
	inboxes.set(key, inbox);
	return inbox;
}

/** Resolves to true when n8n has answered 200, to false when the connection ended before. */
async function outcomeOf(response: Response): Promise<boolean> {
	// Neither event comes any more for a sender that has hung up.
	if (response.closed || response.destroyed) return false;
	return await new Promise<boolean>((resolve) => {
		response.once('finish', () => resolve(response.statusCode === 200));
		response.once('close', () => resolve(false));
	});
}

function takeUnderWay(inbox: Inbox, mark: Mark, response: Response): Promise<boolean> {
	const outcome = outcomeOf(response).then((isHandedOut) => {
		if (isHandedOut) addMark(inbox.marks, mark);
		// A copy that did not wait to the end may stand there by now.
		if (inbox.underWay.get(mark.id) === outcome) inbox.underWay.delete(mark.id);
		return isHandedOut;
	});
	inbox.underWay.set(mark.id, outcome);
	return outcome;
}

/**
 * Asks to hand out a message. Of copies that come together one may; the others wait until n8n has
 * recorded its execution. If that does not work, or takes too long, another one has to.
 *
 * @param response of this request; when it is ended with 200 the message counts as handed out.
 * @returns whether that will have worked, when the caller has to hand it out; it is under way then.
 */
export async function claim(
	inbox: Inbox,
	mark: Mark,
	response: Response,
	clock: Clock,
): Promise<{ outcome: Promise<boolean> } | undefined> {
	let isLate = false;
	let late: Promise<false> | undefined;
	for (;;) {
		if (isMarked(inbox.marks, mark)) return undefined;
		const copy = inbox.underWay.get(mark.id);
		if (copy === undefined || isLate) {
			return { outcome: takeUnderWay(inbox, mark, response) };
		}
		late ??= clock.sleepMs(WAIT_FOR_COPY_MS).then(() => {
			isLate = true;
			return false;
		});
		if (await Promise.race([copy, late])) return undefined;
	}
}

/** Longer than a message is handed out, the order behind it included. */
const UNDER_WAY_MS = 60_000;
/** Stands for a message that was handed out. */
const HANDED_OUT = 'handed out';

/**
 * Asks to hand out a message of all processes that share a memory; of copies one may.
 *
 * @param name of the message; the same in each process.
 * @param outcome whether this process will have handed it out.
 * @returns `underWay` while another process hands it out.
 * @throws QuotaUnavailable when the memory cannot be asked.
 */
export async function claimEverywhere(
	memory: SharedMemory,
	name: string,
	outcome: Promise<boolean>,
): Promise<'mine' | 'copy' | 'underWay'> {
	const held = await memory.take(name, 'under way', UNDER_WAY_MS);
	if (held !== undefined) return held === HANDED_OUT ? 'copy' : 'underWay';
	const tell = async (isHandedOut: boolean): Promise<void> =>
		isHandedOut ? await memory.put(name, HANDED_OUT, REPEATED_WITHIN_MS) : await memory.drop(name);
	// Not told, the name is free in a minute; what the workflow has stored speaks for the message then.
	void outcome.then(tell).catch(ignoreUnavailable);
	return 'mine';
}
