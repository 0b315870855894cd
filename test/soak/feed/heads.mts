import { minutes, overlapMs } from '../delays.mts';
import type { Outage } from '../delays.mts';
import { ACCOUNT } from './plan.mts';

/** When the trigger looked at the newest orders, and what kept it from doing so. */
export interface Heads {
	/** A first page of what is newest was answered. */
	read(atMs: number): void;
	/**
	 * A call was made, of that read or of another.
	 *
	 * @param stepMs how far apart the calls are that are left now for this list until the end of the day.
	 */
	called(stepMs: number): void;
	/** The day's calls are spent, or nothing could be read for another reason. */
	hindered(outage: Outage): void;
	/**
	 * The longest time from one such read to the next in which it could have been made, minutes. Gaps do not
	 * count that the calls left explain: bursts and searches take theirs, and what is left has to last.
	 */
	readonly longestGapMin: number;
}

/** The slowest hours are read half as often as the mean: the fourth root of a tenth of its orders. */
const SLOWEST = 2;

export function createHeads(): Heads {
	const reads: Array<{ atMs: number; stepMs: number }> = [];
	const outages: Outage[] = [];
	return {
		read: (atMs) => void reads.push({ atMs, stepMs: 0 }),
		called(stepMs) {
			const last = reads.at(-1);
			if (last) last.stepMs = Math.max(last.stepMs, stepMs);
		},
		hindered: (outage) => void outages.push(outage),
		get longestGapMin() {
			let longestMs = 0;
			for (const [place, { atMs: toMs }] of reads.entries()) {
				const { atMs: fromMs, stepMs } = reads[place - 1] ?? { atMs: toMs, stepMs: 0 };
				const freeMs = toMs - fromMs - overlapMs(outages, ACCOUNT, fromMs, toMs);
				if (freeMs > SLOWEST * stepMs) longestMs = Math.max(longestMs, freeMs);
			}
			return minutes(longestMs);
		},
	};
}
