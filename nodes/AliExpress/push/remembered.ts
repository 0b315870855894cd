/**
 * Makes a value once for each key, of the keys that came lately: a process meets a few of them again and
 * again. Beyond `most` keys all are forgotten.
 *
 * @returns a function that gives the value of a key, made by `make` when it is not known. What `make`
 * throws is passed on, and nothing is remembered.
 */
export function createRemembered<Value>(most: number): (key: string, make: () => Value) => Value {
	const known = new Map<string, Value>();
	return (key, make) => {
		const before = known.get(key);
		if (before !== undefined) return before;
		const value = make();
		if (known.size >= most) known.clear();
		known.set(key, value);
		return value;
	};
}
