import { readTime } from '../../time/written';
import { msToIso, pacificToIso } from '../../time/zones';
import { moneyOf, signedMoneyOf, type Money } from '../../wire/money';
import { fieldsOf, flagOf, isMissing, listIn, type Fields } from '../../wire/reading';

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

/** The object under a name; no fields when there is none. */
export function objectAt(fields: Fields, name: string): Fields {
	return fieldsOf(fields[name]) ?? {};
}

/** The text under the first name that holds one; null when none does. */
export function textAt(fields: Fields, ...names: string[]): string | null {
	return names.map((name) => writtenText(fields[name])).find((text) => text !== undefined) ?? null;
}

function noList(name: string): TypeError {
	return new TypeError(`The field "${name}" of the answer is not a list.`);
}

/**
 * The objects of a list in any of its shapes; an object in place of the list is its only one.
 *
 * @throws TypeError when the field is no list, so that it never reads as empty.
 */
export function rowsAt(fields: Fields, name: string): Fields[] {
	const { [name]: value } = fields;
	const entries = (listIn(value) ?? [value]).filter((entry) => !isMissing(entry));
	const rows = entries.flatMap((entry): Fields[] => {
		const row = fieldsOf(entry);
		return row ? [row] : [];
	});
	if (rows.length === entries.length) return rows;
	// Neither an object nor a list stands in the one field: so it was no wrapper, but the row itself.
	const row = fieldsOf(value);
	if (row && !Object.values(row).some((inner) => Array.isArray(inner))) return [row];
	throw noList(name);
}

/** The texts of a list in any of its shapes; see `rowsAt`. What is no text among them is left out. */
export function textsAt(fields: Fields, name: string): string[] {
	const list = listIn(fields[name]);
	const texts = list?.flatMap((value) => writtenText(value) ?? []);
	if (texts && (texts.length > 0 || list?.every((entry) => isMissing(entry)))) return texts;
	throw noList(name);
}

/** A yes or no under a name, e.g. `"Y"`; null when it is missing or says neither. */
export function flagAt(fields: Fields, name: string): boolean | null {
	return flagOf(fields[name]) ?? null;
}

/** A number of zero or more, given as number or text. */
export function numberAt(fields: Fields, name: string): number | null {
	const text = writtenText(fields[name]) ?? '';
	return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A sum of any field and the currency beside it; null unless both can be read. */
export function moneyFrom(
	written: unknown,
	currency: string | null,
	read: typeof moneyOf = moneyOf,
): Money | null {
	return read(writtenText(written) ?? '', currency ?? undefined) ?? null;
}

/** A money object `{amount, currency}` under a name, or a text with both. */
function moneyIn(read: typeof moneyOf, fields: Fields, name: string): Money | null {
	const money = fieldsOf(fields[name]);
	if (!money) return moneyFrom(fields[name], null, read);
	return moneyFrom(money.amount, textAt(money, 'currency', 'currency_code'), read);
}

/** A sum of zero or more under a name: an object `{amount, currency}`, or a text with both. */
export function moneyAt(fields: Fields, name: string): Money | null {
	return moneyIn(moneyOf, fields, name);
}

/** A sum under a name that may be below zero; see `moneyAt`. */
export function signedMoneyAt(fields: Fields, name: string): Money | null {
	return moneyIn(signedMoneyOf, fields, name);
}

/** A time in both faces: ISO 8601 UTC, and as the platform wrote it. */
export interface Moment {
	at: string | null;
	platform: string | null;
}

/** ISO 8601 UTC of a time that says itself when it is: an epoch, or a text with its offset; else null. */
export function certainIso(value: unknown): string | null {
	const time = readTime(writtenText(value));
	return time && 'atMs' in time ? msToIso(time.atMs) : null;
}

/**
 * Seconds or milliseconds since the epoch, text with its offset, Pacific wall-clock text, or a date
 * object with `timestamp` and `format_date`.
 */
export function momentOf(value: unknown): Moment {
	const fields = fieldsOf(value);
	if (fields) {
		const { timestamp, format_date: formatted } = fields;
		const at = certainIso(timestamp) ?? certainIso(formatted);
		return { at, platform: textAt(fields, 'format_date', 'timestamp') };
	}
	const text = writtenText(value);
	if (text === undefined || text === '0') return { at: null, platform: null };
	return { at: certainIso(text) ?? pacificToIso(text) ?? null, platform: text };
}
