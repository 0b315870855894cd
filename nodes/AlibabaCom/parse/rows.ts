import { msToIso, pacificToIso } from '../../time/zones';
import { readList } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';
import { printDecimal, readDecimal } from './decimal';
import { fieldsOf, writtenText } from './written';

export type Fields = Readonly<Record<string, unknown>>;

/** An amount as decimal text with its ISO 4217 currency. */
export interface Money {
	amount: string;
	currency: string;
}

/** The object under a name; no fields when there is none. */
export function objectAt(fields: Fields, name: string): Fields {
	return fieldsOf(fields[name]) ?? {};
}

/** The text under the first name that holds one; null when none does. */
export function textAt(fields: Fields, ...names: string[]): string | null {
	return names.map((name) => writtenText(fields[name])).find((text) => text !== undefined) ?? null;
}

/**
 * The objects of a list, plain or wrapped once more in the name of its elements.
 *
 * @throws TypeError when the field is no list, so that it never reads as empty.
 */
export function rowsAt(fields: Fields, name: string): Fields[] {
	return readList(fields[name] as JsonValue, name).flatMap((row): Fields[] => {
		const object = fieldsOf(row);
		return object ? [object] : [];
	});
}

/** The texts of a list; see `rowsAt`. */
export function textsAt(fields: Fields, name: string): string[] {
	return readList(fields[name] as JsonValue, name).flatMap((value) => writtenText(value) ?? []);
}

/** `true`, `"true"`, `"Y"` and 1; null when the field is missing. */
export function flagAt(fields: Fields, name: string): boolean | null {
	const { [name]: value } = fields;
	const text = typeof value === 'boolean' ? String(value) : writtenText(value);
	return text === undefined ? null : /^(?:true|y|yes|1)$/i.test(text);
}

/** A number of zero or more, given as number or text. */
export function numberAt(fields: Fields, name: string): number | null {
	const text = writtenText(fields[name]) ?? '';
	return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A sum of money; null unless both its amount and its currency can be read. */
export function moneyOf(written: unknown, currency: string | null): Money | null {
	const amount = readDecimal(writtenText(written) ?? '');
	if (!amount || currency === null) return null;
	return { amount: printDecimal(amount), currency: currency.toUpperCase() };
}

/** A money object `{amount, currency}` under a name. */
export function moneyAt(fields: Fields, name: string): Money | null {
	const money = objectAt(fields, name);
	return moneyOf(money.amount, textAt(money, 'currency', 'currency_code'));
}

/** A time in both faces: ISO 8601 UTC, and as the platform wrote it. */
export interface Moment {
	at: string | null;
	platform: string | null;
}

/** Milliseconds since the epoch, Pacific wall-clock text, or a date object with both. */
export function momentOf(value: unknown): Moment {
	const fields = fieldsOf(value);
	if (fields) {
		const { at } = momentOf(fields.timestamp);
		return { at, platform: textAt(fields, 'format_date') ?? textAt(fields, 'timestamp') };
	}
	const text = writtenText(value);
	if (text === undefined || text === '0') return { at: null, platform: null };
	const isEpoch = /^\d{13}$/.test(text);
	return { at: isEpoch ? msToIso(Number(text)) : (pacificToIso(text) ?? null), platform: text };
}
