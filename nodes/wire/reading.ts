import { isJsonObject, parseJson, type JsonValue } from './json';
import { bareText } from './text';

/** The fields of an object of an answer. */
export type Fields = Readonly<Record<string, unknown>>;

const SPACE = 32;
const LAST_ASCII = 127;
/** Added to the code of a capital letter of ASCII it makes the small one; it leaves that as it is. */
const SMALL = 32;
/** First letters of the words for nothing. */
const [N, U] = [110, 117];
/** What serializers make of nothing. `Null` is left out: people are called that. */
const NOTHING = /^(?:null|NULL|[Uu]ndefined|UNDEFINED)?$/;

/**
 * What a platform writes for "nothing": no field, null, a blank text, or the word `null` or `undefined`.
 * `Null` is a text, since it is a surname.
 */
export function isMissing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value !== 'string') return false;
	// Nearly every text is told by its first character, without cutting blanks off.
	const first = value.charCodeAt(0);
	const letter = first | SMALL;
	if (first > SPACE && first <= LAST_ASCII && letter !== N && letter !== U) return false;
	return NOTHING.test(bareText(value));
}

const YES = /^(?:true|yes|y|1)$/i;
const NO = /^(?:false|no|n|0)$/i;

/** A yes or no: a boolean, 1 or 0, or one of the words for it. Undefined for anything else: it is not known then. */
export function flagOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const word = bareText(String(value));
	if (YES.test(word)) return true;
	return NO.test(word) ? false : undefined;
}

/** Digits, with zeros behind the point at most: `1e3` and `0x10` are no numbers that a platform writes. */
const WHOLE = /^-?\d{1,16}(?:\.0{0,9})?$/;

/** A whole number, given as number or text, e.g. 5, `5` or `5.00`; undefined for anything else. */
export function wholeOf(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = typeof value === 'string' ? bareText(value) : undefined;
	if (text !== undefined && !WHOLE.test(text)) return undefined;
	const number = Number(text ?? value);
	return Number.isSafeInteger(number) ? number : undefined;
}

/** The value of JSON text that begins like this, e.g. `{`; undefined for every other value. */
export function jsonIn(value: unknown, begin: '{' | '['): JsonValue | undefined {
	if (typeof value !== 'string' || !value.trimStart().startsWith(begin)) return undefined;
	try {
		return parseJson(value);
	} catch {
		// Text that only looks like JSON is ordinary text.
		return undefined;
	}
}

/** The fields of an object, which may have come as JSON text; undefined when it is none. */
export function fieldsOf(value: unknown): Fields | undefined {
	const candidate = typeof value === 'string' ? jsonIn(value, '{') : (value as JsonValue);
	return isJsonObject(candidate) ? candidate : undefined;
}

/** The list of a JSON text that is one; every other value as it is. */
function opened(value: unknown): unknown {
	return jsonIn(value, '[') ?? value;
}

/** Whether a value inside the wrapper of a list stands for no entry. */
function isNoEntry(value: unknown): boolean {
	return isMissing(value) || Object.keys(fieldsOf(value) ?? { some: 1 }).length === 0;
}

/**
 * The entries of a list in any of the shapes that platforms and gateways write, e.g. of `["a"]`: plain; as JSON
 * text, `"[\"a\"]"`; wrapped once more in the name of its elements, `{ "string": ["a"] }`; with one entry in place
 * of a list of one, `{ "string": "a" }`. What is missing, `{}`, and an object that holds nothing are empty.
 *
 * @returns undefined when it is no list, and for an object of several fields: that may be one entry.
 */
export function listIn(value: unknown): unknown[] | undefined {
	const list = opened(value);
	if (isMissing(list)) return [];
	if (Array.isArray(list)) return list;
	const wrapper = fieldsOf(list);
	const inner = wrapper && Object.values(wrapper).map(opened);
	if (inner === undefined) return undefined;
	if (inner.every(isNoEntry)) return [];
	if (inner.length > 1) return undefined;
	const [only] = inner;
	return Array.isArray(only) ? only : [only];
}
