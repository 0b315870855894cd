import { HOUR_MS, SECOND_MS } from '../time/units';
import { openEnvelope } from './envelope';
import { failureOf, isLimitAnswer, type Failure } from './failure';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from './json';
import type { Answer } from './send';

/** A call's outcome: the method's own result, or why there is none. */
export type Outcome = { ok: true; value: JsonObject } | { ok: false; failure: Failure };

type HttpAnswer = Extract<Answer, { kind: 'answer' }>;

const BUSY_STATUSES = new Set([502, 503, 504]);
const TOO_MANY = 429;
/** Codes with which the platforms themselves name a limit. */
const OWN_LIMIT = /call-?limit|limited-by|^(?:7|8|e?901)\b/i;
/** A header that asks for more is believed up to here: it may be that of any machine on the way. */
const LONGEST_RETRY_MS = HOUR_MS;

/**
 * How long a `Retry-After` asks to wait, in ms; undefined when it is not to be read or names a time
 * that is over.
 *
 * @param nowMs wall clock, ms UTC. A date is compared with that of the answer first, since both are of
 * one clock.
 */
function retryAfterMs({ retryAfter = '', serverAtMs }: HttpAnswer, nowMs?: number) {
	const text = retryAfter.trim();
	const isSeconds = /^\d+(?:\.\d+)?$/.test(text);
	const atMs = Date.parse(text);
	const spansMs = isSeconds
		? [Number(text) * SECOND_MS]
		: [serverAtMs, nowMs].map((fromMs) => atMs - (fromMs ?? Number.NaN));
	const spanMs = spansMs.find((ms) => ms > 0);
	return spanMs === undefined ? undefined : Math.min(Math.ceil(spanMs), LONGEST_RETRY_MS);
}

/** What a status alone says: no answer of the gateway came with it. */
function statusFailure(status: number): Failure {
	const code = `HTTP ${status}`;
	if (BUSY_STATUSES.has(status)) return { cause: 'service', code, message: '' };
	if (status === TOO_MANY) {
		return { cause: 'rateLimit', code, message: '', isFromBetween: true };
	}
	return { cause: 'malformed', code, message: 'The answer is not one of the gateway.' };
}

function openAsOutcome(body: JsonValue): Outcome {
	const opened = openEnvelope(body);
	return opened.ok ? opened : { ok: false, failure: failureOf(opened.refusal) };
}

/**
 * Whose word a refusal is that came under this status. The gateway itself refuses with 400 too, and with
 * its own codes under any other; `{"error":"Too many requests"}` under 429 is the word of a proxy.
 */
function underStatus(failure: Failure, status: number, body: JsonValue): Failure {
	if (status <= 400) return failure;
	if (isLimitAnswer(failure)) {
		const isOwn = failure.banMs !== undefined || OWN_LIMIT.test(failure.code);
		return isOwn ? failure : { ...failure, isFromBetween: true };
	}
	const isForeign = failure.cause === 'business' || (isJsonObject(body) && 'error' in body);
	const isOwn = !BUSY_STATUSES.has(status) && status !== TOO_MANY && !isForeign;
	return isOwn ? failure : statusFailure(status);
}

function readText(answer: HttpAnswer, open: (body: JsonValue) => Outcome): Outcome {
	const { status, text } = answer;
	let body: JsonValue;
	try {
		body = parseJson(text);
	} catch {
		return { ok: false, failure: statusFailure(status) };
	}
	const opened = open(body);
	if (!opened.ok) return { ok: false, failure: underStatus(opened.failure, status, body) };
	// JSON of a proxy or a guard, e.g. `{"message":"Too Many Requests"}`.
	const isGood = status >= 200 && status <= 299;
	return isGood ? opened : { ok: false, failure: statusFailure(status) };
}

/**
 * Reads what came back. A refusal for too many calls is one under any status. Else 502, 503 and 504 are
 * a busy service whatever the body says, and 429 is the word of something in between, which is not in the
 * platform's protocol; any other status may carry a regular refusal of the gateway.
 *
 * @param open takes the body apart; by default as AliExpress words results and refusals.
 * @param nowMs wall clock when it came, ms UTC; for a `Retry-After` that is a date.
 */
export function readAnswer(
	answer: Answer,
	open: (body: JsonValue) => Outcome = openAsOutcome,
	nowMs?: number,
): Outcome {
	if (answer.kind !== 'answer') {
		return { ok: false, failure: { cause: answer.kind, code: '', message: '' } };
	}
	const outcome = readText(answer, open);
	if (outcome.ok || !isLimitAnswer(outcome.failure)) return outcome;
	const banMs = outcome.failure.banMs ?? retryAfterMs(answer, nowMs);
	return { ok: false, failure: { ...outcome.failure, ...(banMs !== undefined && { banMs }) } };
}
