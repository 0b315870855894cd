// n8n processes that answer for one bridge, as n8n does it: what the workflow has stored is loaded when a
// request comes, the node answers some time later, and the whole of it is stored before the answer goes
// out, whatever anybody else has stored meanwhile. On a driven clock; a seed is one exact run.
import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import {
	joinStored,
	reserveWatched,
	type SharedLedger,
} from '../../../nodes/AliExpress/connect/sharedLedger.ts';
import { openLedger } from '../../../nodes/quota/ledger/ledgerState.ts';
import type { Policy, Purpose } from '../../../nodes/quota/policy.ts';
import type { Grant } from '../../../nodes/quota/store.ts';
import { openWatch } from '../../../nodes/quota/ledger/watch.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export function dice(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** One n8n process that answers for the bridge. */
export interface Process {
	/** The bridge as its modules are loaded there. */
	bridge: SharedLedger;
	isAlive: boolean;
	/** When it may begin with the next request: it works on one at a time. */
	freeAtMs: number;
}

const STATE_KEY = 'aliExpressQuota';

/** The world of a run: time, what is stored, and how long things take. */
export function openPool(policy: Policy, seed: number) {
	const throwDice = dice(seed);
	const nowMs = { ms: Date.UTC(2026, 10, 22, 4) };
	let stored: string | undefined;
	let isWritable = true;
	const events: Array<{ atMs: number; happen: () => void }> = [];
	const after = (delayMs: number, happen: () => void) => {
		const event = { atMs: nowMs.ms + delayMs, happen };
		const later = events.findLastIndex(({ atMs }) => atMs <= event.atMs);
		events.splice(later + 1, 0, event);
	};
	const between = (low: number, high: number) => low + throwDice() * (high - low);

	const at = () => ({ wallMs: nowMs.ms, monotonicMs: nowMs.ms });
	/** A copy of the modules with a memory of its own, whose process began a minute ago. */
	const load = (): SharedLedger => ({
		ledger: openLedger(randomUUID(), at(), nowMs.ms - 60_000),
		watch: openWatch(),
	});
	const start = (): Process => ({ bridge: load(), isAlive: true, freeAtMs: 0 });

	/** One request to a process; `answered` is not called when the process ends before. */
	function ask(process: Process, purpose: Purpose, answered: (grant: Grant) => void): void {
		after(between(1, 40), () => {
			const loaded = stored;
			// Requests wait for the one thread of the process with what they have loaded.
			process.freeAtMs = Math.max(process.freeAtMs, nowMs.ms) + between(5, 25);
			after(process.freeAtMs - nowMs.ms, () => {
				if (!process.isAlive) return;
				const staticData: IDataObject = loaded === undefined ? {} : JSON.parse(loaded);
				joinStored(process.bridge, staticData, STATE_KEY, at());
				const call = { id: randomUUID(), account: 'A', purpose, spender: 'Workflow' };
				const grant = reserveWatched(process.bridge, policy, call, at());
				after(between(2, 60), () => {
					if (!process.isAlive) return;
					if (isWritable) stored = JSON.stringify(staticData);
					answered(grant);
				});
			});
		});
	}

	/** Lets time pass until nothing more happens, or until so many ms are over. */
	function run(forMs = Number.POSITIVE_INFINITY): void {
		const endMs = nowMs.ms + forMs;
		for (;;) {
			const next = events[0];
			if (!next || next.atMs > endMs) break;
			events.shift();
			nowMs.ms = Math.max(nowMs.ms, next.atMs);
			next.happen();
		}
		if (Number.isFinite(endMs)) nowMs.ms = Math.max(nowMs.ms, endMs);
	}

	/**
	 * Callers that ask at once, and again as long as they are patient, as nodes do.
	 *
	 * @param reached gives the process that the proxy sends the next request to.
	 * @returns the last answer that each of them has had.
	 */
	function burst(callers: number, reached: () => Process, patienceMs = 12_000) {
		const answers: Array<Grant | undefined> = Array.from({ length: callers });
		const deadlineMs = nowMs.ms + patienceMs;
		const call = (nth: number): void =>
			ask(reached(), 'connect', (grant) => {
				answers[nth] = grant;
				if (grant.granted || !('opensInMs' in grant)) return;
				if (nowMs.ms + grant.opensInMs > deadlineMs) return;
				after(Math.max(20, grant.opensInMs), () => call(nth));
			});
		for (let nth = 0; nth < callers; nth += 1) call(nth);
		return answers;
	}

	return {
		load,
		start,
		ask,
		run,
		burst,
		after,
		nowMs: () => nowMs.ms,
		/** Whether n8n can write to its database; it says nothing to the node when it cannot. */
		setWritable: (is: boolean) => (isWritable = is),
	};
}
export type Pool = ReturnType<typeof openPool>;

/** How many calls of a burst were let out. */
export const grantedOf = (answers: ReadonlyArray<Grant | undefined>): number =>
	answers.filter((grant) => grant?.granted).length;

/** Why the others were not, each reason once. */
export const reasonsOf = (answers: ReadonlyArray<Grant | undefined>): string[] =>
	[
		...new Set(
			answers.flatMap((grant) => (grant && !grant.granted ? [grant.reason as string] : [])),
		),
	].sort();
