/** The middle of a list: half of the values are not above it. NaN for an empty list. */
export const median = (values: readonly number[]): number => {
	const sorted = values.toSorted((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
	const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
	return (lower + upper) / 2;
};

/** The value that a part of a list does not exceed, e.g. 0.99. NaN for an empty list. */
export const percentile = (values: readonly number[], part: number): number => {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
};

/** Three digits behind the point are more than any of these figures is exact to. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;
