import { openEnvelope } from '../../../../nodes/wire/envelope.ts';
import { parseJson, type JsonObject, type JsonValue } from '../../../../nodes/wire/json.ts';

type Path = ReadonlyArray<string | number>;

/** What the platform, or something on the way, may write in place of a value. */
const REPLACEMENTS: readonly JsonValue[] = [
	null,
	'null',
	'',
	'  ',
	'Grzegorz',
	0,
	-1,
	1.5,
	true,
	false,
	'false',
	{},
	[],
	[null],
	[[]],
	['Grzegorz'],
	{ a: 1 },
	{ one: [], two: [] },
	'98765432109876543210',
	'99999999999999999999999',
];
const MISSING: unique symbol = Symbol('missing');

function pathsOf(value: JsonValue, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	const inner = Object.entries(value).flatMap(([key, part]) =>
		pathsOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
	);
	return path.length === 0 ? inner : [path, ...inner];
}

function replaced(value: JsonValue, path: Path, by: JsonValue | typeof MISSING): JsonValue {
	const [step, ...rest] = path;
	if (step === undefined) return by as JsonValue;
	const copy = (Array.isArray(value) ? [...value] : { ...(value as JsonObject) }) as JsonObject;
	if (rest.length > 0) copy[step] = replaced(copy[step] as JsonValue, rest, by);
	else if (by === MISSING && Array.isArray(copy)) copy.splice(Number(step), 1);
	else if (by === MISSING) delete copy[step];
	else copy[step] = by;
	return copy;
}

/** Every list as an object with one key, as the platform writes it without `simplify`. */
export function wrapped(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return { some_dto: value.map(wrapped) };
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wrapped(part)]));
}

/** Every number as text, which is how some methods write them. */
export function textNumbers(value: JsonValue): JsonValue {
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map(textNumbers);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, textNumbers(part)]));
}

/** Reads a body as the client does: from text, through the envelope. */
export function opened(body: JsonValue): JsonObject {
	const answer = openEnvelope(parseJson(JSON.stringify(body)));
	if (!answer.ok) throw new TypeError(`Refused by the platform: ${answer.refusal.layer}`);
	return answer.value;
}

interface Mutation {
	body: JsonValue;
	path: Path;
	by: JsonValue | typeof MISSING;
}

/** A parser under test. */
export interface Subject {
	/** A body whose lists have rows, with totals where the method has them. */
	body: JsonObject;
	/** The items of a body, or what it throws. */
	items(value: JsonObject): unknown[];
	/** Lists that the platform leaves out when they are empty, without anything else to tell. */
	mayBeLeftOut?: readonly string[];
}

/**
 * Checks that whatever is done to a body, it gives as many items as before or a TypeError that quotes
 * nothing of it. An empty list counts only where the body itself says that it is empty.
 */
export function survivesMutations({ body, items, mayBeLeftOut = [] }: Subject): void {
	const whole = items(opened(body));
	expect(whole.length).toBeGreaterThan(0);
	expect(items(opened(wrapped(body)))).toEqual(whole);
	expect(items(opened(textNumbers(body)))).toEqual(whole);
	for (const path of pathsOf(body)) {
		for (const by of [MISSING, ...REPLACEMENTS] as Array<JsonValue | typeof MISSING>) {
			const mutated = replaced(body, path, by);
			for (const shape of [mutated, wrapped(mutated)]) check({ body: shape, path, by }, items);
		}
	}

	function check({ body: changed, path, by }: Mutation, read: Subject['items']): void {
		const name = `${path.join('.')} → ${by === MISSING ? 'missing' : JSON.stringify(by)}`;
		let rows: unknown[];
		try {
			rows = read(opened(changed));
		} catch (reason) {
			expect([name, reason]).toEqual([name, expect.any(TypeError)]);
			expect(`${name}: ${String(reason).includes('Grzegorz')}`).toBe(`${name}: false`);
			return;
		}
		for (const row of rows) {
			expect(`${name}: ${JSON.stringify(row)}`).not.toMatch(/:(null|"null"|"")[,}]/);
		}
		const saysEmpty =
			JSON.stringify(by) === '[]' ||
			// A list with one row whose row was taken out.
			(by === MISSING && typeof path.at(-1) === 'number') ||
			mayBeLeftOut.includes(path.join('.'));
		if (!saysEmpty)
			expect(`${name}: ${rows.length === 0 ? 'no rows' : 'rows'}`).toBe(`${name}: rows`);
	}
}
