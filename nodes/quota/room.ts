import { shanghaiDayEndMs } from '../time/zones';
import { accountsOf, ANY_ACCOUNT, tallyOf } from './count';
import type { Ledger } from './ledgerState';
import type { Policy, Purpose } from './policy';
import { dayLeftFor, roomFor, totalOf } from './shares';

/** What is left of a day. */
export interface Room {
	/** In all, but for what is kept for Connect. */
	dayLeft: number;
	/** For the purpose. */
	shareLeft: number;
}

/**
 * The account whose count holds a call back first: a call of an unknown account may belong to any of
 * them, so the one that spent most decides.
 */
export function bindingAccount(ledger: Ledger, account: string): string {
	if (account !== ANY_ACCOUNT) return account;
	const { count } = ledger.state;
	const usedBy = (name: string) => totalOf(tallyOf(count, name));
	return accountsOf(count).reduce((most, name) => (usedBy(name) > usedBy(most) ? name : most));
}

/**
 * What an account may still spend today for a purpose. A call of an unknown account has to fit into
 * each account. Infinite without a limit per day.
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
	const { day } = policy.windows;
	if (day === undefined) {
		return { dayLeft: Number.POSITIVE_INFINITY, shareLeft: Number.POSITIVE_INFINITY };
	}
	const { count } = ledger.state;
	const accounts = account === ANY_ACCOUNT ? accountsOf(count) : [account];
	const restOfDayMs = shanghaiDayEndMs(nowMs) - nowMs;
	const rooms = accounts.map((name) => {
		const used = tallyOf(count, name);
		const shareLeft = roomFor(purpose, policy, used, day, restOfDayMs);
		return { dayLeft: dayLeftFor(purpose, used, day), shareLeft };
	});
	return {
		dayLeft: Math.min(...rooms.map(({ dayLeft }) => dayLeft)),
		shareLeft: Math.min(...rooms.map(({ shareLeft }) => shareLeft)),
	};
}
