import { exactNumber, printJson } from '../json.mts';
import type { JsonObject, JsonValue } from '../json.mts';
import type { AnswerOptions } from '../options.mts';
import type { Random } from '../shop/random.mts';
import type { Failure } from './failures.mts';

/** Marks a list and the name its rows go under when the list is wrapped. */
const WRAPPED_UNDER = Symbol('wrapped under');

interface MarkedList {
	readonly [WRAPPED_UNDER]: string;
	readonly rows: readonly JsonValue[];
}

/** A list field: `[…]` under simplify, `{"<name>": […]}` without. */
export function list(name: string, rows: readonly JsonValue[]): JsonObject {
	const marked: MarkedList = { [WRAPPED_UNDER]: name, rows };
	return marked as unknown as JsonObject;
}

export interface EnvelopeContext {
	simplify: boolean;
	requestId: string;
	options: AnswerOptions;
	random: Random;
}

/** The text of a successful answer of a business method. */
export function successText(method: string, body: JsonObject, context: EnvelopeContext): string {
	const { simplify, requestId } = context;
	const shaped = shape(body, '', context) as JsonObject;
	const answer: JsonObject = simplify
		? { ...shaped, code: '0', request_id: requestId }
		: { [`${method.replaceAll('.', '_')}_response`]: { ...shaped, request_id: requestId } };
	return JSON.stringify(answer);
}

/** The text of a refusal: wrapped in `error_response`, or flat under simplify and on /rest. */
export function failureText(failure: Failure, wrapped: boolean, requestId: string): string {
	const { type, code, message, subCode, subMessage } = failure;
	const origin = type === undefined ? {} : { type };
	const details = {
		...(subCode === undefined ? {} : { sub_code: subCode }),
		...(subMessage === undefined ? {} : { sub_msg: subMessage }),
		request_id: requestId,
	};
	return printJson(
		wrapped
			? { error_response: { ...origin, code, msg: message, ...details } }
			: { ...origin, code, message, ...details },
	);
}

/** Gives lists and nulls the form asked for, and ids theirs; what is left any printer can print. */
function shape(value: JsonValue, field: string, context: EnvelopeContext): JsonValue {
	if (typeof value === 'bigint') {
		return context.options.idsAsText ? String(value) : exactNumber(value);
	}
	if (typeof value !== 'object' || value === null) return value;
	if (isMarked(value)) return shapeList(value, field, context);
	if (Array.isArray(value)) return value.map((part: JsonValue) => shape(part, field, context));
	const shaped: Record<string, JsonValue> = {};
	for (const [key, part] of Object.entries(value)) {
		const own = shape(part, key, context);
		// The wrapped form leaves out what is null, the plain form writes it.
		if (own !== undefined && (context.simplify || own !== null)) shaped[key] = own;
	}
	return shaped;
}

function shapeList(marked: MarkedList, field: string, context: EnvelopeContext): JsonValue {
	const { simplify, options, random } = context;
	if (marked.rows.length === 0) {
		const form =
			options.emptyLists === 'seeded'
				? random.pick(['missing', 'object', 'array'] as const)
				: options.emptyLists;
		return form === 'missing' ? undefined : form === 'array' ? [] : {};
	}
	const rows = marked.rows.map((row) => shape(row, field, context));
	const { keepWrapped } = options;
	const kept = Array.isArray(keepWrapped) ? keepWrapped.includes(field) : keepWrapped;
	return simplify && !kept ? rows : { [marked[WRAPPED_UNDER]]: rows };
}

function isMarked(value: unknown): value is MarkedList {
	return typeof value === 'object' && value !== null && WRAPPED_UNDER in value;
}
