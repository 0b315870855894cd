// What the platform would have seen: true time, processes that come and go over one stored state,
// and every call that left, kept apart from the ledger so that the two can be compared.
import type { Clock } from '../../../nodes/time/clock.ts';
import { momentOf } from '../../../nodes/time/moment.ts';
import { dayInShanghai, shanghaiDayEndMs } from '../../../nodes/time/zones.ts';
import { roll } from '../../../nodes/quota/ledger/day.ts';
import {
	mergeState,
	openLedger,
	readStoredState,
} from '../../../nodes/quota/ledger/ledgerState.ts';
import { ANY_ACCOUNT, type Policy, type Purpose } from '../../../nodes/quota/policy.ts';
import { processStore } from '../../../nodes/quota/processStore.ts';
import type { Grant, QuotaStatus, QuotaStore } from '../../../nodes/quota/store.ts';

/** A call that was let out, as it really went. All times are true ms UTC. */
export interface Sent {
	id: string;
	account: string;
	purpose: Purpose;
	leavesAtMs: number;
	/** When the platform answered; undefined while it has not. */
	answeredAtMs?: number;
	/** Its process ended before it left, or it was handed back. */
	isWithdrawn: boolean;
	/** The process that waits for it ended at this moment. */
	abandonedAtMs?: number;
	grantedAtMs: number;
}

/** What happens to the counter. Times are ms; `which` picks among the calls, newest first. */
export type Step =
	| { kind: 'pass'; ms: number }
	/** Time passes until so long before the next midnight in Beijing. */
	| { kind: 'approachMidnight'; beforeMs: number }
	| { kind: 'reserve'; account: string; purpose: Purpose; times: number }
	/** The process ends when the count is stored, before the caller hears of it. */
	| { kind: 'unheard'; account: string; purpose: Purpose }
	| { kind: 'settle'; which: number; isAnswered: boolean }
	| { kind: 'giveBack'; which: number }
	| { kind: 'block'; account: string; banMs?: number; isDayLimit: boolean }
	/** The process ends without warning, and another begins after a while. */
	| { kind: 'crash'; downMs: number; clockOffMs: number }
	/** The modules are loaded anew while the process and its callers go on. */
	| { kind: 'reload' }
	/** The wall clock is set, and set right again after a while. */
	| { kind: 'setClock'; byMs: number; forMs: number }
	/** An older state is written over the newer one, e.g. by somebody who saves the workflow. */
	| { kind: 'stale'; which: number };

/** A request that takes longer counts as unanswered. */
const REQUEST_TIMEOUT_MS = 20_000;

interface Process {
	bootedAtMs: number;
	monotonicBaseMs: number;
	/** Of its clock when it began, ms. */
	clockOffMs: number;
}

/** The clocks of the processes of a model. */
export interface Clocks {
	/** Of the process that counts now; jumps when it ends and when somebody sets its clock. */
	clock: Clock;
	/** True time, ms UTC. */
	nowMs(): number;
}

/** A counter under the model: the ledger over what n8n stores, or a Redis that several processes ask. */
export interface Counter {
	/** Asks as one process does, in one question. */
	asked<T>(ask: (store: QuotaStore) => Promise<T>): Promise<T>;
	status(account: string): Promise<QuotaStatus>;
	/** The process has ended and begun anew, or its modules were loaded anew. */
	load(): void;
	/** An older state is written over the newest, or not at all where nobody can do that. */
	stale(which: number): void;
	/** What is stored, oldest first. */
	stored: readonly string[];
}
export type OpenCounter = (policy: Policy, clocks: Clocks) => Counter;

/** The ledger as the bridge has it: what is stored is merged in, then asked, then stored before the answer. */
export const ledgerCounter = (policy: Policy, { clock }: Clocks) => {
	const stored: string[] = [];
	let serial = 0;
	let ledger = openLedger('copy-0', momentOf(clock));
	function mergeStored(text: string | undefined): void {
		if (text === undefined) return;
		const read = readStoredState(JSON.parse(text));
		if (read) mergeState(ledger, read, roll(ledger, momentOf(clock)));
	}
	return {
		stored,
		ledger: () => ledger,
		load(): void {
			serial += 1;
			ledger = openLedger(`copy-${serial}`, momentOf(clock));
		},
		stale: (which: number): void => mergeStored(stored.at(-1 - which)),
		async status(account: string): Promise<QuotaStatus> {
			mergeStored(stored.at(-1));
			return await processStore(ledger, policy, clock).status(account);
		},
		async asked<T>(ask: (store: QuotaStore) => Promise<T>): Promise<T> {
			mergeStored(stored.at(-1));
			const answer = await ask(processStore(ledger, policy, clock));
			stored.push(JSON.stringify(ledger.state));
			return answer;
		},
	};
};

