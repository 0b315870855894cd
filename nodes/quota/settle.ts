import type { Cause, Failure } from '../wire/failure';
import { heedLimitAnswer, isLimitAnswer } from './limitAnswer';
import { refusedTokenOf } from './refusedTokens';
import type { RefusedToken, Settlement } from './store';
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
 * @param told what else the answer said.
 * @returns the token of the call, if it is never to be sent again.
 * @throws QuotaUnavailable when the counter does not answer to what has to be handed back or kept.
 */
export async function settleTurn(
	turn: Turn,
	grant: Granted,
	failure: Failure | undefined,
	told: Pick<Settlement, 'platformAtMs' | 'account'> = {},
): Promise<RefusedToken | undefined> {
	const { quota, call, gateway, policy, clock } = turn;
	if (failure && NEVER_LEFT.has(failure.cause)) {
		await quota.giveBack(call.id);
		return undefined;
	}
	// Before the settlement, which would take a probe's answer for good news.
	if (failure && isLimitAnswer(failure)) {
		await heedLimitAnswer(failure, gateway, call.account, policy, quota, clock);
	}
	const isAnswered = !failure || !UNANSWERED.has(failure.cause);
	const refusedToken = failure && refusedTokenOf(call, failure);
	const isUrgent =
		grant.isProbe || policy.windows.minute !== undefined || refusedToken !== undefined;
	const news = { ...told, ...(refusedToken && { refusedToken }) };
	await quota.settle({ id: call.id, isAnswered, ...news }, isUrgent);
	return refusedToken;
}
