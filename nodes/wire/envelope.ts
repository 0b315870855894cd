import { isJsonObject, type JsonObject, type JsonValue } from './json';
import { bareText } from './text';

/** A refusal as the platform words it. Texts are the platform's own and may echo parameters. */
export interface Refusal {
	/** `gateway`: the call was not admitted. `business`: the method ran and said no. */
	layer: 'gateway' | 'business';
	code: string;
	message: string;
	/** `ISV` (caller), `ISP` or `SYSTEM` (service), where the platform says. */
	type?: string;
	subCode?: string;
	subMessage?: string;
	requestId?: string;
}

/** An opened answer: either the method's own result without wrapper, or why there is none. */
export type Opened = { ok: true; value: JsonObject } | { ok: false; refusal: Refusal };

const FAULT_TYPES = new Set(['ISV', 'ISP', 'SYSTEM']);
const POSITIVE_CODES = new Set(['', '0', '200', 'ok', 'success', 'true']);
const SUCCESS_FLAG = /^(?:is|ret|return|result)?_?success(?:ful)?$/i;
const CODE_FIELDS = ['error_code', 'errorCode', 'result_error_code', 'errorCodes', 'error_codes'];
const TEXT_FIELDS = [
	'error_message',
	'errorMessage',
	'error_desc',
	'result_error_desc',
	'error_msg',
	'errorMsg',
	'errorMsgs',
	'errorMessages',
	'error_msgs',
];
/** Fields that say something about a refusal, but by themselves do not make one. */
const MORE_CODE_FIELDS = [...CODE_FIELDS, 'msg_code', 'result_code', 'response_code', 'code'];
const MORE_TEXT_FIELDS = [
	...TEXT_FIELDS,
	'error_description',
	'result_msg',
	'message_info',
	'msg',
	'message',
];
const GATEWAY_FIELDS = new Set([
	...['type', 'code', 'sub_code', 'msg', 'message', 'sub_msg', 'request_id', 'trace_id'],
]);
/** What a method's own answer may stand in; one of them may hold another. */
const WRAPPER = /^(?:return_?|ret_?|resp_?)?result$|^response$|_response$/i;
/** More layers than any answer has. */
const MAX_LAYERS = 8;

/** The texts of a value: its own, or those of the list that it is, in either shape. */
function textsIn(value: JsonValue | undefined): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
	const text = typeof value === 'number' ? String(value) : value;
	const bare = typeof text === 'string' ? bareText(text) : '';
	return bare === '' ? [] : [bare];
}

function text(value: JsonValue | undefined): string {
	return textsIn(value).join('; ');
}

function firstText(object: JsonObject, fields: readonly string[]): string {
	return fields.map((field) => text(object[field])).find((value) => value !== '') ?? '';
}

function isPositive(code: string): boolean {
	return POSITIVE_CODES.has(code.toLowerCase());
}

/** The first code of an object that is not positive. */
function badCode(object: JsonObject, fields: readonly string[]): string {
	const codes = fields.flatMap((field) => textsIn(object[field]));
	return codes.find((code) => !isPositive(code)) ?? '';
}

function gatewayRefusal(body: JsonObject): Refusal {
	return {
		layer: 'gateway',
		code: text(body.code),
		message: firstText(body, ['msg', 'message']),
		...(text(body.type) && { type: text(body.type) }),
		...(text(body.sub_code) && { subCode: text(body.sub_code) }),
		...(text(body.sub_msg) && { subMessage: text(body.sub_msg) }),
		...(text(body.request_id) && { requestId: text(body.request_id) }),
	};
}

function emptyRefusal(): Refusal {
	const message = 'The answer holds neither a result nor a code.';
	return { layer: 'gateway', code: 'EmptyAnswer', message };
}

/** The presence of the key refuses, whatever stands behind it. */
function namedRefusal(body: JsonObject): Refusal | undefined {
	if (!('error_response' in body)) return undefined;
	return isJsonObject(body.error_response) ? gatewayRefusal(body.error_response) : emptyRefusal();
}

/** A code that is not positive, or a fault type, refuses when no result stands beside it. */
function bareRefusal(body: JsonObject): Refusal | undefined {
	const isFault = FAULT_TYPES.has(text(body.type));
	const isNegative = !isPositive(text(body.code));
	if (!isFault && !isNegative) return undefined;
	const holdsResult = Object.values(body).some(
		(field) => typeof field === 'object' && field !== null && Object.keys(field).length > 0,
	);
	return holdsResult && !(isFault && isNegative) ? undefined : gatewayRefusal(body);
}

/** A gateway's refusal inside the method's answer: code and words, and nothing else. */
function innerRefusal(object: JsonObject): Refusal | undefined {
	const isAlone = Object.keys(object).every((field) => GATEWAY_FIELDS.has(field));
	const refusal = isAlone ? bareRefusal(object) : undefined;
	if (!refusal || (refusal.type === undefined && isPositive(refusal.message))) return undefined;
	// Without the gateway's own fields a number may be one of the method.
	const isOfGateway = refusal.type !== undefined || refusal.subCode !== undefined;
	return isOfGateway ? refusal : { ...refusal, layer: 'business' };
}