/** Drives a counter through steps and keeps the books beside it. */
export function openModel(
	policy: Policy,
	startMs: number,
	openCounter: OpenCounter = ledgerCounter,
) {
	const sent: Sent[] = [];
	const refused: Array<Extract<Grant, { opensInMs: number }>> = [];
	const blocks: Array<{ account: string; fromMs: number; untilMs: number }> = [];
	let nowMs = startMs;
	let serial = 0;
	let setClock = { byMs: 0, untilMs: 0 };
	let process: Process = { bootedAtMs: nowMs, monotonicBaseMs: 5_000, clockOffMs: 0 };
	const clock: Clock = {
		nowMs: () => nowMs + process.clockOffMs + (nowMs < setClock.untilMs ? setClock.byMs : 0),
		monotonicMs: () => process.monotonicBaseMs + nowMs - process.bootedAtMs,
		sleepMs: async () => await Promise.reject(new Error('Nobody sleeps here.')),
	};
	const counter = openCounter(policy, { clock, nowMs: () => nowMs });

	async function reserve(
		store: QuotaStore,
		account: string,
		purpose: Purpose,
		isHeard: boolean,
	): Promise<void> {
		serial += 1;
		const call = { id: `call-${serial}`, account, purpose, spender: `Workflow ${serial % 90}` };
		const grant = await store.reserve(call);
		if (!grant.granted) {
			if ('opensInMs' in grant) refused.push(grant);
			return;
		}
		const leavesAtMs = nowMs + grant.waitMs;
		const isWithdrawn = !isHeard;
		sent.push({ id: call.id, account, purpose, leavesAtMs, grantedAtMs: nowMs, isWithdrawn });
	}
	function end(downMs: number, clockOffMs: number): void {
		for (const call of sent) {
			if (call.leavesAtMs > nowMs) call.isWithdrawn = true;
			else if (call.answeredAtMs === undefined) call.abandonedAtMs ??= nowMs;
		}
		nowMs += downMs;
		setClock = { byMs: 0, untilMs: 0 };
		process = { bootedAtMs: nowMs, monotonicBaseMs: (serial * 7_919) % 1_000_000, clockOffMs };
		counter.load();
	}
	const newest = (which: number) => sent.at(-1 - which);

	async function take(step: Step): Promise<void> {
		switch (step.kind) {
			case 'pass':
				nowMs += step.ms;
				return;
			case 'approachMidnight':
				nowMs = Math.max(nowMs, shanghaiDayEndMs(nowMs) - step.beforeMs);
				return;
			case 'reserve':
				await counter.asked(async (store) => {
					for (let i = 0; i < step.times; i++) {
						await reserve(store, step.account, step.purpose, true);
					}
				});
				return;
			case 'unheard':
				await counter.asked(
					async (store) => await reserve(store, step.account, step.purpose, false),
				);
				end(3_000, 0);
				return;
			case 'settle': {
				const call = newest(step.which);
				if (!call || call.isWithdrawn || call.answeredAtMs !== undefined) return;
				// An answer comes after the call has left, and within the time that is waited for it.
				const isInTime = nowMs >= call.leavesAtMs && nowMs <= call.leavesAtMs + REQUEST_TIMEOUT_MS;
				if (!isInTime || call.abandonedAtMs !== undefined) return;
				const { isAnswered } = step;
				if (isAnswered) call.answeredAtMs = nowMs;
				await counter.asked(async (store) => await store.settle({ id: call.id, isAnswered }, true));
				return;
			}
			case 'giveBack': {
				const call = newest(step.which);
				// Only what is still waiting to leave, by a caller that is alive.
				if (!call || call.isWithdrawn || call.leavesAtMs <= nowMs) return;
				call.isWithdrawn = true;
				await counter.asked(async (store) => await store.giveBack(call.id));
				return;
			}
			case 'block': {
				const { account, banMs, isDayLimit } = step;
				const ban = banMs === undefined ? {} : { banMs };
				await counter.asked(async (store) => await store.block({ account, isDayLimit, ...ban }));
				const untilMs = nowMs + (banMs ?? policy.penaltyMs);
				if (!isDayLimit) blocks.push({ account, fromMs: nowMs, untilMs });
				return;
			}
			case 'crash':
				end(step.downMs, step.clockOffMs);
				return;
			case 'reload':
				// A copy that is loaded begins with the wall clock, as a process does.
				setClock = { byMs: 0, untilMs: 0 };
				counter.load();
				return;
			case 'setClock':
				setClock = { byMs: step.byMs, untilMs: nowMs + step.forMs };
				return;
			case 'stale':
				counter.stale(step.which);
		}
	}

	return {
		policy,
		take,
		sent,
		refused,
		blocks,
		stored: counter.stored,
		/** The calls that really left. */
		departures: () => sent.filter((call) => !call.isWithdrawn),
		nowMs: () => nowMs,
		status: counter.status,
	};
}
export type Model = ReturnType<typeof openModel>;

/** The most moments that fall into any span (half open). */
export function mostWithin(momentsMs: readonly number[], spanMs: number): number {
	const sorted = [...momentsMs].sort((a, b) => a - b);
	let first = 0;
	return sorted.reduce((most, ms, index) => {
		while ((sorted[first] ?? ms) <= ms - spanMs) first += 1;
		return Math.max(most, index - first + 1);
	}, 0);
}

/** How many calls an account made on each platform day; those of an unknown account count for all. */
export function countsByDay(calls: readonly Sent[], account: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const call of calls) {
		if (call.account !== account && call.account !== ANY_ACCOUNT) continue;
		const day = dayInShanghai(call.leavesAtMs);
		counts.set(day, (counts.get(day) ?? 0) + 1);
	}
	return counts;
}
