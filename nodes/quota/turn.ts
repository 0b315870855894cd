import type { Clock } from '../platform/clock';
import { ANY_ACCOUNT } from './count';
import { awaitDeparture } from './departure';
import type { Policy } from './policy';
import type { Grant, QuotaStore, Reservation } from './store';

/** Why a call may not leave, and when it may. */
export type Refused = Extract<Grant, { granted: false }>;
/** A call that may leave now. */
export type Granted = Extract<Grant, { granted: true }>;

/** What a turn is asked for with. */
export interface Turn {
	quota: QuotaStore;
	call: Reservation;
	/** Which platform's limits it is under: the gateway address. */
	gateway: string;
	policy: Policy;
	clock: Clock;
	cancelSignal?: AbortSignal | undefined;
}

/** How long a call waits for its turn if nobody asked for more: over midnight and short pauses. */
export const DEFAULT_PATIENCE_MS = 12_000;
/** Asked again this soon at the earliest, so that no rounding turns waiting into a busy loop. */
const SHORTEST_PAUSE_MS = 20;

/** Asks once. */
async function askForTurn(turn: Turn): Promise<Grant> {
	const { quota, call, gateway, policy, clock, cancelSignal } = turn;
	const grant = await quota.reserve(call);
	if (!grant.granted) return grant;
	const held = await awaitDeparture(
		{
			gateway,
			accounts: [call.account, ANY_ACCOUNT],
			waitMs: grant.waitMs,
			validForMs: grant.validForMs,
			callsPerSecond: policy.windows.second,
			cancelSignal,
		},
		clock,
	);
	if (!held) return grant;
	await quota.giveBack(call.id);
	const opensAtMs = clock.nowMs() + held.opensInMs;
	return { granted: false, ...held, opensAtMs, spending: [] };
}

/**
 * Asks the counter for a call and waits for its turn: for its slot in the second window, and for a
 * call that is refused now but can leave soon.
 *
 * @param patienceMs how long a refusal is waited out in all.
 * @returns the grant when the call may leave now, else why not; nothing is counted then.
 * @throws QuotaUnavailable when the counter does not answer.
 */
export async function takeTurn(turn: Turn, patienceMs: number): Promise<Grant> {
	const { clock, cancelSignal } = turn;
	const deadlineMs = clock.monotonicMs() + patienceMs;
	for (;;) {
		const grant = await askForTurn(turn);
		if (grant.granted || cancelSignal?.aborted) return grant;
		if (clock.monotonicMs() + grant.opensInMs > deadlineMs) return grant;
		await clock.sleepMs(Math.max(grant.opensInMs, SHORTEST_PAUSE_MS), cancelSignal);
	}
}
