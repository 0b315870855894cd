import type { Ban, LoggedCall } from '../callLog.mts';
import type { Limits } from '../options.mts';
import { banFailure, failureOf } from './failures.mts';
import type { Failure } from './failures.mts';
import { nextShanghaiMidnightMs, shanghaiDayAt } from './time.mts';

export interface Caller {
	ip: string;
	/** `appKey/accountId`. */
	accountKey: string;
}

export interface LimitKeeper {
	/** Counts a request and says whether it is refused. Refused requests count too. */
	admit(caller: Caller): Failure | undefined;
	/** Refuses an IP address from now for so long, as a frequency ban does. */
	banIp(ip: string, durationMs: number): Failure;
	/** Refuses an account until midnight in Beijing, as an exhausted day does. */
	banAccountToday(accountKey: string): Failure;
	/** Lifts all bans and forgets all counts. */
	forget(): void;
	/** Requests of the last second, all addresses. */
	inLastSecond(): number;
	/** The most requests any account has made this platform day. */
	usedToday(): number;
}

/** Counts requests on the given clock (ms) and bans; every ban is noted in `bans`. */
export function createLimits(limits: Limits, now: () => number, bans: Ban[]): LimitKeeper {
	const recent: Array<Pick<LoggedCall, 'atMs' | 'ip'>> = [];
	const perDay = new Map<string, { day: string; count: number }>();
	const closedIps = new Map<string, number>();
	const closedAccounts = new Map<string, number>();
	const close = (kind: Ban['kind'], doors: Map<string, number>, key: string, untilMs: number) => {
		doors.set(key, untilMs);
		bans.push({ kind, key, fromMs: now(), untilMs });
	};
	const forgetOld = () => {
		while (recent[0] && recent[0].atMs <= now() - 1000) recent.shift();
	};
	const countToday = (accountKey: string) => {
		const day = shanghaiDayAt(now());
		const entry = perDay.get(accountKey);
		const count = (entry?.day === day ? entry.count : 0) + 1;
		perDay.set(accountKey, { day, count });
		return count;
	};
	return {
		admit({ ip, accountKey }) {
			const nowMs = now();
			forgetOld();
			recent.push({ atMs: nowMs, ip });
			const usedToday = countToday(accountKey);
			const ipOpensMs = closedIps.get(ip) ?? 0;
			if (ipOpensMs > nowMs) return banFailure(ipOpensMs - nowMs);
			if (recent.filter((call) => call.ip === ip).length > limits.perSecond) {
				close('second', closedIps, ip, nowMs + limits.banMs);
				return banFailure(limits.banMs);
			}
			if ((closedAccounts.get(accountKey) ?? 0) > nowMs) return failureOf('AppCallLimit');
			if (usedToday > limits.perDay) {
				close('day', closedAccounts, accountKey, nextShanghaiMidnightMs(nowMs));
				return failureOf('AppCallLimit');
			}
			return undefined;
		},
		banIp(ip, durationMs) {
			close('fault', closedIps, ip, now() + durationMs);
			return banFailure(durationMs);
		},
		banAccountToday(accountKey) {
			close('fault', closedAccounts, accountKey, nextShanghaiMidnightMs(now()));
			return failureOf('AppCallLimit');
		},
		forget() {
			recent.length = 0;
			perDay.clear();
			closedIps.clear();
			closedAccounts.clear();
		},
		inLastSecond() {
			forgetOld();
			return recent.length;
		},
		usedToday() {
			const day = shanghaiDayAt(now());
			return Math.max(
				0,
				...[...perDay.values()].map((entry) => (entry.day === day ? entry.count : 0)),
			);
		},
	};
}
