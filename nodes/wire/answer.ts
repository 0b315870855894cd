import { openEnvelope, type JsonObject } from './envelope';
import { failureOf, type Failure } from './failure';
import { parseJson, type JsonValue } from './json';
import type { Answer } from './send';

/** A call's outcome: the method's own result, or why there is none. */
export type Outcome = { ok: true; value: JsonObject } | { ok: false; failure: Failure };

const BUSY_STATUSES = new Set([502, 503, 504]);

function statusFailure(status: number): Failure {
	const code = `HTTP ${status}`;
	if (BUSY_STATUSES.has(status)) return { cause: 'service', code, message: '' };
	if (status === 429) return { cause: 'rateLimit', code, message: '' };
	return { cause: 'malformed', code, message: 'The answer is not one of the gateway.' };
}

function openAsOutcome(body: JsonValue): Outcome {
	const opened = openEnvelope(body);
	return opened.ok ? opened : { ok: false, failure: failureOf(opened.refusal) };
}

/**
 * Reads what came back. A status of 502, 503 or 504 is a busy service whatever the body says; any
 * other status may carry a regular answer (the gateway also refuses with 400).
 *
 * @param open takes the body apart; by default as AliExpress words results and refusals.
 */
export function readAnswer(
	answer: Answer,
	open: (body: JsonValue) => Outcome = openAsOutcome,
): Outcome {
	if (answer.kind !== 'answer') {
		return { ok: false, failure: { cause: answer.kind, code: '', message: '' } };
	}
	if (BUSY_STATUSES.has(answer.status)) return { ok: false, failure: statusFailure(answer.status) };
	let body: JsonValue;
	try {
		body = parseJson(answer.text);
	} catch {
		return { ok: false, failure: statusFailure(answer.status) };
	}
	const opened = open(body);
	if (!opened.ok) return opened;
	// JSON of a proxy or a guard, e.g. `{"message":"Too Many Requests"}`.
	if (answer.status < 200 || answer.status > 299) {
		return { ok: false, failure: statusFailure(answer.status) };
	}
	return opened;
}
