import type { SoakResult } from './soak.mts';

/** What each figure may be at most. */
const LIMITS: Partial<Record<keyof SoakResult, number>> = {
	maxInOneMinute: 5,
	blocks: 0,
	withoutResult: 0,
	outOfOrder: 0,
	ratio: 1.1,
};

/** The limits that a run broke, in words; empty when it held all of them. */
export function brokenLimits(result: SoakResult): string[] {
	return Object.entries(LIMITS).flatMap(([name, limit]) => {
		const value = result[name as keyof SoakResult];
		return value > limit ? [`${name} is ${value}, at most ${limit} is allowed`] : [];
	});
}
