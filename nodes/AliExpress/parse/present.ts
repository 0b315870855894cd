type Present<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] };

function isEmptyObject(value: unknown): boolean {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	for (const _ in value) return false;
	return true;
}

/** Drops the fields that are undefined or an empty object: in an item, missing is absent. */
export function present<T extends Record<string, unknown>>(fields: T): Present<T> {
	const kept: Record<string, unknown> = {};
	for (const key of Object.keys(fields)) {
		const value = fields[key];
		if (value !== undefined && !isEmptyObject(value)) kept[key] = value;
	}
	return kept as Present<T>;
}

/** A list that holds something; undefined for an empty one, since in an item missing is absent. */
export function filled<T>(list: readonly T[] | undefined): T[] | undefined {
	return list && list.length > 0 ? [...list] : undefined;
}
