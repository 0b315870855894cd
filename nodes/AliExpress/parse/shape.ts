import { z } from 'zod';

import { isJsonObject, readList, type JsonObject } from '../../platform/envelope';
import type { JsonValue } from '../../platform/json';

/** What the platform writes for "nothing": no field, null, the empty text, or the word null. */
function isMissing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && (value.trim() === '' || value.trim() === 'null');
}

/** A field that may be missing; `read` returns undefined when the value has the wrong shape. */
function optional<T>(what: string, read: (value: unknown) => T | undefined) {
	return z.unknown().transform((value, context): T | undefined => {
		if (isMissing(value)) return undefined;
		const result = read(value);
		if (result !== undefined) return result;
		context.addIssue({ code: 'custom', message: `is not ${what}` });
		return z.NEVER;
	});
}

function digits(value: unknown): string | undefined {
	// A number beyond 2^53 has lost digits on the way, so it is no id any more.
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
	}
	return typeof value === 'string' && /^\d{1,20}$/.test(value.trim()) ? value.trim() : undefined;
}

function words(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function whole(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : undefined;
}

function flag(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const byText: Record<string, boolean> = { true: true, false: false, '1': true, '0': false };
	return byText[String(value).trim().toLowerCase()];
}

/** A 64-bit id, number or text in the answer, as digits; undefined when it is missing. */
export const id = optional('an id', digits);

/** An id without which the object could not be told from others. */
export const identity = id.transform((value, context): string => {
	if (value !== undefined) return value;
	context.addIssue({ code: 'custom', message: 'is missing' });
	return z.NEVER;
});

/** A text; numbers and booleans become text. Blank, null and the word null are missing. */
export const text = optional('a text', words);

/** A whole number, number or text in the answer. */
export const count = optional('a whole number', whole);

/** A yes or no, boolean or text in the answer. */
export const yesNo = optional('a yes or no', flag);

/** An object; `{}` is an object without fields. */
export const object = optional<JsonObject>('an object', (value) => {
	const candidate = value as JsonValue;
	return isJsonObject(candidate) ? candidate : undefined;
});

/** A list in either shape of the platform. Missing is the empty list. */
export function listOf<T extends z.ZodTypeAny>(entry: T) {
	return z
		.unknown()
		.transform((value, context): JsonValue[] => {
			if (isMissing(value)) return [];
			try {
				return readList(value as JsonValue, '');
			} catch {
				context.addIssue({ code: 'custom', message: 'is not a list' });
				return z.NEVER;
			}
		})
		.pipe(z.array(entry));
}

function pathOf(path: ReadonlyArray<string | number>): string {
	return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

/**
 * Reads a value of an answer by a schema. Unknown fields are ignored, missing ones are absent.
 *
 * @param at where in the answer the value stands, e.g. `result.target_list`.
 * @throws TypeError that names the field of the wrong shape and holds nothing of its content.
 */
export function readShape<T extends z.ZodTypeAny>(
	schema: T,
	value: unknown,
	at: string,
): z.output<T> {
	const read = schema.safeParse(value);
	if (read.success) return read.data as z.output<T>;
	const issue = read.error.issues[0];
	const field = at + pathOf(issue?.path ?? []);
	const what = issue?.code === 'custom' ? issue.message : 'does not have the expected shape';
	throw new TypeError(`The field "${field}" of the answer ${what}.`);
}
