import type { Clock } from '../../time/clock';
import { MINUTE_MS } from '../../time/units';
import { readAnswer } from './answer';
import type { Draft } from './draft';
import { FAULT_WORDS } from './fault';
import type { Fault } from './fault';
import type { Turn } from './pace';
import type { ServiceRefusal } from './remedy';
import { signatureFields } from './sign';
import { jsonBytes, MAX_BODY_BYTES } from './size';

/** What came back from one request: an answer of any HTTP status, or a fault on the way. */
export type Reply =
	| { httpStatus: number; body: unknown; retryAfterMs?: number | undefined }
	| { fault: Fault };

/** What delivery needs from outside. */
export interface Outlet {
	secret: string;
	/** Texts that no message of a refusal may repeat. */
	hidden: string[];
	clock: Clock;
	signal?: AbortSignal;
	/** Waits for a place under the bot's limits; undefined when cancelled. */
	takeTurn(): Promise<Turn | undefined>;
	/** Sends one body. Never throws. */
	post(body: Record<string, unknown>): Promise<Reply>;
}

/** How a delivery ended. */
export type Delivery =
	| { sent: true; bytes: number; attempts: number }
	| { sent: false; refusal: Omit<ServiceRefusal, 'throttled'> };

/**
 * Pauses before the repeats of a message that Feishu refused as one too many, in milliseconds. They hold
 * for all messages to that bot: each of them would be refused as well.
 */
const REPEAT_AFTER_MS = [1_000, 2_000, 4_000];
/** How long other messages wait when this one is given up. */
const LAST_PAUSE_MS = 4_000;
/** The span of Feishu's longer limit. A wait that is longer still is left to the user. */
const LONGEST_PAUSE_MS = MINUTE_MS;

/**
 * Signs and sends one message. It is repeated only when Feishu said that there were too many: that one
 * was surely not shown. After a timeout, a broken connection or an unreadable answer it may stand in
 * the group already, and a group that gets an order twice ships it twice. Whether to risk that is left
 * to the user's `Retry On Fail`.
 */
export async function deliver(draft: Draft, outlet: Outlet): Promise<Delivery> {
	const bytes = jsonBytes(signed(draft, outlet));
	if (bytes > MAX_BODY_BYTES) return tooLarge(bytes);
	for (let attempt = 1; ; attempt += 1) {
		const turn = await outlet.takeTurn();
		if (turn === undefined) return faulty('cancelledBefore');
		try {
			// Signed anew each time: a signature ages while the message waits.
			const reply = await outlet.post(signed(draft, outlet));
			if ('fault' in reply) return faulty(reply.fault);
			const verdict = readAnswer(reply.httpStatus, reply.body, outlet.hidden);
			if (verdict.sent) return { sent: true, bytes, attempts: attempt };
			if (!verdict.refusal.throttled) return verdict;
			const plannedMs = REPEAT_AFTER_MS[attempt - 1];
			const pauseMs = Math.max(plannedMs ?? LAST_PAUSE_MS, reply.retryAfterMs ?? 0);
			turn.end(Math.min(pauseMs, LONGEST_PAUSE_MS));
			if (plannedMs === undefined || pauseMs > LONGEST_PAUSE_MS) return verdict;
		} finally {
			turn.end();
		}
	}
}

function signed(draft: Draft, outlet: Outlet): Record<string, unknown> {
	return { ...signatureFields(outlet.secret, outlet.clock.nowMs()), ...draft.body };
}

function faulty(fault: Fault): Delivery {
	return { sent: false, refusal: FAULT_WORDS[fault] };
}

function tooLarge(bytes: number): Delivery {
	return {
		sent: false,
		refusal: {
			message: `The message has ${bytes} bytes, but Feishu takes at most ${MAX_BODY_BYTES}`,
			description:
				'Nothing was sent. Remove elements or shorten texts; Chinese characters count 3 bytes each.',
			httpCode: '413',
		},
	};
}
