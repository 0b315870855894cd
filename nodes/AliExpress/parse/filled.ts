/** A list that holds something; undefined for an empty one, since in an item missing is absent. */
export function filled<T>(list: readonly T[] | undefined): T[] | undefined {
	return list && list.length > 0 ? [...list] : undefined;
}
