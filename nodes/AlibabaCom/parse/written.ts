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
