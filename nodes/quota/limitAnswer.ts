import type { Failure } from '../platform/failure';
import { ANY_ACCOUNT } from './count';
import { closeDoor } from './departure';
import { blockedUntilMsOf } from './ledger';
import type { Policy } from './policy';
import type { Block, QuotaStore, Reservation } from './store';

/** Whether the platform refused for too many calls. */
export function isLimitAnswer({ cause }: Failure): boolean {
	return cause === 'rateLimit' || cause === 'dayLimit';
}

/**
 * Turns a limit answer into a block, and closes the door of this process at once, so that calls
 * which already hold a grant stay back as well.
 *
 * @param account whose calls of the day are used up; a pause concerns every account, since it
 * follows the address of the server.
 * @returns what the counter has to keep.
 */
export function heedLimitAnswer(
	failure: Failure,
	gateway: string,
	account: string,
	policy: Policy,
	nowMs: number,
): Block {
	const isDayLimit = failure.cause === 'dayLimit';
	const { banMs } = failure;
	const block: Block = {
		account: isDayLimit ? account : ANY_ACCOUNT,
		isDayLimit,
		...(banMs !== undefined && { banMs }),
	};
	closeDoor(gateway, block.account, blockedUntilMsOf(policy, block, nowMs));
	return block;
}

/**
 * Settles a counted call that failed and is not repeated: hands it back when it never left, and
 * keeps a limit answer.
 *
 * @throws QuotaUnavailable when the counter does not answer.
 */
export async function settleFailure(
	failure: Failure,
	quota: QuotaStore,
	call: Reservation,
	gateway: string,
	policy: Policy,
	nowMs: number,
): Promise<void> {
	if (failure.cause === 'neverSent') await quota.giveBack(call.id);
	if (!isLimitAnswer(failure)) return;
	await quota.block(heedLimitAnswer(failure, gateway, call.account, policy, nowMs));
}
