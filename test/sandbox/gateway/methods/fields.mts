import { idFrom } from '../../json.mts';
import type { JsonObject, JsonValue } from '../../json.mts';
import { refuse } from '../failures.mts';
import { given, required } from '../params.mts';
import { pacificMs } from '../time.mts';
import { jsonIn } from './method.mts';
import type { MethodCall } from './method.mts';

/** A plain parameter that holds an id as digits; undefined when absent; refuses another form. */
export function idParam({ params }: MethodCall, name: string): bigint | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	return idFrom(text) ?? refuse('InvalidParameter', `"${name}" is no id`);
}

/** A plain parameter that must hold an id as digits. */
export function requiredIdParam(call: MethodCall, name: string): bigint {
	required(call.params, name);
	return idParam(call, name) ?? refuse('MissingParameter');
}

/** A plain whole-number parameter; undefined when absent; refuses another form. */
export function wholeParam({ params }: MethodCall, name: string): number | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	if (!/^-?\d{1,15}$/.test(text)) refuse('InvalidParameter', `"${name}" is no whole number`);
	return Number(text);
}

/** A plain decimal parameter; undefined when absent; refuses another form. */
export function decimalParam({ params }: MethodCall, name: string): number | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) refuse('InvalidParameter', `"${name}" is no number`);
	return Number(text);
}

/** A plain parameter that is `true` or `false`; undefined when absent; refuses another form. */
export function flagParam({ params }: MethodCall, name: string): boolean | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	if (text !== 'true' && text !== 'false') refuse('InvalidParameter', `"${name}" is no boolean`);
	return text === 'true';
}

/** A parameter that holds a JSON list as text; undefined when absent; refuses another form. */
export function listParam({ params }: MethodCall, name: string): readonly JsonValue[] | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	const value = jsonIn(text, name);
	return Array.isArray(value) ? value : refuse('InvalidParameter', `"${name}" is no JSON list`);
}

/** A plain Pacific wall-clock parameter in ms; undefined when absent; refuses another form. */
export function timeParam({ params, options }: MethodCall, name: string): number | undefined {
	const text = given(params, name);
	if (text === undefined) return undefined;
	const atMs = pacificMs(text, options.ambiguousHour);
	return atMs ?? refuse('InvalidParameter', `"${name}" is no yyyy-MM-dd HH:mm:ss`);
}

/** An id field of a JSON parameter; undefined when absent; refuses another form. */
export function idField(fields: JsonObject, name: string): bigint | undefined {
	const value = fields[name];
	if (value === undefined || value === null || value === '') return undefined;
	return idFrom(value) ?? refuse('InvalidParameter', `"${name}" is no id`);
}

/** An id field that must be there. */
export function requiredIdField(fields: JsonObject, name: string): bigint {
	return (
		idField(fields, name) ??
		refuse('MissingParameter', `The input parameter "${name}" is not supplied`)
	);
}

/** Ids of a list, refusing what is none. */
export function idsIn(values: readonly JsonValue[], name: string): bigint[] {
	return values.map(
		(value) =>
			idFrom(value) ?? refuse('InvalidParameter', `"${name}" holds something that is no id`),
	);
}

/** A text field; undefined when absent or empty; refuses another form. */
export function textField(fields: JsonObject, name: string): string | undefined {
	const value = fields[name];
	if (value === undefined || value === null || value === '') return undefined;
	return typeof value === 'string' ? value : refuse('InvalidParameter', `"${name}" is no text`);
}

/** A field whose values are listed in the documentation; refuses others. */
export function choiceField(
	fields: JsonObject,
	name: string,
	choices: readonly string[],
): string | undefined {
	const value = textField(fields, name);
	if (value === undefined || choices.includes(value)) return value;
	return refuse('InvalidParameter', `"${name}" must be one of ${choices.join(', ')}`);
}

/** One page of rows, and how many pages there are. Pages count from 1. */
export function pageOf<T>(rows: readonly T[], page: number, size: number) {
	return {
		rows: rows.slice((page - 1) * size, page * size),
		pages: Math.ceil(rows.length / size),
	};
}

/** The order of an id; somebody else's order and one that does not exist look the same. */
export function orderOrRefuse({ shop }: MethodCall, id: bigint) {
	return shop.order(id) ?? refuse('InsufficientPermission');
}
