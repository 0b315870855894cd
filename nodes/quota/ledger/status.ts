import type { Moment } from '../../time/moment';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/units';
import { shanghaiDayEndMs } from '../../time/zones';
import { keyOf } from '../../wire/json';
import { ANY_ACCOUNT, PURPOSES, shareOf, type Policy, type Purpose } from '../policy';
import { totalOf } from '../shares';
import type { BreakerState, QuotaStatus } from '../store';
import { isHalfOpen, pausedUntilMs } from './breaker';
import { countingLately, spendingOf, tallyOf } from './count';
import { roll } from './day';
import type { Ledger } from './ledgerState';
import { bindingAccount, roomOf } from './room';

/** A pace from less than this would be chance. */
const SHORTEST_PACE_MS = HOUR_MS;
/** A call that was not settled by then was given up, or its process is gone. */
const ON_ITS_WAY_MS = MINUTE_MS;

function reservedOf(ledger: Ledger, account: string, at: Moment): number {
	const open = [...ledger.recent.values()].filter(
		({ fate, atMs, call }) =>
			fate === 'open' &&
			atMs > at.monotonicMs - ON_ITS_WAY_MS &&
			(call.account === account || call.account === ANY_ACCOUNT),
	);
	return open.length;
}

function forecastOf(used: number, restOfDayMs: number): number {
	const elapsedMs = Math.max(SHORTEST_PACE_MS, DAY_MS - restOfDayMs);
	return Math.round(used + (used / elapsedMs) * restOfDayMs);
}

/** The state of one account's counter. Costs nothing. */
export function statusOf(
	ledger: Ledger,
	policy: Policy,
	askedAccount: string,
	at: Moment,
): QuotaStatus {
	const nowMs = roll(ledger, at);
	const { count, ceilings, blocks } = ledger.state;
	const account = bindingAccount(ledger, askedAccount);
	const tally = tallyOf(count, account);
	const used = totalOf(tally);
	const resetsAtMs = shanghaiDayEndMs(nowMs);
	const leftFor = (purpose: Purpose) => {
		const { shareLeft } = roomOf(ledger, policy, askedAccount, purpose, nowMs);
		return Number.isFinite(shareLeft) ? shareLeft : 0;
	};
	const stateOf = (purpose: Purpose) => ({
		share: shareOf(policy, purpose),
		used: tally[purpose],
		left: leftFor(purpose),
	});
	const byPurpose = Object.fromEntries(
		PURPOSES.map((purpose) => [purpose, stateOf(purpose)]),
	) as QuotaStatus['byPurpose'];
	const keys = [keyOf(askedAccount), ANY_ACCOUNT];
	const blockedUntilMs = pausedUntilMs(blocks, keys, nowMs);
	const afterPause: BreakerState = isHalfOpen(blocks, keys) ? 'halfOpen' : 'passing';
	const { day } = policy.windows;
	return {
		dayInShanghai: count.dayInShanghai,
		...(day !== undefined && { callsPerDay: day, left: Math.max(0, day - used) }),
		used,
		reserved: reservedOf(ledger, askedAccount, at),
		forecast: forecastOf(used, resetsAtMs - nowMs),
		resetsAtMs,
		byPurpose,
		spending: spendingOf(count, account),
		breaker: blockedUntilMs === undefined ? afterPause : 'paused',
		...(blockedUntilMs !== undefined && { blockedUntilMs }),
		...(ceilings.callsPerSecond !== undefined && {
			learnedCallsPerSecond: ceilings.callsPerSecond,
		}),
		countingLately: countingLately(count, nowMs),
		...(ledger.time.wallAheadMs !== undefined && { wallAheadMs: ledger.time.wallAheadMs }),
	};
}
