import type { Cause, Failure } from '../wire/failure';
import { endShortPauses } from './departure';
import { heedLimitAnswer, isLimitAnswer, type Pause } from './limitAnswer';
import type { Settlement } from './store';
import type { Granted, Turn } from './turn';

/** With these the platform cannot have counted the call. */
const NEVER_LEFT: ReadonlySet<Cause> = new Set<Cause>(['neverSent', 'forbidden']);
/** After these nobody knows whether the platform got the call. */
const UNANSWERED: ReadonlySet<Cause> = new Set<Cause>(['timeout', 'unreachable', 'cancelled']);

/**
 * Tells the counter what became of a granted call: hands it back when it never left, keeps a limit
 * answer and a token that was refused, and settles it.
 *
 * @param failure why the call brought no result; undefined when it did.
 * @param told what else is known of the call by now.
 * @returns the pause that a limit answer makes.
 * @throws QuotaUnavailable when the counter does not answer to what has to be handed back or kept.
 */
export async function settleTurn(
	turn: Turn,
	grant: Granted,
	failure: Failure | undefined,
	told: Omit<Settlement, 'id' | 'isAnswered'> = {},
): Promise<Pause | undefined> {
	const { quota, call, gateway, policy } = turn;
	if (failure && NEVER_LEFT.has(failure.cause)) {
		await quota.giveBack(call.id);
		return undefined;
	}
	// Before the settlement, which would take a probe's answer for good news.
	const isLimit = failure !== undefined && isLimitAnswer(failure);
	const pause = isLimit ? await heedLimitAnswer(failure, turn) : undefined;
	const isAnswered = !failure || !UNANSWERED.has(failure.cause);
	if (!failure) endShortPauses(gateway);
	const isUrgent =
		grant.isProbe || policy.windows.minute !== undefined || told.refusedToken !== undefined;
	await quota.settle({ id: call.id, isAnswered, ...told }, isUrgent);
	return pause;
}
