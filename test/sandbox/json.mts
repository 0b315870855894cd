/** JSON as the platform writes it: 64-bit ids are numbers and keep every digit. */
export type JsonValue =
	| string
	| number
	| bigint
	| boolean
	| null
	| undefined
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;

/** TypeScript's lib knows neither the reviver's source text nor rawJSON; V8 has had both since 2023. */
const exactJson = JSON as unknown as {
	parse(text: string, reviver: SourceReviver): JsonValue;
	rawJSON(text: string): JsonValue;
	stringify(value: unknown, replacer: (key: string, value: unknown) => unknown): string;
};

/** Parses JSON; whole numbers that a double cannot hold become bigint. Throws SyntaxError. */
export function parseJson(text: string): JsonValue {
	return exactJson.parse(text, (_key, value, { source }) => {
		if (typeof value !== 'number' || source === undefined || !/^-?\d+$/.test(source)) return value;
		return Number.isSafeInteger(value) ? value : BigInt(source);
	});
}

/** Prints JSON; a bigint becomes a plain JSON number with all its digits, or text when asked. */
export function printJson(value: JsonValue, bigintsAsText = false): string {
	return exactJson.stringify(value, (_key, part) => {
		if (typeof part !== 'bigint') return part;
		return bigintsAsText ? String(part) : exactJson.rawJSON(String(part));
	});
}

/** A whole number of any size that `JSON.stringify` prints with all its digits. */
export function exactNumber(value: bigint): JsonValue {
	return exactJson.rawJSON(String(value));
}

/** Whether a JSON value is an object (not a list, not null). */
export function isJsonObject(value: JsonValue): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an id given as number, bigint or digits; undefined when it is none of these. */
export function idFrom(value: JsonValue): bigint | undefined {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
	if (typeof value === 'string' && /^\d{1,19}$/.test(value)) return BigInt(value);
	return undefined;
}
