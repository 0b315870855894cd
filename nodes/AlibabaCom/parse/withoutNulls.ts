/** What is left of a value when everything that is null is gone. */
export type WithoutNulls<T> =
	T extends ReadonlyArray<infer E>
		? Array<WithoutNulls<E>>
		: T extends object
			? { [K in keyof T]?: WithoutNulls<NonNullable<T[K]>> }
			: T;

/** Drops null and undefined fields at every depth: in an item, missing is absent. */
export function withoutNulls<T extends object>(value: T): WithoutNulls<T> {
	return cleaned(value) as WithoutNulls<T>;
}

function cleaned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, field]) =>
			field === null || field === undefined ? [] : [[key, cleaned(field)]],
		),
	);
}
