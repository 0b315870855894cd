import { median } from '../frame/numbers.mts';
import { runChild } from './child.mts';
import type { Needed, Way } from './memoryChild.mts';
import type { PageGateway } from './pageGateway.mts';
import { PAGE_SIZE } from './pages.mts';

/** Sizes of a shop, in orders. */
const SMALL = 1_000;
const LARGE = 100_000;
const REPEATS = 3;

/** MB above what a process needed before, for the two sizes of a shop. */
export interface BothSizes {
	readonly small: number;
	readonly large: number;
}

/** What reading a shop needs. */
export interface Memory {
	/** Alive in the reader. */
	readonly live: BothSizes;
	/** What processes took, garbage included, that do one of these alone. */
	readonly peakRss: { readonly reader: BothSizes; operation: BothSizes; bare: BothSizes };
	/** How much more is alive in the reader of the larger shop. */
	readonly growth: number;
}

/** Reads shops of both sizes in processes of their own, several times in turns. */
export const measureMemory = async (gateway: PageGateway): Promise<Memory> => {
	const need = async (way: Way, orders: number): Promise<Needed> => {
		const pages = orders / PAGE_SIZE;
		const args = [gateway.baseUrl('sample', pages), String(pages), way];
		return (await runChild('./memoryChild.mts', args)) as Needed;
	};
	const both = async (way: Way, value: (needed: Needed) => number): Promise<BothSizes> => {
		const small: number[] = [];
		const large: number[] = [];
		for (let repeat = 0; repeat < REPEATS; repeat++) {
			small.push(value(await need(way, SMALL)));
			large.push(value(await need(way, LARGE)));
		}
		return { small: median(small), large: median(large) };
	};
	const peak = async (way: Way) => await both(way, ({ peakRssMb }) => peakRssMb);
	const live = await both('looked at', ({ liveMb }) => liveMb);
	const peakRss = {
		reader: await peak('left alone'),
		operation: await peak('operation'),
		bare: await peak('bare'),
	};
	return { live, peakRss, growth: live.large - live.small };
};
