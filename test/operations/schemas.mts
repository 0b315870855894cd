import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Example } from './example.mts';

interface Schema {
	readonly type: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

const schemaOf = (node: string, { resource, operation }: Example<never>): Schema => {
	const file = join('nodes', node, '__schema__', 'v1.0.0', resource, `${operation}.json`);
	return JSON.parse(readFileSync(file, 'utf8'));
};

/** Every field at every depth, as in `products[].price.amount`, with its type. */
type Fields = ReadonlyMap<string, string>;

function* promised({ type, properties, items }: Schema, at = ''): Generator<[string, string]> {
	yield [at, type];
	for (const [name, inner] of Object.entries(properties ?? {})) {
		yield* promised(inner, at ? `${at}.${name}` : name);
	}
	if (items) yield* promised(items, `${at}[]`);
}

function* shown(value: unknown, untold: ReadonlySet<string>, at = ''): Generator<[string, string]> {
	// What nobody knows is of no type, as in a check that could not be made.
	if (value === null) return;
	const type = Array.isArray(value) ? 'array' : typeof value;
	yield [at, type];
	// What stands in rows that could not be read, or in fields named by language, is in no schema.
	if (typeof value !== 'object' || untold.has(at)) return;
	for (const [name, inner] of Object.entries(value)) {
		yield* shown(inner, untold, type === 'array' ? `${at}[]` : at ? `${at}.${name}` : name);
	}
}

const beyond = (fields: Iterable<[string, string]>, known: Fields) =>
	[...new Map(fields)].filter(([at, type]) => known.get(at) !== type).map(([at]) => at);

/** Without what stands below a field that is in the list itself. */
const outermost = (names: readonly string[]) =>
	names.filter(
		(name) =>
			!names.some((other) => /^(\.|\[)/.test(name.slice(other.length)) && name.startsWith(other)),
	);

const has = (schema: Fields, start: string) =>
	[...schema.keys()].some((at) => at.startsWith(start));

/**
 * What the editor promises of an operation and what it puts out, held against each other at every depth.
 *
 * @param node name of its folder.
 */
export function compared(node: string, example: Example<never>, items: readonly unknown[]) {
	const schema = new Map(promised(schemaOf(node, example)));
	const untold = new Set(
		[...schema.keys()].filter((at) => at && !has(schema, `${at}.`) && !has(schema, `${at}[]`)),
	);
	const found = items.flatMap((item) => [...shown(item, untold)]);
	return {
		notInSchema: outermost(beyond(found, schema)),
		unseen: outermost(beyond(schema, new Map(found))),
	};
}
