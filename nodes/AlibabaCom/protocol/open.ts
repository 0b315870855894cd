import type { Outcome } from '../../wire/answer';
import { isJsonObject, openEnvelope, type JsonObject, type Refusal } from '../../wire/envelope';
import { failureOf } from '../../wire/failure';
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

/** A refusal of the newer product interface names its code and text otherwise. */
function completed(refusal: Refusal, body: JsonObject): Refusal {
	if (refusal.layer === 'gateway' || refusal.code !== '') return refusal;
	const layer = layersOf(body).find((one) => textOf(one, CODES) !== '');
	if (!layer) return refusal;
	const message = refusal.message || textOf(layer, MESSAGES);
	return { ...refusal, code: textOf(layer, CODES), message };
}

/** The gateway's words for "your address is not on the list" come as a sub code. */
function isAddressRefusal({ subCode = '' }: Refusal): boolean {
	return /ip-not-allowed|white-?ip/i.test(subCode);
}

/**
 * Opens an answer: finds refusals in all five layers, most of which arrive under HTTP 200. One that
 * says that a product cannot be had is handed on as a marked answer; see `absentIn`.
 */
export function openAnswer(body: JsonValue): Outcome {
	const opened = openEnvelope(body);
	const object = isJsonObject(body) ? body : {};
	const refusal = opened.ok ? innerRefusal(object) : completed(opened.refusal, object);
	if (opened.ok && !refusal) return opened;
	if (!refusal) return { ok: false, failure: { cause: 'malformed', code: '', message: '' } };
	const absent = refusal.layer === 'business' ? markAbsent(object, refusal) : undefined;
	if (absent) return { ok: true, value: absent };
	const failure = failureOf(refusal);
	const words = refusal.layer === 'business' ? wordsOfCode(refusal.code) : undefined;
	if (isAddressRefusal(refusal)) return { ok: false, failure: { ...failure, cause: 'ip' } };
	return { ok: false, failure: words ? { ...failure, cause: 'business', words } : failure };
}
