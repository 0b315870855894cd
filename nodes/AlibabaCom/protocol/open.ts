import type { Outcome } from '../../wire/answer';
import { isJsonObject, openEnvelope, type JsonObject, type Refusal } from '../../wire/envelope';
import { failureOf, type Cause } from '../../wire/failure';
import type { JsonValue } from '../../wire/json';
import { firstOf } from '../parse/answerFields';
import { writtenText } from '../parse/written';
import { markAbsent } from './absent';
import { wordsOfCode } from './businessWords';

const CODES = ['msg_code', 'result_code', 'error_code', 'response_code', 'code'];
const MESSAGES = ['result_msg', 'message_info', 'message', 'error_msg', 'msg'];
const GOOD_CODES = new Set(['', '0', '200']);

function textOf(object: JsonObject, names: readonly string[]): string {
	return writtenText(firstOf(object, names)) ?? '';
}

/** The method's own answer, and `result` where it stands in one. */
function layersOf(body: JsonObject): JsonObject[] {
	const own = Object.entries(body).find(([key]) => key.endsWith('_response'))?.[1];
	const outer = isJsonObject(own) ? own : body;
	return isJsonObject(outer.result) ? [outer.result, outer] : [outer];
}

/**
 * The layer that the envelope of the gateways does not know: a bad inner code inside a good answer, on
 * the buyer's side and in calls that have no flag.
 */
function innerRefusal(body: JsonObject): Refusal | undefined {
	for (const layer of layersOf(body)) {
		const code = textOf(layer, CODES);
		const isTrue = String(layer.success) === 'true';
		if (isTrue || GOOD_CODES.has(code)) continue;
		return { layer: 'business', code, message: textOf(layer, MESSAGES) };
	}
	return undefined;
}

/** Causes beside which a refusal may be about the product alone, also one of the gateway's. */
const MAY_BE_ABOUT_PRODUCT: ReadonlySet<Cause> = new Set<Cause>(['business', 'input', 'service']);

function refused(refusal: Refusal, body: JsonObject): Outcome {
	const failure = failureOf(refusal);
	const absent = MAY_BE_ABOUT_PRODUCT.has(failure.cause) ? markAbsent(body, refusal) : undefined;
	if (absent) return { ok: true, value: absent };
	const isOfMethod = failure.cause === 'business';
	const words = isOfMethod ? wordsOfCode(refusal.subCode ?? refusal.code) : undefined;
	return { ok: false, failure: words ? { ...failure, words } : failure };
}

/**
 * Opens an answer: finds refusals in all five layers, most of which arrive under HTTP 200. One that
 * says that a product cannot be had is handed on as a marked answer; see `absentIn`.
 */
export function openAnswer(body: JsonValue): Outcome {
	const opened = openEnvelope(body);
	const object = isJsonObject(body) ? body : {};
	if (!opened.ok) return refused(opened.refusal, object);
	const inner = innerRefusal(object);
	return inner ? refused(inner, object) : opened;
}
