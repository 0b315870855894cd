import { quoteUnsafeIntegers } from './unsafeIntegers';

/** Any value that JSON text can hold. Integers beyond 2^53 are text after `parseJson`. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| JsonValue[]
	| { [key: string]: JsonValue };

/** What `printJson` takes: JSON values, plus `bigint` for 64-bit ids that go out as plain digits. */
export type PrintableJson =
	| string
	| number
	| boolean
	| bigint
	| null
	| undefined
	| readonly PrintableJson[]
	| { readonly [key: string]: PrintableJson };

/**
 * Parses JSON text and keeps every integer beyond 2^53 as the exact digits, as text.
 * Order, product and sku ids of the platform are 64-bit JSON numbers; `JSON.parse` would round them.
 *
 * @param text JSON text, with or without a byte order mark.
 * @throws SyntaxError without any part of the text, because bodies hold buyer data.
 */
export function parseJson(text: string): JsonValue {
	const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	let parsed: { value: JsonValue } | undefined;
	try {
		parsed = { value: JSON.parse(quoteUnsafeIntegers(bare)) as JsonValue };
	} catch {
		// The engine's own message quotes the text; it is replaced below.
		parsed = undefined;
	}
	if (parsed) return parsed.value;
	throw new SyntaxError(`The text of ${text.length} characters is not valid JSON.`);
}

/**
 * Whether lists and objects stand in each other more than `levels` times. Whatever walks through a value
 * ends for want of stack at some thousand of them, here as in n8n.
 */
export function isNestedBeyond(value: JsonValue, levels: number): boolean {
	if (value === null || typeof value !== 'object') return false;
	return levels === 0 || Object.values(value).some((inner) => isNestedBeyond(inner, levels - 1));
}

/**
 * Prints JSON text. A `bigint` becomes plain digits, so a 64-bit id keeps every digit on the wire.
 * Apart from that the result equals `JSON.stringify(value)`, `undefined` included.
 */
export function printJson(value: PrintableJson): string {
	if (typeof value === 'bigint') return value.toString();
	if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
	if (Array.isArray(value)) return `[${value.map((item) => printJson(item)).join(',')}]`;
	const fields = Object.entries(value)
		.filter(([, field]) => field !== undefined)
		.map(([key, field]) => `${JSON.stringify(key)}:${printJson(field)}`);
	return `{${fields.join(',')}}`;
}
