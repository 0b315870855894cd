import { shanghaiDayEndMs } from '../platform/time';
import { dayCeiling } from './ceilings';
import { accountsOf, ANY_ACCOUNT, keyOf, tallyOf } from './count';
import type { Ledger } from './ledgerState';
import type { Policy, Purpose } from './policy';
import { roomFor, totalOf } from './shares';

/** What is left of a day. */
export interface Room {
	/** In all, whatever for. */
	dayLeft: number;
	/** For the purpose. */
	shareLeft: number;
}

/**
 * What an account may still spend today for a purpose. A call of an unknown account may belong to
 * any of them, so it has to fit into each. Infinite without a limit per day.
 *
 * @param nowMs trusted time, ms UTC.
 */
export function roomOf(
	ledger: Ledger,
	policy: Policy,
	account: string,
	purpose: Purpose,
	nowMs: number,
): Room {
	if (policy.windows.day === undefined) {
		return { dayLeft: Number.POSITIVE_INFINITY, shareLeft: Number.POSITIVE_INFINITY };
	}
	const { count, ceilings } = ledger.state;
	const accounts = account === ANY_ACCOUNT ? accountsOf(count) : [account];
	const restOfDayMs = shanghaiDayEndMs(nowMs) - nowMs;
	const rooms = accounts.map((name) => {
		const used = tallyOf(count, name);
		const ceiling = dayCeiling(ceilings, policy, keyOf(name));
		const shareLeft = roomFor(purpose, policy, used, ceiling, restOfDayMs);
		return { dayLeft: Math.max(0, ceiling - totalOf(used)), shareLeft };
	});
	return {
		dayLeft: Math.min(...rooms.map(({ dayLeft }) => dayLeft)),
		shareLeft: Math.min(...rooms.map(({ shareLeft }) => shareLeft)),
	};
}
