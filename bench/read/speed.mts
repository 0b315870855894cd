import { setImmediate as nextTurn } from 'node:timers/promises';
import { median } from '../frame/numbers.mts';
import { clientOf, runOperation } from './ours.mts';
import { PAGE_SIZE, type PageKind } from './pages.mts';
import type { PageGateway } from './pageGateway.mts';
import { aeSdkReader, bareReader, helperReader } from './peers.mts';
import { fairOrders } from './turns.mts';

const READERS = ['ours', 'bare', 'aeSdk', 'helper', 'helperSix'] as const;
const ORDERS = fairOrders(READERS);
const WARM_UP_ROUNDS = 2 * ORDERS.length;
const ROUNDS = 4 * ORDERS.length;
const PAGES = 20;

type Reader = (typeof READERS)[number];

interface Took {
	readonly wallMs: number;
	/** Of this thread alone: what the machine does besides hardly changes it. */
	readonly cpuMs: number;
}

/** How fast each reader is, and ours beside the others. */
export interface Speed {
	readonly ordersPerSecond: Readonly<Record<Reader, number>>;
	/** What a page costs the reader's own thread, waiting left out. */
	readonly cpuUsPerPage: Readonly<Record<Reader, number>>;
	readonly oursTo: Readonly<Record<Reader, number>>;
	/** The helper alone, six calls at a time: what no node can be faster than. */
	readonly mostTo: { readonly bare: number; readonly aeSdk: number };
}

const timed = async (read: () => Promise<number>): Promise<Took> => {
	// Lets the connection of the reader before be closed first.
	await nextTurn();
	const usedBefore = process.threadCpuUsage();
	const startedAtMs = performance.now();
	const orders = await read();
	const wallMs = performance.now() - startedAtMs;
	const used = process.threadCpuUsage(usedBefore);
	const cpuMs = (used.user + used.system) / 1000;
	if (orders === PAGES * PAGE_SIZE) return { wallMs, cpuMs };
	throw new Error(`A reader found ${orders} orders where there are ${PAGES * PAGE_SIZE}.`);
};

const ofEach = (value: (reader: Reader) => number): Record<Reader, number> =>
	Object.fromEntries(READERS.map((reader) => [reader, value(reader)])) as Record<Reader, number>;

/**
 * Has the readers read the same orders in turns. Ratios are taken within a round, so that a machine
 * that slows down slows all of them down.
 */
export const compareReaders = async (gateway: PageGateway, kind: PageKind): Promise<Speed> => {
	const baseUrl = gateway.baseUrl(kind, PAGES);
	const client = clientOf(baseUrl);
	const readers: Record<Reader, () => Promise<number>> = {
		ours: async () => await runOperation(client),
		bare: bareReader(baseUrl),
		aeSdk: aeSdkReader(baseUrl),
		helper: helperReader(baseUrl, 1),
		helperSix: helperReader(baseUrl, 6),
	};
	const rounds: Record<Reader, Took>[] = [];
	for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
		const took: Partial<Record<Reader, Took>> = {};
		for (const reader of ORDERS[round % ORDERS.length] ?? []) {
			took[reader] = await timed(readers[reader]);
		}
		if (round >= WARM_UP_ROUNDS) rounds.push(took as Record<Reader, Took>);
	}
	const middle = (value: (took: Record<Reader, Took>) => number) => median(rounds.map(value));
	const ratio = (reader: Reader, peer: Reader) =>
		middle((took) => took[peer].wallMs / took[reader].wallMs);
	return {
		ordersPerSecond: ofEach((reader) =>
			Math.round((PAGES * PAGE_SIZE * 1000) / middle((took) => took[reader].wallMs)),
		),
		cpuUsPerPage: ofEach((reader) =>
			Math.round((middle((took) => took[reader].cpuMs) * 1000) / PAGES),
		),
		oursTo: ofEach((peer) => ratio('ours', peer)),
		mostTo: { bare: ratio('helperSix', 'bare'), aeSdk: ratio('helperSix', 'aeSdk') },
	};
};
