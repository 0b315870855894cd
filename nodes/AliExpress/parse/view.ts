import type { z } from 'zod';

import { isJsonObject } from '../../wire/envelope';
import type { JsonValue } from '../../wire/json';
import { fields, readerOf, schemaOf, type Issue, type Schema } from './shape';

/** What a view hands out: strict fields, and details that are absent when they are odd. */
export type View<S extends z.ZodRawShape, D extends z.ZodRawShape> = z.output<z.ZodObject<S>> & {
	readonly [K in keyof D]: z.output<D[K]> | undefined;
};

const SOURCE = Symbol('the object as it came');

interface Viewed {
	readonly [SOURCE]: Readonly<Record<string, unknown>>;
}

/**
 * An object of named fields, as `fields` makes it, whose details are read when they are asked for:
 * lists hold thousands of objects, and a simplified item needs a third of what is known about each.
 * A spread copies the strict fields only.
 *
 * @param strict fields that are read at once and refuse the object when they are of the wrong shape.
 * @param details fields that are absent when they are of the wrong shape.
 */
export function view<S extends z.ZodRawShape, D extends z.ZodRawShape>(
	strict: S,
	details: D,
): Schema<View<S, D>> {
	const readStrict = readerOf(fields(strict));
	const face = {};
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
		Object.defineProperty(face, key, { get, enumerable: true });
	}
	const names = [...Object.keys(strict), ...Object.keys(details)];
	return schemaOf((value, issue) => {
		const viewed = Object.create(face) as View<S, D> & { [SOURCE]: unknown };
		viewed[SOURCE] = isJsonObject(value as JsonValue) ? value : {};
		return Object.assign(viewed, readStrict(value, issue));
	}, names);
}
