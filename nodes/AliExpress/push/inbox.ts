import type { IWebhookFunctions } from 'n8n-workflow';

import type { Clock } from '../../time/clock';
import { addLast, addMark, addStored, noMarks, withMark, type Marks } from './marks';

/** What this process knows of the messages of one trigger. */
export interface Inbox {
	/** Messages whose execution n8n has recorded. */
	marks: Marks;
	/** The newest states that hold nothing new but their last mark, as text. */
	saved: string[];
	/** Messages that are being handed out now, and whether that will have worked. */
	underWay: Map<string, Promise<boolean>>;
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** How long a copy waits for the outcome of the message that is under way. */
const WAIT_FOR_COPY_MS = 5_000;
/** More than messages are under way at a time, each of which saves a state. */
const MAX_SAVED = 32;

const inboxes = new Map<string, Inbox>();

/**
 * The inbox of a trigger, with what the workflow has stored of it taken in.
 *
 * @param key names the trigger within the process: workflow and node id.
 * @param stored marks as text.
 */
export function openInbox(key: string, stored: string): Inbox {
	const inbox: Inbox = inboxes.get(key) ?? {
		marks: noMarks(),
		saved: [],
		underWay: new Map(),
	};
	inboxes.set(key, inbox);
	// From the end: nearly always it is one of the last.
	if (inbox.saved.lastIndexOf(stored) !== -1) {
		addLast(inbox.marks, stored);
	} else {
		addStored(inbox.marks, stored);
		keepSaved(inbox, stored);
	}
	return inbox;
}

function keepSaved({ saved }: Inbox, text: string): void {
	saved.push(text);
	if (saved.length > MAX_SAVED) saved.shift();
}

/** The marks to store, as text, with that of a message whose execution is recorded before them. */
export function stateWith(inbox: Inbox, mark: string): string {
	const text = withMark(inbox.marks, mark);
	keepSaved(inbox, text);
	return text;
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

/** Until the sender has its 200 a message is in no state that another message may save. */
function takeUnderWay(inbox: Inbox, mark: string, response: Response): void {
	const outcome = outcomeOf(response).then((isHandedOut) => {
		if (isHandedOut) addMark(inbox.marks, mark);
		// A copy that did not wait to the end may stand there by now.
		if (inbox.underWay.get(mark) === outcome) inbox.underWay.delete(mark);
		return isHandedOut;
	});
	inbox.underWay.set(mark, outcome);
}

/**
 * Asks to hand out a message. Of copies that come together one may; the others wait until n8n has
 * recorded its execution. If that does not work, or takes too long, another one has to.
 *
 * @param response of this request; when it is ended with 200 the message counts as handed out.
 * @returns whether the caller has to hand it out; it is then under way.
 */
export async function claim(
	inbox: Inbox,
	mark: string,
	response: Response,
	clock: Clock,
): Promise<boolean> {
	let isLate = false;
	let late: Promise<false> | undefined;
	for (;;) {
		if (inbox.marks.known.has(mark)) return false;
		const copy = inbox.underWay.get(mark);
		if (copy === undefined || isLate) {
			takeUnderWay(inbox, mark, response);
			return true;
		}
		late ??= clock.sleepMs(WAIT_FOR_COPY_MS).then(() => {
			isLate = true;
			return false;
		});
		if (await Promise.race([copy, late])) return false;
	}
}
