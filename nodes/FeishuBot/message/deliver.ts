import { z } from 'zod';
import { createHash } from 'node:crypto';

import type { Clock } from '../../time/clock';
import { MINUTE_MS } from '../../time/units';
import { accepted, readJsonParameter } from './checked';
import { type Fault, FAULT_WORDS, isLimit, LIMIT, remedyFor, type ServiceRefusal } from './fault';
import { jsonBytes } from './text';
import { signatureFields } from './webhook';

/** At most `limit` messages in any span of `spanMs` milliseconds. */
export interface PaceWindow {
	limit: number;
	spanMs: number;
}

/**
 * Feishu allows 5 per second and 100 per minute and bot. A little less is used, since other copies of
 * n8n may send to the same bot.
 */
export const BOT_WINDOWS: readonly PaceWindow[] = [
	{ limit: 4, spanMs: 1_100 },
	{ limit: 95, spanMs: 61_000 },
];

/** A place under the limits of a bot, held until the answer to its message has come. */
interface Turn {
	/**
	 * Gives the place up; it is free again a span of each window later. Only the first time counts.
	 *
	 * @param holdMs for how long nothing at all may be sent to this bot, since Feishu said "too many".
	 */
	end(holdMs?: number): void;
}

/** What was sent to one bot, monotonic ms. */
interface Lane {
	/** Messages whose answer is still to come; when it comes, the promise is fulfilled. */
	open: Set<Promise<void>>;
	/** When the answers came, oldest first, kept for only as long as a window looks back. */
	endedMs: number[];
	heldUntilMs: number;
}

/** The bots that were sent to, by `paceKey`. */
export type SendLog = Map<string, Lane>;

// Shared by all executions of this process: the limit counts the bot, not the workflow. Bots that
// were silent for 61 seconds are dropped at every turn.
const processLog: SendLog = new Map();

/** The key of a webhook in the log. A hash, so that memory holds no address. */
export function paceKey(webhookUrl: string): string {
	return createHash('sha256').update(webhookUrl).digest('hex');
}

/**
 * How long one more message has to wait, in ms: 0 when it may leave now, undefined when that depends on
 * an answer which is still to come.
 */
function waitMs(lane: Lane, nowMs: number, windows: readonly PaceWindow[]): number | undefined {
	let wait = Math.max(0, lane.heldUntilMs - nowMs);
	for (const { limit, spanMs } of windows) {
		if (lane.open.size >= limit) return undefined;
		const decisive = lane.endedMs[lane.endedMs.length - (limit - lane.open.size)];
		if (decisive !== undefined) wait = Math.max(wait, decisive + spanMs - nowMs);
	}
	return wait;
}

/**
 * Waits until a message to this webhook may leave, and holds its place until the answer has come. A
 * message reaches Feishu at some time between the two, however busy this process is; so never more than
 * a window's limit reach it in that window's span. Check and entry happen without a pause between them,
 * so parallel executions cannot take the same place.
 *
 * @returns undefined when the execution was cancelled before its turn came.
 */
export async function takeTurn(
	key: string,
	clock: Clock,
	signal?: AbortSignal,
	log: SendLog = processLog,
	windows: readonly PaceWindow[] = BOT_WINDOWS,
): Promise<Turn | undefined> {
	while (!signal?.aborted) {
		const nowMs = clock.monotonicMs();
		forgetOld(log, nowMs, windows);
		const lane = log.get(key) ?? { open: new Set(), endedMs: [], heldUntilMs: 0 };
		log.set(key, lane);
		const wait = waitMs(lane, nowMs, windows);
		if (wait === 0) return openTurn(lane, clock);
		await (wait === undefined
			? nextAnswer(lane, signal)
			: clock.sleepMs(Math.max(1, wait), signal));
	}
	return undefined;
}

function openTurn(lane: Lane, clock: Clock): Turn {
	let answered: () => void = () => undefined;
	const answer = new Promise<void>((resolve) => {
		answered = resolve;
	});
	lane.open.add(answer);
	return {
		end(holdMs = 0) {
			if (!lane.open.delete(answer)) return;
			const nowMs = clock.monotonicMs();
			lane.endedMs.push(nowMs);
			if (holdMs > 0) lane.heldUntilMs = Math.max(lane.heldUntilMs, nowMs + holdMs);
			answered();
		},
	};
}

async function nextAnswer({ open }: Lane, signal?: AbortSignal): Promise<void> {
	let wake: () => void = () => undefined;
	const cancelled = new Promise<void>((resolve) => {
		wake = resolve;
		signal?.addEventListener('abort', wake, { once: true });
	});
	await Promise.race([...open, cancelled]);
	signal?.removeEventListener('abort', wake);
}

function forgetOld(log: SendLog, nowMs: number, windows: readonly PaceWindow[]): void {
	const longestMs = Math.max(...windows.map(({ spanMs }) => spanMs));
	for (const [key, lane] of log) {
		lane.endedMs = lane.endedMs.filter((time) => time > nowMs - longestMs);
		const isSilent = lane.open.size + lane.endedMs.length === 0;
		if (isSilent && lane.heldUntilMs <= nowMs) log.delete(key);
	}
}

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
		const message = `The host of Feishu answered HTTP ${httpStatus}: too many messages`;
		return { sent: false, refusal: { message, description, httpCode, throttled } };
	}
	return {
		sent: false,
		refusal: {
			message: `The host of Feishu answered HTTP ${httpStatus} without a Feishu result code`,
			description:
				httpStatus >= 500
					? 'Whether the message was sent is not known. Look into the group, then run the node again.'
					: 'The message counts as not sent. Check that the address in the credential is the one Feishu shows, and that no proxy answers in its place.',
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
	/** Signs the body; empty where nothing is signed. */
	secret: string;
	/** Feishu's limit of one body. */
	mostBytes: number;
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
	| { sent: true; bytes: number; attempts: number; answer: unknown }
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
export async function deliver(message: object, outlet: Outlet): Promise<Delivery> {
	const bytes = jsonBytes(signed(message, outlet));
	if (bytes > outlet.mostBytes) return tooLarge(bytes, outlet.mostBytes);
	for (let attempt = 1; ; attempt += 1) {
		const turn = await outlet.takeTurn();
		if (turn === undefined) return faulty('cancelledBefore');
		try {
			// Signed anew each time: a signature ages while the message waits.
			const reply = await outlet.post(signed(message, outlet));
			if ('fault' in reply) return faulty(reply.fault);
			const verdict = readAnswer(reply.httpStatus, reply.body, outlet.hidden);
			if (verdict.sent) return { sent: true, bytes, attempts: attempt, answer: reply.body };
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

function signed(message: object, outlet: Outlet): Record<string, unknown> {
	return { ...signatureFields(outlet.secret, outlet.clock.nowMs()), ...message };
}

function faulty(fault: Fault): Delivery {
	return { sent: false, refusal: FAULT_WORDS[fault] };
}

function tooLarge(bytes: number, mostBytes: number): Delivery {
	return {
		sent: false,
		refusal: {
			message: `The message has ${bytes} bytes, but Feishu takes at most ${mostBytes}`,
			description:
				'Nothing was sent. Remove elements or shorten texts; Chinese characters count 3 bytes each.',
			httpCode: '413',
		},
	};
}
