import { minutes, overlapMs } from '../delays.mts';
import type { Outage } from '../delays.mts';
import { ACCOUNT } from './plan.mts';

/** When the trigger looked at the newest orders, and what kept it from doing so. */
export interface Heads {
	/** A first page of what is newest was answered. */
	read(atMs: number): void;
	/** The day's calls are spent, or nothing could be read for another reason. */
	hindered(outage: Outage): void;
	/** The longest time from one such read to the next in which it could have been made, minutes. */
	readonly longestGapMin: number;
}

export function createHeads(): Heads {
	const reads: number[] = [];
	const outages: Outage[] = [];
	return {
		read: (atMs) => void reads.push(atMs),
		hindered: (outage) => void outages.push(outage),
		get longestGapMin() {
			let longestMs = 0;
			for (const [place, toMs] of reads.entries()) {
				const fromMs = reads[place - 1] ?? toMs;
				const freeMs = toMs - fromMs - overlapMs(outages, ACCOUNT, fromMs, toMs);
				longestMs = Math.max(longestMs, freeMs);
			}
			return minutes(longestMs);
		},
	};
}
