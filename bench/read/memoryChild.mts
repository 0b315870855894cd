import { liveMb } from './child.mts';
import { clientOf, runOperation, streamOrders } from './ours.mts';
import { PAGE_SIZE } from './pages.mts';
import { bareReader } from './peers.mts';

/** How often the live memory is looked at while orders are read. */
const LOOKS = 10;

/** What a reader of a shop's orders needs, MB above what the process needed before. */
export interface Needed {
	/** The most that was alive at one time, garbage taken away; 0 unless it was looked at. */
	readonly liveMb: number;
	/** The most that the process ever took, garbage included. */
	readonly peakRssMb: number;
}

/**
 * How a shop is read: by the reader, looking at live memory meanwhile or leaving it alone, by the
 * whole operation, or by the bare loop.
 */
export type Way = 'looked at' | 'left alone' | 'operation' | 'bare';

const [baseUrl = '', pagesText = '', way = ''] = process.argv.slice(2);
const pages = Number(pagesText);
const orders = pages * PAGE_SIZE;
const client = clientOf(baseUrl);

const peakRssMb = () => (process.resourceUsage().maxRSS * 1024) / 1e6;
const liveBeforeMb = liveMb();
const rssBeforeMb = process.memoryUsage.rss() / 1e6;
let liveMostMb = 0;

const look = (number: number) => {
	if (number % (orders / LOOKS) !== 0) return;
	liveMostMb = Math.max(liveMostMb, liveMb() - liveBeforeMb);
};

const stream = async (onOrder?: (number: number) => void): Promise<number> => {
	let found = 0;
	await streamOrders(client, (number) => {
		found = number;
		onOrder?.(number);
	});
	return found;
};

const WAYS: Readonly<Record<Way, () => Promise<number>>> = {
	'looked at': async () => await stream(look),
	'left alone': async () => await stream(),
	operation: async () => await runOperation(client),
	bare: bareReader(baseUrl),
};

const found = await WAYS[way as Way]();
if (found !== orders) throw new Error(`Found ${found} orders where there are ${orders}.`);
const needed: Needed = { liveMb: liveMostMb, peakRssMb: peakRssMb() - rssBeforeMb };
console.log(JSON.stringify(needed));
