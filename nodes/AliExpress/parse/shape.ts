import { z } from 'zod';

import { isJsonObject, type JsonObject, type JsonValue } from '../../wire/json';
import { fieldsOf, flagOf, isMissing, listIn, wholeOf } from '../../wire/reading';
import { bareText } from '../../wire/text';

/** What a reader found wrong, and where below the value it was given. Empty while all is well. */
export interface Issue {
	what?: string | undefined;
	path: Array<string | number>;
}

/** Reads a value of an answer. It notes what is wrong in `issue`; its result means nothing then. */
type Reader<T> = (value: unknown, issue: Issue) => T;

/** A zod schema of `T` for values of any kind. */
export type Schema<T> = z.ZodType<T, z.ZodTypeDef, unknown>;

// Lists hold thousands of objects with some hundred fields each, and zod takes microseconds a
// field. Schemas made here carry a plain function, and objects made of them run those functions
// one after another: the same result in a tenth of the time.
const readers = new WeakMap<z.ZodTypeAny, Reader<unknown>>();
const names = new WeakMap<z.ZodTypeAny, ReadonlySet<string>>();

/**
 * Makes a zod schema of a reader.
 *
 * @param fieldNames of an object: the fields that are read.
 */
export function schemaOf<T>(read: Reader<T>, fieldNames: readonly string[] = []): Schema<T> {
	const schema = z.unknown().transform((value, context): T => {
		const issue: Issue = { path: [] };
		const result = read(value, issue);
		if (issue.what === undefined) return result;
		context.addIssue({ code: 'custom', message: issue.what, path: issue.path });
		return z.NEVER;
	});
	readers.set(schema, read);
	names.set(schema, new Set(fieldNames));
	return schema;
}

/** The fields that a schema reads of an object; none for what is no object, and for objects of any kind. */
function namesOf(schema: z.ZodTypeAny): ReadonlySet<string> {
	return names.get(schema) ?? new Set();
}

/** The reader of a schema; one that zod itself made is read by zod. */
export function readerOf<T extends z.ZodTypeAny>(schema: T): Reader<z.output<T>> {
	const known = readers.get(schema);
	if (known) return known as Reader<z.output<T>>;
	return (value, issue) => {
		const read = schema.safeParse(value);
		if (read.success) return read.data as z.output<T>;
		const first = read.error.issues[0];
		issue.what = first?.code === 'custom' ? first.message : 'does not have the expected shape';
		issue.path.unshift(...(first?.path ?? []));
		return undefined as z.output<T>;
	};
}

const TAB = 9;

/**
 * A detail: `read` returns undefined when the value has the wrong shape, and the detail is absent
 * then. One odd detail must not keep all other objects of the answer back.
 */
export function optional<T>(read: (value: unknown) => T | undefined): Schema<T | undefined> {
	return schemaOf((value) => (isMissing(value) ? undefined : read(value)));
}

function digits(value: unknown): string | undefined {
	// A number beyond 2^53 has lost digits on the way, so it is no id any more.
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
	}
	const bare = typeof value === 'string' ? bareText(value) : '';
	return /^\d{1,20}$/.test(bare) ? bare : undefined;
}

/** The platform ends some texts with U+0000; blanks stay as they came. */
function withoutControl(text: string): string {
	let endAt = text.length;
	while (text.charCodeAt(endAt - 1) < TAB) endAt--;
	return endAt === text.length ? text : text.slice(0, endAt);
}

