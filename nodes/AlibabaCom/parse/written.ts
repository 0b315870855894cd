import { parseJson } from '../../wire/json';

/** What the platform writes for "nothing": no field, blank text, or one of the two words. */
export function isMissing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && /^(?:null|undefined)?$/i.test(value.trim());
}

/** A field as text without blanks around it; numbers become text. Missing and odd is undefined. */
export function writtenText(value: unknown): string | undefined {
	if (isMissing(value)) return undefined;
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** The value of JSON text that begins like this, e.g. `{`; undefined for every other value. */
export function valueOfJsonText(value: unknown, begin: '{' | '['): unknown {
	if (typeof value !== 'string' || !value.trimStart().startsWith(begin)) return undefined;
	try {
		return parseJson(value);
	} catch {
		// Text that only looks like JSON is ordinary text.
		return undefined;
	}
}

/** The fields of an object, which may have come as JSON text; undefined when it is none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
	const candidate = typeof value === 'string' ? valueOfJsonText(value, '{') : value;
	const isObject = typeof candidate === 'object' && candidate !== null;
	if (!isObject || Array.isArray(candidate)) return undefined;
	return candidate as Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The profile names no envelope, so each of these may stand around the product, also nested. */
const WRAPPERS = ['alibaba_product_get_response', 'result', 'data', 'product', 'error_response'];
const DEPTH = 5;

/** All objects of an answer that may carry its fields, the outermost first. */
export function layersOf(answer: unknown, depth = DEPTH): Fields[] {
	const fields = fieldsOf(answer);
	if (!fields) return [];
	if (depth === 0) return [fields];
	return [fields, ...WRAPPERS.flatMap((wrapper) => layersOf(fields[wrapper], depth - 1))];
}

/** The first of the named fields that holds anything. */
export function firstOf(fields: Fields, names: readonly string[]): unknown {
	return names.map((name) => fields[name]).find((value) => !isMissing(value));
}

/** The list of a JSON text that is one; every other value as it is. */
function opened(value: unknown): unknown {
	return valueOfJsonText(value, '[') ?? value;
}

/**
 * The entries of a list in any of the shapes that platform and gateways write: plain, as JSON text,
 * wrapped once more in the name of its elements, with one entry in place of a list of one. `null`, `""`,
 * `{}` and the word null are empty, also inside the wrapper.
 *
 * @returns undefined when it is no list, and for an object of several fields: that may be one entry.
 */
export function listOf(value: unknown): unknown[] | undefined {
	const list = opened(value);
	if (isMissing(list)) return [];
	if (Array.isArray(list)) return list;
	const wrapper = fieldsOf(list);
	const inner = wrapper && Object.values(wrapper).map(opened);
	if (inner === undefined || inner.length > 1) return undefined;
	const [only] = inner;
	if (isMissing(only)) return [];
	return Array.isArray(only) ? only : [only];
}
