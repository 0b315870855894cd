import type { Clock } from '../time/clock';
import { awaitDeparture } from './departure';
import type { Policy } from './policy';
import {
	ignoreUnavailable,
	QuotaUnavailable,
	type Grant,
	type QuotaStore,
	type Reservation,
} from './store';

/** Why a call may not leave, and when it may. */
export type Refused = Extract<Grant, { opensInMs: number }>;
/** A call that may leave now. */
export type Granted = Extract<Grant, { granted: true }>;

/** What a turn is asked for with. */
export interface Turn {
	quota: QuotaStore;
	call: Reservation;
	/** Which platform's limits it is under: the gateway address. */
	gateway: string;
	/** The App Key, whose accounts a ban of the app closes. */
	app: string;
	policy: Policy;
	clock: Clock;
	cancelSignal?: AbortSignal | undefined;
}

/** How long a call waits for its turn if nobody asked for more: over midnight and short pauses. */
export const DEFAULT_PATIENCE_MS = 12_000;
/** Asked again this soon at the earliest, so that no rounding turns waiting into a busy loop. */
const SHORTEST_PAUSE_MS = 20;

/** Reserves; what may have been counted although no answer came is handed back. */
async function reserve({ quota, call, clock, cancelSignal }: Turn): Promise<Grant> {
	try {
		return await quota.reserve(call);
	} catch (reason) {
		if (!(reason instanceof QuotaUnavailable)) return await Promise.reject(reason);
		if (reason.mayHaveCounted) await quota.giveBack(call.id).catch(ignoreUnavailable);
		if (!cancelSignal?.aborted) return await Promise.reject(reason);
		const opensAtMs = clock.nowMs();
		return { granted: false, reason: 'blocked', opensAtMs, opensInMs: 0, spending: [] };
	}
}

/**
 * A call that would leave so long after its slot is planned anew: other processes send by the plan, 275 ms
 * apart, and a sixth call in a second takes 375 ms of lateness. The rest is for the way.
 */
const LATE_MS = 250;

/** The shortest way of an answer, as the difference of two clocks, ms, and when that was seen, monotonic ms. */
interface Way {
	leastMs: number;
	seenAtMs: number;
}

/** By app and gateway. */
const ways = new Map<string, Way>();
/** So fast the shortest way is forgotten, in ms for each: clocks drift, and are set. */
const FORGOTTEN_PER_MS = 0.002;

/**
 * How long an answer of the counter was held up, in ms: under load it can be seconds, and the slots in it
 * count from when it was decided. The clocks of the two processes need not agree; the shortest way seen
 * lately stands for none. Never longer than the whole question took.
 *
 * @param askedAtMs monotonic ms, as `answeredAtMs`.
 */
function heldUpMs(
	{ app, gateway }: Turn,
	{ decidedAtMs }: Granted,
	askedAtMs: number,
	answeredAtMs: number,
): number {
	if (decidedAtMs === undefined) return 0;
	const key = `${app}\n${gateway}`;
	const wayMs = answeredAtMs - decidedAtMs;
	const known = ways.get(key);
	const knownMs = known && known.leastMs + (answeredAtMs - known.seenAtMs) * FORGOTTEN_PER_MS;
	const leastMs = Math.min(wayMs, knownMs ?? wayMs);
	ways.set(key, { leastMs, seenAtMs: answeredAtMs });
	return Math.min(wayMs - leastMs, answeredAtMs - askedAtMs);
}

/** Asks once. */
async function askForTurn(turn: Turn): Promise<Grant> {
	const { call, gateway, app, policy, clock, cancelSignal, quota } = turn;
	// From before the question: its answer may be late.
	const askedAtMs = clock.monotonicMs();
	const grant = await reserve(turn);
	if (!grant.granted) return grant;
	const answeredAtMs = clock.monotonicMs();
	const leavesAtMs = answeredAtMs - heldUpMs(turn, grant, askedAtMs, answeredAtMs) + grant.waitMs;
	const held = await awaitDeparture(
		{
			gateway,
			app,
			account: call.account,
			leavesAtMs,
			// In one process the door alone keeps the calls apart.
			slotUntilMs: quota.scope === 'process' ? Number.POSITIVE_INFINITY : leavesAtMs + LATE_MS,
			validUntilMs: askedAtMs + grant.validForMs,
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
		if (grant.granted || grant.reason === 'refusedToken' || cancelSignal?.aborted) return grant;
		if (clock.monotonicMs() + grant.opensInMs > deadlineMs) return grant;
		await clock.sleepMs(Math.max(grant.opensInMs, SHORTEST_PAUSE_MS), cancelSignal);
	}
}
