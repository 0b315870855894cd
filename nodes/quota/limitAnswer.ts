import type { Clock } from '../time/clock';
import { HOUR_MS } from '../time/units';
import type { Failure } from '../wire/failure';
import { ANY_ACCOUNT } from './count';
import { closeDoor } from './departure';
import type { Policy } from './policy';
import type { Block, QuotaStore } from './store';

/** Which limit the platform says was reached. */
export type LimitKind =
	/** A method's own, for everybody who calls it. */
	| 'api'
	/** The app's. */
	| 'app'
	/** The app's for one method. */
	| 'appApi'
	/** The user's or seller's. */
	| 'account';

/** A pause that is longer than this is no frequency limit but the end of a day's calls. */
const LONGEST_FREQUENCY_PAUSE_MS = HOUR_MS;

/** Whether the platform refused for too many calls. */
export function isLimitAnswer({ cause }: Failure): boolean {
	return cause === 'rateLimit' || cause === 'dayLimit';
}

/** Reads the kind of a limit answer from its codes, e.g. `7 accesscontrol.limited-by-api-…`. */
export function limitKindOf({ code }: Failure): LimitKind {
	if (/app-api|AppApi/i.test(code)) return 'appApi';
	if (/user|seller/i.test(code)) return 'account';
	return /app/i.test(code) ? 'app' : 'api';
}

/**
 * Turns a limit answer into what the counter has to keep.
 *
 * @param account whose calls of the day are used up. A pause for calling too often concerns every
 * account, since it follows the address of the server, unless it names the account itself.
 */
export function blockOf(failure: Failure, account: string): Block {
	const { banMs, cause } = failure;
	// What the platform says in seconds is sharper than the kind of its code.
	const isDayLimit =
		banMs === undefined ? cause === 'dayLimit' : banMs > LONGEST_FREQUENCY_PAUSE_MS;
	const isOwn = isDayLimit || limitKindOf(failure) === 'account';
	return {
		account: isOwn ? account : ANY_ACCOUNT,
		isDayLimit: isDayLimit && banMs === undefined,
		...(banMs !== undefined && { banMs }),
	};
}

/**
 * Keeps a limit answer: closes the door of this process at once, so that calls which already hold a
 * grant stay back as well, and tells the counter.
 *
 * @throws QuotaUnavailable when the counter does not answer; the door is closed then all the same.
 */
export async function heedLimitAnswer(
	failure: Failure,
	gateway: string,
	account: string,
	policy: Policy,
	quota: QuotaStore,
	clock: Clock,
): Promise<Block> {
	const block = blockOf(failure, account);
	const close = (pauseMs: number) =>
		closeDoor(gateway, block.account, clock.monotonicMs() + pauseMs);
	close(block.banMs ?? policy.penaltyMs);
	// The counter knows the platform's day better than the clock of this server.
	close(await quota.block(block));
	return block;
}
