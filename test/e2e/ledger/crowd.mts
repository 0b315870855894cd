import { setTimeout as sleep } from 'node:timers/promises';

import type { QuotaStore } from '../../../nodes/quota/store.ts';
import { callFor, reserveInTurn } from './callers.mts';

/** Callers that reserve one call after the other until they are told to stop. */
export interface Crowd {
	/** Reservations that were granted, as the callers know. */
	acknowledged(): number;
	/** Reservations that were asked for, answered or not. */
	asked(): number;
	/** Resolves when so many more were granted; rejects when that takes more than a minute. */
	more(count: number): Promise<void>;
	/** Lets every caller finish what it waits for. */
	stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/**
 * Starts callers that do not mind when the ledger is away.
 *
 * @param account whose calls they reserve; its limits must be far away.
 */
export function startCrowd(ledger: QuotaStore, account: string, callers: number): Crowd {
	let granted = 0;
	let asked = 0;
	let isOver = false;
	let failure: unknown;
	async function call(): Promise<void> {
		while (!isOver && failure === undefined) {
			asked += 1;
			try {
				const grant = await reserveInTurn(ledger, callFor(account));
				if (!grant.granted) throw new Error(`The ledger refused a call (${grant.reason}).`);
				granted += 1;
			} catch (reason) {
				const isAway = reason instanceof Error && reason.name === 'QuotaUnavailable';
				if (isAway) await sleep(50);
				else failure = reason;
			}
		}
	}
	const running = Array.from({ length: callers }, async () => await call());
	return {
		acknowledged: () => granted,
		asked: () => asked,
		async more(count) {
			const goal = granted + count;
			const deadlineMs = Date.now() + PATIENCE_MS;
			while (granted < goal) {
				if (failure !== undefined) throw failure;
				if (Date.now() > deadlineMs) throw new Error('The ledger granted nothing for a minute.');
				await sleep(5);
			}
		},
		async stop() {
			isOver = true;
			await Promise.all(running);
			if (failure !== undefined) throw failure;
		},
	};
}