/** One flag that is false refuses, also beside one that is true: methods carry up to two. */
function successFlag(object: JsonObject): boolean | undefined {
	const flags = Object.entries(object)
		.filter(([field]) => SUCCESS_FLAG.test(field))
		.map(([, flag]) => (typeof flag === 'boolean' ? String(flag) : text(flag).toLowerCase()));
	if (flags.some((flag) => flag === 'false' || flag === '0')) return false;
	return flags.includes('true') ? true : undefined;
}

/**
 * The business layer says no by a flag that is false or, where a method has no flag, by a code or a
 * text. Beside a true flag both mean nothing: answers carry `16009999` or `System error` with success.
 */
function businessRefusal(object: JsonObject): Refusal | undefined {
	const flag = successFlag(object);
	if (flag === true) return undefined;
	const code = badCode(object, CODE_FIELDS);
	const isToldWrong =
		code === '' && firstText(object, CODE_FIELDS) === '' && firstText(object, TEXT_FIELDS) !== '';
	if (flag === undefined && code === '' && !isToldWrong) return undefined;
	return {
		layer: 'business',
		code: badCode(object, MORE_CODE_FIELDS),
		message: firstText(object, MORE_TEXT_FIELDS),
	};
}

/** An `error` in place of an answer, as text or as an object. */
function errorRefusal(body: JsonObject): Refusal | undefined {
	const { error } = body;
	if (isJsonObject(error)) {
		const isTold = text(error) !== '' && successFlag(body) !== true;
		if (!isTold) return undefined;
		const { code, message, ...more } = gatewayRefusal(error);
		const isOfGateway = more.type !== undefined || more.subCode !== undefined;
		return {
			...more,
			layer: isOfGateway ? 'gateway' : 'business',
			code: code || badCode(error, MORE_CODE_FIELDS),
			message: message || firstText(error, MORE_TEXT_FIELDS),
		};
	}
	const said = error === true ? 'error' : text(error);
	if (isPositive(said) || /^(?:null|none|false)$/i.test(said)) return undefined;
	if (successFlag(body) === true) return undefined;
	// A name such as `invalid_request`, or a sentence.
	const isCode = !/\s/.test(said);
	const code = isCode ? said : badCode(body, MORE_CODE_FIELDS);
	const words = firstText(body, MORE_TEXT_FIELDS);
	return { layer: 'business', code, message: words || (isCode ? '' : said) };
}

function withoutWrapper(body: JsonObject): JsonObject {
	for (const [key, inner] of Object.entries(body)) {
		if (key.endsWith('_response') && key !== 'error_response' && isJsonObject(inner)) return inner;
	}
	return body;
}

/** The answer and whatever stands around the method's own, outermost first. */
function layersOf(body: JsonObject): JsonObject[] {
	const layers = [body];
	for (const layer of layers) {
		for (const [key, inner] of Object.entries(layer)) {
			const isWrapper = key !== 'error_response' && WRAPPER.test(key);
			if (isWrapper && isJsonObject(inner) && layers.length < MAX_LAYERS) layers.push(inner);
		}
	}
	return layers;
}

function firstOf<T>(objects: readonly JsonObject[], find: (object: JsonObject) => T | undefined) {
	for (const object of objects) {
		const found = find(object);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** What one layer leaves out about a refusal may stand in another, e.g. the flag outside and the code in `result`. */
function completed(refusal: Refusal, layers: readonly JsonObject[]): Refusal {
	const anyOf = (find: (object: JsonObject) => string) =>
		firstOf(layers, (object) => find(object) || undefined) ?? '';
	const code = refusal.code || anyOf((object) => badCode(object, MORE_CODE_FIELDS));
	const message = refusal.message || anyOf((object) => firstText(object, MORE_TEXT_FIELDS));
	const requestId = refusal.requestId ?? anyOf((object) => text(object.request_id));
	return { ...refusal, code, message, ...(requestId && { requestId }) };
}

/**
 * Opens an answer of the gateway: takes off the `…_response` wrapper and finds refusals in all
 * three layers, which all arrive under HTTP 200.
 *
 * @param body the parsed body. `{}` or anything but an object is refused as `EmptyAnswer`, so that a
 * broken answer never reads as an empty list.
 */
export function openEnvelope(body: JsonValue): Opened {
	if (!isJsonObject(body) || Object.keys(body).length === 0) {
		return { ok: false, refusal: emptyRefusal() };
	}
	const value = withoutWrapper(body);
	const layers = layersOf(body);
	const gateway = firstOf(layers, namedRefusal) ?? bareRefusal(body) ?? bareRefusal(value);
	if (gateway) return { ok: false, refusal: gateway };
	const refusal =
		firstOf(layers, businessRefusal) ??
		firstOf([body, value], errorRefusal) ??
		firstOf(layers, innerRefusal);
	return refusal ? { ok: false, refusal: completed(refusal, layers) } : { ok: true, value };
}
