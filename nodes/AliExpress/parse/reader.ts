import { z } from 'zod';

/** What a reader found wrong, and where below the value it was given. Empty while all is well. */
export interface Issue {
	what?: string | undefined;
	path: Array<string | number>;
}

/** Reads a value of an answer. It notes what is wrong in `issue`; its result means nothing then. */
export type Reader<T> = (value: unknown, issue: Issue) => T;

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
export function namesOf(schema: z.ZodTypeAny): ReadonlySet<string> {
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
