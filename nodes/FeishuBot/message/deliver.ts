import { z } from 'zod';

import type { Clock } from '../../time/clock';
import { MINUTE_MS } from '../../time/units';
import { accepted, readJsonParameter } from './checked';
import { jsonBytes, MAX_BODY_BYTES, type Draft } from './draft';
import { FAULT_WORDS, isLimit, LIMIT, remedyFor, type Fault, type ServiceRefusal } from './fault';
import type { Turn } from './pace';
import { signatureFields } from './webhook';

/** What Feishu said about a message. */
type Verdict = { sent: true } | { sent: false; refusal: ServiceRefusal };

const CODE = z
	.union([
		z.number(),
		z
			.string()
			.regex(/^-?\d+$/)
			.transform(Number),
	])
	.nullish();
const ANSWER = z.object({
	code: CODE,
	msg: z.string().nullish(),
	StatusCode: CODE,
	StatusMessage: z.string().nullish(),
});

/**
 * Reads Feishu's answer. HTTP 200 says nothing: refusals come with it too. `code` decides; the old
 * success form has only `StatusCode`; an answer with neither is no proof that anything was sent.
 *
 * @param body parsed JSON, or the text that did not parse.
 * @param secrets texts that must not be shown, should the answer repeat them.
 */
export function readAnswer(httpStatus: number, body: unknown, secrets: string[] = []): Verdict {
	const json = readJsonParameter(body, 'answer');
	const answer = ANSWER.safeParse((json.ok ? json : accepted(undefined)).value);
	const code = answer.success ? (answer.data.code ?? answer.data.StatusCode) : undefined;
	if (!answer.success || code === undefined || code === null) return unknownAnswer(httpStatus);
	if (code === 0 && httpStatus < 300) return { sent: true };
	const serviceText = answer.data.msg ?? answer.data.StatusMessage ?? '';
	return { sent: false, refusal: remedyFor(code, serviceText, httpStatus, secrets) };
}

function unknownAnswer(httpStatus: number): Verdict {
	const throttled = isLimit(undefined, '', httpStatus);
	if (throttled) {
		const { todo: description, httpCode } = LIMIT;
		const message = `The webhook answered HTTP ${httpStatus}: too many messages`;
		return { sent: false, refusal: { message, description, httpCode, throttled } };
	}
	return {
		sent: false,
		refusal: {
			message: `The webhook answered HTTP ${httpStatus} without a Feishu result code`,
			description:
				httpStatus >= 500
					? 'Whether the message was sent is not known. Look into the group, then run the node again.'
					: 'The message counts as not sent. Check that the webhook URL in the credential is the one Feishu shows, and that no proxy answers in its place.',
			httpCode: String(httpStatus),
			throttled,
		},
	};
}

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