function words(value: unknown): string | undefined {
	if (typeof value === 'string') return withoutControl(value);
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A 64-bit id, number or text in the answer, as digits; undefined when it is missing or odd. */
export const id = optional(digits);

/** An id without which the object could not be told from others: the one field that must be right. */
export const identity = schemaOf((value, issue): string => {
	const known = digits(value);
	if (known === undefined) issue.what = isMissing(value) ? 'is missing' : 'is not an id';
	return known ?? '';
});

/** A text; numbers and booleans become text. Blank, null and the word null are missing. */
export const text = optional(words);

/** A whole number, number or text in the answer. */
export const count = optional(wholeOf);

/** A yes or no, as boolean, number or word. */
export const yesNo = optional(flagOf);

/** An object; `{}` is an object without fields. */
export const object = optional<JsonObject>((value) => {
	const candidate = value as JsonValue;
	return isJsonObject(candidate) ? candidate : undefined;
});

/**
 * A list in any shape of the platform. Missing is the empty list; a wrong shape is refused, so that it never
 * reads as empty.
 */
export function listOf<T extends z.ZodTypeAny>(entry: T): Schema<Array<z.output<T>>> {
	const readEntry = readerOf(entry);
	const known = namesOf(entry);
	return schemaOf((value, issue) => {
		const rows = isMissing(value) ? [] : rowsOf(value as JsonValue, known, issue);
		const read: Array<z.output<T>> = [];
		// By its index, since an iterator makes a pair for each of thousands of rows.
		for (let index = 0; index < rows.length; index++) {
			read.push(readEntry(rows[index], issue));
			if (issue.what === undefined) continue;
			issue.path.unshift(index);
			return read;
		}
		return read;
	});
}

/** The only list among the fields of an object: some answers write a word about the list beside it. */
function onlyListIn(value: JsonObject): JsonValue[] | undefined {
	const [list, ...more] = Object.values(value).filter((inner) => Array.isArray(inner));
	return more.length === 0 ? list : undefined;
}

/**
 * The rows of a list. In place of a list of one its row may stand, bare or under the name of its kind, as in
 * XML that was made into JSON.
 *
 * @param known fields of a row; without them any object of several fields is taken for one.
 */
function rowsOf(value: JsonValue, known: ReadonlySet<string>, issue: Issue): JsonValue[] {
	if (Array.isArray(value)) return value;
	const object = fieldsOf(value) as JsonObject | undefined;
	const names = object ? Object.keys(object) : [];
	if (object && names.some((name) => known.has(name))) return [object];
	const rows = listIn(value) ?? (object && onlyListIn(object));
	if (rows) return rows as JsonValue[];
	if (object && known.size === 0 && names.length > 1) return [object];
	issue.what = 'is not a list';
	return [];
}

/** Reads the named fields of an object into another one, up to the first that is wrong. */
function readerInto(shape: z.ZodRawShape) {
	const entries = Object.entries(shape).map(([key, schema]) => ({ key, read: readerOf(schema) }));
	return (value: unknown, into: Record<string, unknown>, issue: Issue): void => {
		const source = value as JsonValue;
		if (!isJsonObject(source)) {
			issue.what = 'does not have the expected shape';
			return;
		}
		for (const { key, read } of entries) {
			into[key] = read(source[key], issue);
			if (issue.what === undefined) continue;
			issue.path.unshift(key);
			return;
		}
	};
}

/** An object of named fields; unknown ones are left out. Anything but an object is refused. */
export function fields<S extends z.ZodRawShape>(shape: S): Schema<z.output<z.ZodObject<S>>> {
	const readFields = readerInto(shape);
	return schemaOf((value, issue) => {
		const read: Record<string, unknown> = {};
		readFields(value, read, issue);
		return read as z.output<z.ZodObject<S>>;
	}, Object.keys(shape));
}

/** An object of named fields of which all are absent when the object is missing or odd. */
export function within<S extends z.ZodRawShape>(shape: S): Schema<z.output<z.ZodObject<S>>> {
	const readFields = readerOf(fields(shape));
	const readObject = readerOf(object);
	// Most such objects are left out, and lists hold thousands of rows.
	const lacks: Issue = { path: [] };
	const none = Object.freeze(readFields({}, lacks));
	return schemaOf((value, issue) => {
		const source = readObject(value, issue);
		if (source === undefined && lacks.what === undefined) return none;
		return readFields(source ?? {}, issue);
	});
}

/** Makes a strict field a detail: of the wrong shape it is absent. */
export function detail<T extends z.ZodTypeAny>(schema: T): Schema<z.output<T> | undefined> {
	const read = readerOf(schema);
	return schemaOf((value) => {
		const issue: Issue = { path: [] };
		const result = read(value, issue);
		return issue.what === undefined ? result : undefined;
	});
}

function pathOf(path: ReadonlyArray<string | number>): string {
	return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

/**
 * Reads a value of an answer by a schema. Unknown fields are ignored, missing and odd details are absent.
 *
 * @param at where in the answer the value stands, e.g. `result.target_list`.
 * @throws TypeError that names the field of the wrong shape and holds nothing of its content, e.g. `The field
 * "result.target_list[1].order_id" of the answer is not an id.` All parsers of an answer refuse it in this way.
 */
export function readShape<T extends z.ZodTypeAny>(
	schema: T,
	value: unknown,
	at: string,
): z.output<T> {
	const issue: Issue = { path: [] };
	const read = readerOf(schema)(value, issue);
	if (issue.what === undefined) return read;
	throw new TypeError(`The field "${at + pathOf(issue.path)}" of the answer ${issue.what}.`);
}

/** What a view hands out: strict fields, and details that are absent when they are odd. */
type View<S extends z.ZodRawShape, D extends z.ZodRawShape> = z.output<z.ZodObject<S>> & {
	readonly [K in keyof D]: z.output<D[K]> | undefined;
};

const SOURCE = Symbol('the object as it came');

/**
 * An object of named fields, as `fields` makes it, whose details are read when they are asked for:
 * lists hold thousands of objects, and a simplified item needs a third of what is known about each.
 * A spread copies the strict fields only.
 *
 * ```ts
 * const order = view({ order_id: identity }, { memo: text, order_amount: money });
 * const read = readShape(order, { order_id: 81, memo: [], order_amount: … }, 'result.target');
 * read.order_id; // '81', read at once: without it the order would be refused
 * read.memo; // undefined: a list is no text
 * ```
 *
 * @param strict fields that are read at once and refuse the object when they are of the wrong shape.
 * @param details fields that are absent when they are of the wrong shape.
 */
export function view<S extends z.ZodRawShape, D extends z.ZodRawShape>(
	strict: S,
	details: D,
): Schema<View<S, D>> {
	const readStrict = readerInto(strict);
	// A class of its own for each: the engine makes an object of a class in a fraction of the time of `Object.create`.
	class Viewed {
		readonly [SOURCE]: JsonObject;

		constructor(value: unknown) {
			this[SOURCE] = isJsonObject(value as JsonValue) ? (value as JsonObject) : {};
		}
	}
	for (const [key, schema] of Object.entries(details)) {
		const read = readerOf(schema);
		// One for all objects: making one for each detail would cost as much as reading it.
		const issue: Issue = { path: [] };
		const get = function (this: Viewed): unknown {
			const result: unknown = read(this[SOURCE][key], issue);
			if (issue.what === undefined) return result;
			issue.what = undefined;
			issue.path = [];
			return undefined;
		};
		Object.defineProperty(Viewed.prototype, key, { get, enumerable: true });
	}
	const names = [...Object.keys(strict), ...Object.keys(details)];
	return schemaOf((value, issue) => {
		const viewed: unknown = new Viewed(value);
		readStrict(value, viewed as Record<string, unknown>, issue);
		return viewed as View<S, D>;
	}, names);
}
