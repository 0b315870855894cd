import { z } from 'zod';

import { isJsonObject, readList, type JsonObject } from '../../platform/envelope';
import type { JsonValue } from '../../platform/json';

/** What the platform writes for "nothing": no field, null, the empty text, or the word null. */
function isMissing(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' && (value.trim() === '' || value.trim() === 'null');
}

/**
 * A detail: `read` returns undefined when the value has the wrong shape, and the detail is absent
 * then. One odd detail must not keep all other objects of the answer back.
 */
function optional<T>(read: (value: unknown) => T | undefined) {
	return z.unknown().transform((value): T | undefined => {
		return isMissing(value) ? undefined : read(value);
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

/** A 64-bit id, number or text in the answer, as digits; undefined when it is missing or odd. */
export const id = optional(digits);

/** An id without which the object could not be told from others: the one field that must be right. */
export const identity = z.unknown().transform((value, context): string => {
	const known = digits(value);
	if (known !== undefined) return known;
	context.addIssue({ code: 'custom', message: isMissing(value) ? 'is missing' : 'is not an id' });
	return z.NEVER;
});

/** A text; numbers and booleans become text. Blank, null and the word null are missing. */
export const text = optional(words);

/** A whole number, number or text in the answer. */
export const count = optional(whole);

/** A yes or no, boolean or text in the answer. */
export const yesNo = optional(flag);

/** An object; `{}` is an object without fields. */
export const object = optional<JsonObject>((value) => {
	const candidate = value as JsonValue;
	return isJsonObject(candidate) ? candidate : undefined;
});

/**
 * A list in either shape of the platform. Missing is the empty list; a wrong shape is refused, so
 * that it never reads as empty.
 */
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

/** Makes a strict field a detail: of the wrong shape it is absent. */
export function detail<T extends z.ZodTypeAny>(schema: T) {
	return schema.catch(undefined) as z.ZodType<z.output<T> | undefined, z.ZodTypeDef, unknown>;
}

function pathOf(path: ReadonlyArray<string | number>): string {
	return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

/**
 * Reads a value of an answer by a schema. Unknown fields are ignored, missing and odd details are absent.
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
