import type { Cause, Failure } from '../wire/failure';
import { endShortPauses } from './departure';
import { heedLimitAnswer, isLimitAnswer, type Pause } from './limitAnswer';
import type { Granted, Turn } from './turn';

/** After these nobody knows whether the platform got the call. */
const UNANSWERED: ReadonlySet<Cause> = new Set<Cause>(['timeout', 'unreachable', 'cancelled']);

/**
 * Tells the counter what became of a granted call: hands it back when it never left, keeps a limit
 * answer, and settles it.
 *
 * @param failure why the call brought no result; undefined when it did.
 * @param platformAtMs what the platform's clock said, ms UTC.
 * @returns the pause that a limit answer makes.
 * @throws QuotaUnavailable when the counter does not answer to what has to be handed back or kept.
 */
export async function settleTurn(
	turn: Turn,
	grant: Granted,
	failure: Failure | undefined,
	platformAtMs?: number,
): Promise<Pause | undefined> {
	const { quota, call, gateway, policy } = turn;
	if (failure?.cause === 'neverSent') {
		await quota.giveBack(call.id);
		return undefined;
	}
	// Before the settlement, which would take a probe's answer for good news.
	const isLimit = failure !== undefined && isLimitAnswer(failure);
	const pause = isLimit ? await heedLimitAnswer(failure, turn) : undefined;
	const isAnswered = !failure || !UNANSWERED.has(failure.cause);
	if (!failure) endShortPauses(gateway);
	const told = platformAtMs === undefined ? {} : { platformAtMs };
	const isUrgent = grant.isProbe || policy.windows.minute !== undefined;
	await quota.settle({ id: call.id, isAnswered, ...told }, isUrgent);
	return pause;
}
