import { isJsonObject, parseJson } from '../../json.mts';
import type { JsonObject, JsonValue } from '../../json.mts';
import type { AnswerOptions, UnstatedTimes } from '../../options.mts';
import type { Shop } from '../../shop/shop.mts';
import { refuse } from '../failures.mts';
import { required } from '../params.mts';
import type { PermissionGroup } from '../permissions.mts';
import { pacificMs, wallMs, wallText } from '../time.mts';

/** What a method sees of a call that passed all checks of the gateway. */
export interface MethodCall {
	params: ReadonlyMap<string, string>;
	shop: Shop;
	nowMs: number;
	options: AnswerOptions;
}

/** One business method. `answer` refuses through `refuse` and returns the body otherwise. */
export interface Method {
	name: string;
	/** The permission an app needs for it. */
	group: PermissionGroup;
	answer(call: MethodCall): JsonObject;
}

/** A parameter that holds a JSON object as text; refuses when absent or something else. */
export function objectParam({ params }: Pick<MethodCall, 'params'>, name: string): JsonObject {
	const value = jsonIn(required(params, name), name);
	return isJsonObject(value) ? value : refuse('InvalidParameter', `"${name}" is no JSON object`);
}

/** A Pacific wall-clock field in ms; undefined when absent; refuses another form. */
export function timeField(
	fields: JsonObject,
	name: string,
	{ options }: MethodCall,
): number | undefined {
	return timeIn(fields, name, (text) => pacificMs(text, options.ambiguousHour));
}

/** A wall-clock field of a kind whose zone is stated nowhere, in ms; undefined when absent. */
export function unstatedTimeField(
	fields: JsonObject,
	name: string,
	kind: UnstatedTimes,
	{ options }: MethodCall,
): number | undefined {
	const zone = options.zones[kind] ?? 'pacific';
	return timeIn(fields, name, (text) => wallMs(text, zone, options.ambiguousHour));
}

/** Prints moments of a kind whose zone is stated nowhere; nothing for what has not happened. */
export function timeTexts({ options }: MethodCall, kind: UnstatedTimes) {
	const zone = options.zones[kind] ?? 'pacific';
	return (atMs: number | undefined): string | undefined =>
		atMs === undefined ? undefined : wallText(atMs, zone);
}

/** Whether a moment lies in a range of whole seconds, both ends included, open where undefined. */
export function inRange(
	atMs: number,
	fromMs: number | undefined,
	toMs: number | undefined,
): boolean {
	const second = Math.floor(atMs / 1000) * 1000;
	return (fromMs === undefined || second >= fromMs) && (toMs === undefined || second <= toMs);
}

/** A whole-number field given as number or digits; undefined when absent; refuses another form. */
export function wholeField(fields: JsonObject, name: string): number | undefined {
	const value = fields[name];
	if (value === undefined || value === null) return undefined;
	const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number)
		? number
		: refuse('InvalidParameter', `"${name}" is no whole number`);
}

/** A list field; empty when absent; refuses another form. */
export function listField(fields: JsonObject, name: string): readonly JsonValue[] {
	const value = fields[name];
	if (value === undefined || value === null) return [];
	return Array.isArray(value) ? value : refuse('InvalidParameter', `"${name}" is no list`);
}

/** The business layer's own refusal, inside a normal answer. */
export function unsuccessful(errorCode: string | number, message: string): JsonObject {
	return { result: { success: false, error_code: errorCode, error_message: message } };
}

/** Parses JSON text of a parameter; refuses what is none. */
export function jsonIn(text: string, name: string): JsonValue {
	try {
		return parseJson(text);
	} catch (error) {
		return refuse('InvalidParameter', `"${name}" is no JSON: ${String(error)}`);
	}
}

function timeIn(
	fields: JsonObject,
	name: string,
	read: (text: string) => number | undefined,
): number | undefined {
	const text = fields[name];
	if (text === undefined || text === null || text === '') return undefined;
	const atMs = typeof text === 'string' ? read(text) : undefined;
	return atMs ?? refuse('InvalidParameter', `"${name}" is no yyyy-MM-dd HH:mm:ss`);
}
