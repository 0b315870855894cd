import { shanghaiDayEndMs } from '../../time/zones';
import { ANY_ACCOUNT, type Policy, type Purpose } from '../policy';
import { dayLeftFor, isLending, roomFor, totalOf } from '../shares';
import { accountsOf, keptOf, lowerKept, tallyOf } from './count';
import type { Ledger } from './ledgerState';

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

/** Whose count a call holds back or is held back by. */
function accountsWith({ state }: Ledger, account: string): string[] {
	return account === ANY_ACCOUNT ? accountsOf(state.count) : [account];
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
	const restOfDayMs = shanghaiDayEndMs(nowMs) - nowMs;
	const rooms = accountsWith(ledger, account).map((name) => {
		const used = tallyOf(count, name);
		const shareLeft = roomFor(purpose, policy, used, day, restOfDayMs, keptOf(count, name));
		return { dayLeft: dayLeftFor(purpose, used, day), shareLeft };
	});
	return {
		dayLeft: Math.min(...rooms.map(({ dayLeft }) => dayLeft)),
		shareLeft: Math.min(...rooms.map(({ shareLeft }) => shareLeft)),
	};
}

/**
 * Notes what a call that is about to be counted leaves for its purpose, while purposes lend: no more is
 * kept for it from then on. Changes `ledger`.
 *
 * @param nowMs trusted time, ms UTC.
 */
export function keepWhatIsLeft(
	ledger: Ledger,
	policy: Policy,
	{ account, purpose }: { account: string; purpose: Purpose },
	nowMs: number,
): void {
	const { day } = policy.windows;
	if (day === undefined || purpose === 'connect') return;
	if (!isLending(policy, shanghaiDayEndMs(nowMs) - nowMs)) return;
	for (const name of accountsWith(ledger, account)) {
		const { shareLeft } = roomOf(ledger, policy, name, purpose, nowMs);
		lowerKept(ledger.state.count, name, purpose, Math.max(0, shareLeft - 1));
	}
}
