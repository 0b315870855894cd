type Present<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] };

/** Drops the fields that are undefined or an empty object: in an item, missing is absent. */
export function present<T extends Record<string, unknown>>(fields: T): Present<T> {
	const kept = Object.entries(fields).filter(([, value]) => {
		if (value === undefined) return false;
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return !isObject || Object.keys(value).length > 0;
	});
	return Object.fromEntries(kept) as Present<T>;
}
