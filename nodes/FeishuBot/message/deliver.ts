import type { Clock } from '../../time/clock';
import { readAnswer } from './answer';
import type { Draft } from './draft';
import { FAULT_WORDS } from './fault';
import type { Fault } from './fault';
import type { ServiceRefusal } from './remedy';
import { signatureFields } from './sign';
import { jsonBytes, MAX_BODY_BYTES } from './size';

/** What came back from one request: an answer of any HTTP status, or a fault on the way. */
export type Reply = { httpStatus: number; body: unknown } | { fault: Fault };

/** What delivery needs from outside. */
export interface Outlet {
	secret: string;
	/** Texts that no message of a refusal may repeat. */
	hidden: string[];
	clock: Clock;
	signal?: AbortSignal;
	/** Waits for a place under the bot's limits; false when cancelled. */
	takeTurn(): Promise<boolean>;
	/** Sends one body. Never throws. */
	post(body: Record<string, unknown>): Promise<Reply>;
}

/** How a delivery ended. */
export type Delivery =
	| { sent: true; bytes: number; attempts: number }
	| { sent: false; refusal: Omit<ServiceRefusal, 'throttled'> };

/** Pauses before the repeats of a throttled message, in milliseconds. */
const REPEAT_AFTER_MS = [1_000, 2_000, 4_000];

/**
 * Signs and sends one message. It is repeated only when Feishu said it throttled it (11232): that
 * one was surely not shown. After a timeout, a broken connection or an unreadable answer it may
 * stand in the group already, and a group that gets an order twice ships it twice. Whether to risk
 * that is left to the user's `Retry On Fail`.
 */
export async function deliver(draft: Draft, outlet: Outlet): Promise<Delivery> {
	const bytes = jsonBytes(signed(draft, outlet));
	if (bytes > MAX_BODY_BYTES) return tooLarge(bytes);
	for (let attempt = 1; ; attempt += 1) {
		if (!(await outlet.takeTurn())) return faulty('cancelledBefore');
		// Signed anew each time: a signature ages while the message waits.
		const reply = await outlet.post(signed(draft, outlet));
		if ('fault' in reply) return faulty(reply.fault);
		const verdict = readAnswer(reply.httpStatus, reply.body, outlet.hidden);
		if (verdict.sent) return { sent: true, bytes, attempts: attempt };
		const pauseMs = REPEAT_AFTER_MS[attempt - 1];
		if (!verdict.refusal.throttled || pauseMs === undefined) return verdict;
		await outlet.clock.sleepMs(pauseMs, outlet.signal);
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
