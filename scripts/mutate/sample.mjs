/**
 * So many of a list, the same ones for the same seed, in the order of the list.
 *
 * @template Row
 * @param {readonly Row[]} rows
 * @param {number} count
 * @param {number} seed
 * @returns {Row[]}
 */
export const chosenFrom = (rows, count, seed) => {
	let state = seed >>> 0 || 1;
	// mulberry32: short, and even enough to draw a sample.
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const drawn = rows.map((row, index) => ({ row, index, by: next() }));
	return drawn
		.sort((a, b) => a.by - b.by)
		.slice(0, count)
		.sort((a, b) => a.index - b.index)
		.map(({ row }) => row);
};
