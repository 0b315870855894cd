import { shanghaiDayAt } from './gateway/time.mts';

/** One request to the AliExpress gateway, whatever became of it. */
export interface LoggedCall {
	/** Sandbox clock, ms. */
	atMs: number;
	path: string;
	/** API name: the dotted method, or the path of a token call. */
	method: string;
	appKey: string | undefined;
	/** Seller or buyer id the request could be traced to by its token or code. */
	accountId: string | undefined;
	/** `ok`, a platform code such as `ApiCallLimit`, or `fault:<kind>`. */
	outcome: string;
	ip: string;
}

/** A closed door: who, why, from when, until when (ms). */
export interface Ban {
	kind: 'second' | 'day' | 'fault';
	/** An IP address, an app key, or `appKey/accountId`. */
	key: string;
	fromMs: number;
	untilMs: number;
}

export interface CallLog {
	readonly calls: readonly LoggedCall[];
	readonly bans: readonly Ban[];
	/** The most calls that any sliding second (1000 ms, half open) held; of one IP when given. */
	maxInAnySecond(ip?: string): number;
	/** Calls of an account in a platform day (Asia/Shanghai, `yyyy-MM-dd`); default today. */
	countByDay(accountId: string, day?: string): number;
	/** Calls whose method is this one. */
	ofMethod(method: string): LoggedCall[];
	/** Forgets all calls and the list of bans (bans in force stay in force). */
	clear(): void;
}

/** An empty log on the given clock (ms). */
export function createCallLog(now: () => number): CallLog & { calls: LoggedCall[]; bans: Ban[] } {
	const calls: LoggedCall[] = [];
	const bans: Ban[] = [];
	return {
		calls,
		bans,
		maxInAnySecond(ip) {
			const times = calls
				.filter((call) => ip === undefined || call.ip === ip)
				.map((call) => call.atMs)
				.sort((a, b) => a - b);
			let first = 0;
			let most = 0;
			times.forEach((atMs, index) => {
				while ((times[first] ?? atMs) <= atMs - 1000) first += 1;
				most = Math.max(most, index - first + 1);
			});
			return most;
		},
		countByDay(accountId, day = shanghaiDayAt(now())) {
			return calls.filter(
				(call) => call.accountId === accountId && shanghaiDayAt(call.atMs) === day,
			).length;
		},
		ofMethod: (method) => calls.filter((call) => call.method === method),
		clear() {
			calls.length = 0;
			bans.length = 0;
		},
	};
}
