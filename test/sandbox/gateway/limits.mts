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

/** Whom a ban is about: everybody at an IP address, an app with all its accounts, or one account. */
export type Banned = 'address' | 'app' | 'account';

export interface LimitKeeper {
	/** Counts a request and says whether it is refused. Refused requests count too. */
	admit(caller: Caller): Failure | undefined;
	/** Refuses from now for so long, with what `refusal` says of the time left (ms). */
	ban(caller: Caller, banned: Banned, durationMs: number, refusal: Refusal): Failure;
	/** Refuses an account until midnight in Beijing, as an exhausted day does. */
	banAccountToday(caller: Caller): Failure;
	/** Lifts all bans and forgets all counts. */
	forget(): void;
	/** Requests of the last second, all addresses. */
	inLastSecond(): number;
	/** The most requests any account has made this platform day. */
	usedToday(): number;
}

type Refusal = (leftMs: number) => Failure;

const dayFailure: Refusal = () => failureOf('AppCallLimit');

function keyOf({ ip, accountKey }: Caller, banned: Banned): string {
	return { address: ip, app: accountKey.split('/')[0] ?? '', account: accountKey }[banned];
}

/** Counts requests on the given clock (ms) and bans; every ban is noted in `bans`. */
export function createLimits(limits: Limits, now: () => number, bans: Ban[]): LimitKeeper {
	const recent: Array<Pick<LoggedCall, 'atMs' | 'ip'>> = [];
	const perDay = new Map<string, { day: string; count: number }>();
	const doors = new Map<string, { untilMs: number; refusal: Refusal }>();
	const close = (kind: Ban['kind'], key: string, untilMs: number, refusal: Refusal): Failure => {
		doors.set(key, { untilMs, refusal });
		bans.push({ kind, key, fromMs: now(), untilMs });
		return refusal(untilMs - now());
	};
	const refusalAt = (caller: Caller, banned: Banned): Failure | undefined => {
		const door = doors.get(keyOf(caller, banned));
		return door && door.untilMs > now() ? door.refusal(door.untilMs - now()) : undefined;
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
		admit(caller) {
			const { ip, accountKey } = caller;
			const nowMs = now();
			forgetOld();
			recent.push({ atMs: nowMs, ip });
			const usedToday = countToday(accountKey);
			const banned = refusalAt(caller, 'address') ?? refusalAt(caller, 'app');
			if (banned) return banned;
			if (recent.filter((call) => call.ip === ip).length > limits.perSecond) {
				return close('second', ip, nowMs + limits.banMs, banFailure);
			}
			const isOver = usedToday > limits.perDay;
			return (
				refusalAt(caller, 'account') ??
				(isOver ? close('day', accountKey, nextShanghaiMidnightMs(nowMs), dayFailure) : undefined)
			);
		},
		ban: (caller, banned, durationMs, refusal) =>
			close('fault', keyOf(caller, banned), now() + durationMs, refusal),
		banAccountToday: ({ accountKey }) =>
			close('fault', accountKey, nextShanghaiMidnightMs(now()), dayFailure),
		forget() {
			recent.length = 0;
			perDay.clear();
			doors.clear();
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
