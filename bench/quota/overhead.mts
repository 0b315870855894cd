import { setImmediate as nextTurn } from 'node:timers/promises';
import { median } from '../frame/numbers.mts';

const WARM_UP_BLOCKS = 5;
const BLOCKS = 35;
const ROUNDS_PER_BLOCK = 60;
/** Every kind follows every other equally often: what one leaves behind, the next may pay for. */
const ORDERS = [
	['client', 'bare', 'same'],
	['bare', 'client', 'same'],
	['same', 'bare', 'client'],
	['client', 'same', 'bare'],
	['bare', 'same', 'client'],
	['same', 'client', 'bare'],
] as const;

/** Three ways to make the same request. */
export interface Calls {
	/** Through our client. */
	client: () => Promise<unknown>;
	/** n8n's helper as it is usually called; it parses the answer. */
	bare: () => Promise<unknown>;
	/** n8n's helper with every option that our client sets; it hands out the answer as text. */
	same: () => Promise<unknown>;
}

/** How long one call takes of each kind, and how the client compares. */
export interface Overhead {
	readonly tookUs: Readonly<Record<keyof Calls, number>>;
	readonly clientToBare: number;
	readonly clientToSame: number;
}

const timedUs = async (call: () => Promise<unknown>): Promise<number> => {
	// Lets the connection of the call before be closed first.
	await nextTurn();
	const startedAtMs = performance.now();
	await call();
	return (performance.now() - startedAtMs) * 1000;
};

const timeBlock = async (calls: Calls): Promise<Record<keyof Calls, number>> => {
	const took: Record<keyof Calls, number[]> = { client: [], bare: [], same: [] };
	for (let round = 0; round < ROUNDS_PER_BLOCK; round++) {
		for (const kind of ORDERS[round % ORDERS.length] ?? []) {
			took[kind].push(await timedUs(calls[kind]));
		}
	}
	return { client: median(took.client), bare: median(took.bare), same: median(took.same) };
};

/**
 * Times three kinds of call in turns, one after another in the same process. Ratios are taken
 * within a block of calls, so that a machine that slows down slows all of them down.
 */
export const compareCalls = async (calls: Calls): Promise<Overhead> => {
	for (let block = 0; block < WARM_UP_BLOCKS; block++) await timeBlock(calls);
	const blocks: Record<keyof Calls, number>[] = [];
	for (let block = 0; block < BLOCKS; block++) blocks.push(await timeBlock(calls));
	const middle = (value: (block: Record<keyof Calls, number>) => number) =>
		median(blocks.map(value));
	return {
		tookUs: {
			client: Math.round(middle(({ client }) => client)),
			bare: Math.round(middle(({ bare }) => bare)),
			same: Math.round(middle(({ same }) => same)),
		},
		clientToBare: middle(({ client, bare }) => client / bare),
		clientToSame: middle(({ client, same }) => client / same),
	};
};
