import { fieldsOf, isMissing, type Fields } from '../../wire/reading';

/** A field as text without blanks around it; numbers become text. Missing and odd is undefined. */
export function writtenText(value: unknown): string | undefined {
	if (isMissing(value)) return undefined;
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

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
