import type { JsonValue } from './json';

/** A JSON object as the platform answers it. */
export type JsonObject = { [key: string]: JsonValue };

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
const POSITIVE_CODES = new Set(['', '0', '200']);
const SUCCESS_FLAGS = ['success', 'result_success', 'is_success', 'isSuccess'];
const CODE_FIELDS = ['error_code', 'errorCode', 'result_error_code'];
const TEXT_FIELDS = [
	'error_message',
	'errorMessage',
	'error_desc',
	'result_error_desc',
	'error_msg',
];

/** Whether a value is a JSON object, so neither null nor a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function firstText(object: JsonObject, fields: readonly string[]): string {
	return fields.map((field) => text(object[field])).find((value) => value !== '') ?? '';
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
	const isNegative = !POSITIVE_CODES.has(text(body.code));
	if (!isFault && !isNegative) return undefined;
	const holdsResult = Object.values(body).some(
		(field) => typeof field === 'object' && field !== null && Object.keys(field).length > 0,
	);
	return holdsResult && !(isFault && isNegative) ? undefined : gatewayRefusal(body);
}

/** One flag that is false refuses, also beside one that is true: methods carry up to two. */
function successFlag(object: JsonObject): boolean | undefined {
	const flags = SUCCESS_FLAGS.map((field) => String(object[field] ?? '').toLowerCase());
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
	const code = firstText(object, CODE_FIELDS);
	const isNegative = !POSITIVE_CODES.has(code);
	const isToldWrong =
		POSITIVE_CODES.has(code) && code === '' && firstText(object, TEXT_FIELDS) !== '';
	if (flag === undefined && !isNegative && !isToldWrong) return undefined;
	return {
		layer: 'business',
		code,
		message: firstText(object, [...TEXT_FIELDS, 'msg', 'message']),
	};
}

function withoutWrapper(body: JsonObject): JsonObject {
	for (const [key, inner] of Object.entries(body)) {
		if (key.endsWith('_response') && key !== 'error_response' && isJsonObject(inner)) return inner;
	}
	return body;
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
	const gateway =
		namedRefusal(body) ?? namedRefusal(value) ?? bareRefusal(body) ?? bareRefusal(value);
	if (gateway) return { ok: false, refusal: gateway };
	const requestId = text(body.request_id) || text(value.request_id);
	const nested = isJsonObject(value.result) ? [value, value.result] : [value];
	for (const object of nested) {
		const refusal = businessRefusal(object);
		if (refusal) return { ok: false, refusal: { ...refusal, ...(requestId && { requestId }) } };
	}
	return { ok: true, value };
}

/**
 * Reads a list field in either shape: a plain array, or an object whose single array-valued key is
 * named after a DTO. A missing field, null, `{}` and `[]` are the empty list.
 *
 * @param value the list field as it came.
 * @param field its name, for the message.
 * @throws TypeError when the value is no list in either shape, so that it never reads as empty.
 */
export function readList(value: JsonValue | undefined, field: string): JsonValue[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value;
	if (isJsonObject(value)) {
		const inner = Object.values(value);
		const lists = inner.filter((entry) => Array.isArray(entry));
		if (inner.length === 0) return [];
		if (lists.length === 1 && lists[0]) return lists[0];
	}
	throw new TypeError(`The field "${field}" of the answer is not a list.`);
}
