import type { Clock } from '../platform/clock';
import { ANY_ACCOUNT } from './count';
import { awaitDeparture } from './departure';
import type { Policy } from './policy';
import type { Grant, QuotaStore, Reservation } from './store';

/** Why a call may not leave, and when it may. */
export type Refused = Extract<Grant, { granted: false }>;

/**
 * Asks the counter for a call and waits for its turn.
 *
 * @param gateway which platform's limits it is under: the gateway address.
 * @returns undefined when the call may leave now, else why not; nothing is counted then.
 * @throws QuotaUnavailable when the counter does not answer.
 */
export async function takeTurn(
	quota: QuotaStore,
	call: Reservation,
	gateway: string,
	policy: Policy,
	clock: Clock,
	cancelSignal?: AbortSignal,
): Promise<Refused | undefined> {
	const grant = await quota.reserve(call);
	if (!grant.granted) return grant;
	const { waitMs } = grant;
	const { callsPerSecond } = policy;
	const accounts = [call.account, ANY_ACCOUNT];
	const opensAtMs = await awaitDeparture(
		{ gateway, accounts, waitMs, callsPerSecond, cancelSignal },
		clock,
	);
	if (opensAtMs === undefined) return undefined;
	await quota.giveBack(call.id);
	return { granted: false, reason: 'blocked', opensAtMs, spending: [] };
}
