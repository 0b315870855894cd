import type { Ban, CallLog, LoggedCall } from '../sandbox/callLog.mts';
import { shanghaiDayAt } from '../sandbox/gateway/time.mts';
import { createReadLog, RENEWAL } from './delays.mts';
import type { ReadLog } from './delays.mts';
import { ACCOUNTS } from './scene.mts';
import type { Scheduler } from './scheduler.mts';

const SECOND_MS = 1_000;

/** What the platform saw, by its own log. */
export interface Verdict {
	calls: number;
	maxInOneSecond: number;
	/** The most calls of an account in a platform day. */
	maxInOneDay: number;
	/** Bans for real breaches; those that were asked for as a fault are not among them. */
	bans: number;
	/** Calls that the platform refused because a ban was in force. */
	intoBans: number;
	/** Calls that could not be traced to an account. */
	untraced: number;
	refreshes: number;
}

export interface Judge {
	/** Takes in what was logged since, as soon as no call was made for a second: none is cut in two. */
	takeIn(): Promise<void>;
	/** Calls of an account in a platform day so far. */
	countOf(account: string, day: string): number;
	/** When tokens of an account were renewed in a platform day so far, true time. */
	renewalsAtMs(account: string, day: string): readonly number[];
	readonly verdict: Verdict;
	readonly reads: ReadLog;
	/** Every ban, with those that were faults. */
	readonly bans: readonly Ban[];
}

/** Reads the sandbox's log piece by piece, so that it does not grow with the days. */
export function createJudge(
	log: CallLog,
	{ nowMs, runUntil }: Pick<Scheduler, 'nowMs' | 'runUntil'>,
	accounts: readonly string[] = ACCOUNTS,
): Judge {
	const byDay = new Map<string, number>();
	const bans: Ban[] = [];
	const reads = createReadLog();
	const verdict: Verdict = {
		calls: 0,
		maxInOneSecond: 0,
		maxInOneDay: 0,
		bans: 0,
		intoBans: 0,
		untraced: 0,
		refreshes: 0,
	};
	const renewals: LoggedCall[] = [];
	const LIMIT_CODES = new Set(['ApiCallLimit', 'AppCallLimit']);

	function takeInDay(day: string): void {
		for (const account of accounts) {
			const key = `${account} ${day}`;
			const count = (byDay.get(key) ?? 0) + log.countByDay(account, day);
			byDay.set(key, count);
			verdict.maxInOneDay = Math.max(verdict.maxInOneDay, count);
		}
	}

	return {
		verdict,
		bans,
		reads,
		countOf: (account, day) => (byDay.get(`${account} ${day}`) ?? 0) + log.countByDay(account, day),
		renewalsAtMs: (account, day) =>
			[...renewals, ...log.ofMethod(RENEWAL)]
				.filter(({ accountId, atMs }) => accountId === account && shanghaiDayAt(atMs) === day)
				.map(({ atMs }) => atMs),
		async takeIn() {
			const isQuiet = () => (log.calls.at(-1)?.atMs ?? 0) <= nowMs() - SECOND_MS;
			while (!isQuiet()) await runUntil(nowMs() + SECOND_MS);
			const { calls } = log;
			verdict.calls += calls.length;
			verdict.maxInOneSecond = Math.max(verdict.maxInOneSecond, log.maxInAnySecond());
			for (const day of new Set(calls.map(({ atMs }) => shanghaiDayAt(atMs)))) takeInDay(day);
			verdict.bans += log.bans.filter(({ kind }) => kind !== 'fault').length;
			const limited = calls.filter(({ outcome }) => LIMIT_CODES.has(outcome)).length;
			verdict.intoBans += limited - log.bans.length;
			verdict.untraced += calls.filter(({ accountId }) => accountId === undefined).length;
			renewals.push(...log.ofMethod(RENEWAL));
			verdict.refreshes = renewals.length;
			reads.note(calls);
			bans.push(...log.bans);
			log.clear();
		},
	};
}
