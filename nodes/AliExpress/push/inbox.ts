import type { IWebhookFunctions } from 'n8n-workflow';

import type { Clock } from '../../time/clock';
import { addMark, isMarked, noMarks, type Mark, type Marks } from './marks';

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

function takeUnderWay(inbox: Inbox, mark: Mark, response: Response): void {
	const outcome = outcomeOf(response).then((isHandedOut) => {
		if (isHandedOut) addMark(inbox.marks, mark);
		// A copy that did not wait to the end may stand there by now.
		if (inbox.underWay.get(mark.id) === outcome) inbox.underWay.delete(mark.id);
		return isHandedOut;
	});
	inbox.underWay.set(mark.id, outcome);
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
	mark: Mark,
	response: Response,
	clock: Clock,
): Promise<boolean> {
	let isLate = false;
	let late: Promise<false> | undefined;
	for (;;) {
		if (isMarked(inbox.marks, mark)) return false;
		const copy = inbox.underWay.get(mark.id);
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
