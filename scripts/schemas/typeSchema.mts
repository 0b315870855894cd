import ts from 'typescript';

/** The part of JSON Schema that n8n's editor reads of an output schema. */
export interface Schema {
	readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean';
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

/** Deeper than this no item goes; a type that does refers to itself. */
const DEEPEST = 8;

const merged = (schemas: readonly Schema[]): Schema => {
	const properties: Record<string, Schema> = {};
	for (const [name, schema] of schemas.flatMap((one) => Object.entries(one.properties ?? {}))) {
		const known = properties[name];
		properties[name] = known ? either([known, schema], name) : schema;
	}
	return { type: 'object', properties };
};

/** One schema for a value that is of several types: the editor shows one type a field. */
const either = (schemas: readonly Schema[], at: string): Schema => {
	const [first, ...others] = schemas;
	if (!first) throw new Error(`${at} has no type that JSON knows`);
	if (others.some(({ type }) => type !== first.type)) {
		throw new Error(`${at} is of several types: ${schemas.map(({ type }) => type).join(', ')}`);
	}
	if (first.type === 'object') return merged(schemas);
	if (first.type !== 'array') return first;
	const elements = schemas.flatMap(({ items }) => items ?? []);
	return elements.length > 0 ? { type: 'array', items: either(elements, `${at}[]`) } : first;
};

const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never;

/** Types of elements of which nothing is known, e.g. rows that could not be read. */
const UNTOLD = ts.TypeFlags.Never | ts.TypeFlags.Unknown;

/**
 * What JSON of a type looks like. Null and undefined are left out: in an item, missing is absent.
 *
 * @param at where the type stands, for messages, e.g. `order getAll.products`.
 * @throws Error for a type that is no JSON, or of several kinds.
 */
export const schemaOf = (checker: ts.TypeChecker, type: ts.Type, at: string, depth = 0): Schema => {
	if (depth > DEEPEST) throw new Error(`${at} does not end`);
	const parts = (type.isUnion() ? type.types : [type]).filter(({ flags }) => !(flags & ABSENT));
	return either(
		parts.map((part) => single(checker, part, at, depth)),
		at,
	);
};

/**
 * Properties in the order in which an item has them. For `{ a, ...of(b), c }` the checker tells c, b, a,
 * since what stands behind wins; within what is written in one place its order is right.
 */
const asWritten = (properties: readonly ts.Symbol[]): ts.Symbol[] => {
	const places: ts.Symbol[][] = [];
	let last: ts.Declaration | undefined;
	for (const property of properties) {
		const [declaration] = property.declarations ?? [];
		const isNext =
			declaration?.parent === last?.parent && (declaration?.pos ?? 0) > (last?.pos ?? 0);
		const place = places.at(-1);
		if (place && isNext) place.push(property);
		else places.push([property]);
		last = declaration;
	}
	return places.reverse().flat();
};

const single = (checker: ts.TypeChecker, type: ts.Type, at: string, depth: number): Schema => {
	if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
	if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
	if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
	const element = checker.isArrayLikeType(type) && type.getNumberIndexType();
	if (element && element.flags & UNTOLD) return { type: 'array' };
	if (element) return { type: 'array', items: schemaOf(checker, element, `${at}[]`, depth + 1) };
	if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) {
		throw new Error(`${at} is no JSON: ${checker.typeToString(type)}`);
	}
	const properties = asWritten(checker.getPropertiesOfType(type))
		.map((property) => [property.name, checker.getTypeOfSymbol(property)] as const)
		.filter(([, of]) => !(checker.getNonNullableType(of).flags & ABSENT))
		.map(([name, of]) => [name, schemaOf(checker, of, `${at}.${name}`, depth + 1)] as const);
	return { type: 'object', properties: Object.fromEntries(properties) };
};
