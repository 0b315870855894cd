/** Integers with fewer digits are within 2^53. */
const FEWEST_DIGITS = 16;
const MAY_STAND_BEFORE = /[\s:,[]/;
const MAY_STAND_AFTER = /\s*(?:[,\]}]|$)/y;
const BACKSLASH = 92;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

function isDigitAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= ZERO && code <= NINE;
}

/** Where the string that begins with the quote at `openAt` ends; -1 when it does not. */
function closingQuoteAt(text: string, openAt: number): number {
	for (let at = text.indexOf('"', openAt + 1); at !== -1; at = text.indexOf('"', at + 1)) {
		let before = at - 1;
		while (text.charCodeAt(before) === BACKSLASH) before--;
		// An even number of backslashes escape each other and not the quote.
		if ((at - before) % 2 === 1) return at;
	}
	return -1;
}

/** Whether an integer is a whole value of JSON and loses digits when it becomes a number. */
function isUnsafeValue(text: string, startAt: number, endAt: number): boolean {
	if (startAt > 0 && !MAY_STAND_BEFORE.test(text.charAt(startAt - 1))) return false;
	MAY_STAND_AFTER.lastIndex = endAt;
	return MAY_STAND_AFTER.test(text) && !Number.isSafeInteger(Number(text.slice(startAt, endAt)));
}

/**
 * Where the next integer may begin that is too long for a number; -1 when there is none.
 *
 * Looking at every token costs more than `JSON.parse` itself. So only every 16th character is looked at, since none
 * of these integers is short enough to stand between two of them. A function of its own, since the engine makes
 * more of a short loop.
 *
 * @param from where to look first.
 */
function longIntegerAt(text: string, from: number): number {
	for (let at = from; at < text.length; at += FEWEST_DIGITS) {
		if (!isDigitAt(text, at)) continue;
		// Of sixteen digits in a row one is eight away from this one.
		if (!isDigitAt(text, at + FEWEST_DIGITS / 2) && !isDigitAt(text, at - FEWEST_DIGITS / 2))
			continue;
		let startAt = at;
		while (isDigitAt(text, startAt - 1)) startAt--;
		if (isDigitAt(text, startAt + fewestDigits(text, startAt) - 1)) return startAt;
	}
	return -1;
}

/** How many digits an integer has at least that begins here and is beyond 2^53, which begins with a nine. */
function fewestDigits(text: string, startAt: number): number {
	return text.charCodeAt(startAt) === NINE ? FEWEST_DIGITS : FEWEST_DIGITS + 1;
}

/**
 * Puts integers beyond 2^53 into quotes, so that `JSON.parse` keeps their digits. Only values, never
 * keys and never digits inside a string, so text that is no JSON does not become JSON. Whether one that is found
 * stands inside a string is told by walking from quote to quote.
 */
function quoteUnsafeIntegers(text: string): string {
	const parts: string[] = [];
	let copiedTo = 0;
	/** Up to here strings were passed over; it stands outside of any. */
	let outsideAt = 0;
	/** The next quote from there on; -1 when there is none. */
	let openAt = text.indexOf('"');
	let from = FEWEST_DIGITS - 1;
	for (;;) {
		let startAt = longIntegerAt(text, from);
		if (startAt === -1) break;
		let endAt = startAt + 1;
		while (isDigitAt(text, endAt)) endAt++;
		from = endAt - 1 + FEWEST_DIGITS;
		// JSON has no integers with leading zeros.
		const isLong =
			endAt - startAt >= fewestDigits(text, startAt) && text.charCodeAt(startAt) !== ZERO;
		if (!isLong) continue;
		if (text.charCodeAt(startAt - 1) === MINUS) startAt--;
		if (!isUnsafeValue(text, startAt, endAt)) continue;
		while (openAt !== -1 && openAt < startAt) {
			const closeAt = closingQuoteAt(text, openAt);
			if (closeAt === -1) return text;
			outsideAt = closeAt + 1;
			openAt = text.indexOf('"', outsideAt);
		}
		if (outsideAt > startAt) {
			from = outsideAt - 1 + FEWEST_DIGITS;
			continue;
		}
		parts.push(text.slice(copiedTo, startAt), '"', text.slice(startAt, endAt), '"');
		copiedTo = endAt;
	}
	return copiedTo === 0 ? text : parts.join('') + text.slice(copiedTo);
}

/** Any value that JSON text can hold. Integers beyond 2^53 are text after `parseJson`. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** An object of JSON. */
export type JsonObject = { [key: string]: JsonValue };

/** Whether a value is an object of JSON, so neither null nor a list. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

/** A name as key of a plain object; names that every object has would be lost or do harm. */
export function keyOf(name: string): string {
	return name in {} ? `(${name})` : name;
}
