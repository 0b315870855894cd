// What the platform would have seen: true time, processes that come and go over one stored state,
// and every call that left, kept apart from the ledger so that the two can be compared.
import type { Moment } from '../../nodes/time/moment.ts';
import { dayInShanghai, shanghaiDayEndMs } from '../../nodes/time/zones.ts';
import { ANY_ACCOUNT } from '../../nodes/quota/count.ts';
import { roll } from '../../nodes/quota/day.ts';
import { blockAccount, giveBackCall, reserveCall, settleCall } from '../../nodes/quota/ledger.ts';
import {
	type Ledger,
	mergeState,
	openLedger,
	readStoredState,
} from '../../nodes/quota/ledgerState.ts';
import type { Policy, Purpose } from '../../nodes/quota/policy.ts';
import { statusOf } from '../../nodes/quota/status.ts';
import type { Grant } from '../../nodes/quota/store.ts';

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

/** Drives a ledger through steps and keeps the books beside it. */
export function openModel(policy: Policy, startMs: number) {
	const sent: Sent[] = [];
	const refused: Array<Extract<Grant, { opensInMs: number }>> = [];
	const blocks: Array<{ account: string; fromMs: number; untilMs: number }> = [];
	let nowMs = startMs;
	let serial = 0;
	let setClock = { byMs: 0, untilMs: 0 };
	let process: Process = { bootedAtMs: nowMs, monotonicBaseMs: 5_000, clockOffMs: 0 };
	/** What n8n has stored, oldest first. */
	const stored: string[] = [];
	let ledger: Ledger;

	const at = (): Moment => ({
		wallMs: nowMs + process.clockOffMs + (nowMs < setClock.untilMs ? setClock.byMs : 0),
		monotonicMs: process.monotonicBaseMs + nowMs - process.bootedAtMs,
	});
	function mergeStored(text: string | undefined): void {
		if (text === undefined) return;
		const read = readStoredState(JSON.parse(text));
		if (read) mergeState(ledger, read, roll(ledger, at()));
	}
	function load(): void {
		serial += 1;
		ledger = openLedger(`copy-${serial}`, at());
	}
	/** As the bridge does: what is stored is merged in, then asked, then stored before the answer. */
	function asked<T>(ask: () => T): T {
		mergeStored(stored.at(-1));
		const answer = ask();
		stored.push(JSON.stringify(ledger.state));
		return answer;
	}
	function reserve(account: string, purpose: Purpose, isHeard: boolean): void {
		serial += 1;
		const call = { id: `call-${serial}`, account, purpose, spender: `Workflow ${serial % 90}` };
		const grant = reserveCall(ledger, policy, call, at());
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
		load();
	}
	const newest = (which: number) => sent.at(-1 - which);
	load();

	function take(step: Step): void {
		switch (step.kind) {
			case 'pass':
				nowMs += step.ms;
				return;
			case 'approachMidnight':
				nowMs = Math.max(nowMs, shanghaiDayEndMs(nowMs) - step.beforeMs);
				return;
			case 'reserve':
				asked(() => {
					for (let i = 0; i < step.times; i++) reserve(step.account, step.purpose, true);
				});
				return;
			case 'unheard':
				asked(() => reserve(step.account, step.purpose, false));
				end(3_000, 0);
				return;
			case 'settle': {
				const call = newest(step.which);
				if (!call || call.isWithdrawn || call.answeredAtMs !== undefined) return;
				// An answer comes after the call has left, and within the time that is waited for it.
				const isInTime = nowMs >= call.leavesAtMs && nowMs <= call.leavesAtMs + REQUEST_TIMEOUT_MS;
				if (!isInTime || call.abandonedAtMs !== undefined) return;
				if (step.isAnswered) call.answeredAtMs = nowMs;
				asked(() => settleCall(ledger, { id: call.id, isAnswered: step.isAnswered }, at()));
				return;
			}
			case 'giveBack': {
				const call = newest(step.which);
				// Only what is still waiting to leave, by a caller that is alive.
				if (!call || call.isWithdrawn || call.leavesAtMs <= nowMs) return;
				call.isWithdrawn = true;
				asked(() => giveBackCall(ledger, call.id, at()));
				return;
			}
			case 'block': {
				const { account, banMs, isDayLimit } = step;
				const ban = banMs === undefined ? {} : { banMs };
				asked(() => blockAccount(ledger, policy, { account, isDayLimit, ...ban }, at()));
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
				load();
				return;
			case 'setClock':
				setClock = { byMs: step.byMs, untilMs: nowMs + step.forMs };
				return;
			case 'stale': {
				const older = stored.at(-1 - step.which);
				if (older !== undefined) mergeStored(older);
			}
		}
	}

	return {
		take,
		sent,
		refused,
		blocks,
		stored,
		/** The calls that really left. */
		departures: () => sent.filter((call) => !call.isWithdrawn),
		nowMs: () => nowMs,
		status: (account: string) => {
			mergeStored(stored.at(-1));
			return statusOf(ledger, policy, account, at());
		},
		ledger: () => ledger,
	};
}

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
