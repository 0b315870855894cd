import { isDayUsedUp, isLimitAnswer, type Cause, type Failure } from '../wire/failure';
import { closeDoor, endShortPauses, nextShortPauseMs } from './departure';
import { ANY_ACCOUNT } from './policy';
import type { Block, Pause, PausedParty, Settlement } from './store';
import type { Granted, Turn } from './turn';

/**
 * Whom a limit answer is about, by its codes, e.g. `7 accesscontrol.limited-by-app-api-access-count`.
 * One that names nobody is taken to be about the address of the server, which the platform counts.
 */
function pausedPartyOf({ code, isFromBetween }: Failure): PausedParty {
	if (isFromBetween || /(?:^|[^a-z])ip(?:[^a-z]|call|access|$)/i.test(code)) return 'server';
	if (/user|seller|session|shop/i.test(code)) return 'account';
	// 7 is "App Call Limited", 8 "App Call Exceeds Limited Frequency".
	return /app|^[78]$/i.test(code) ? 'app' : 'server';
}

/**
 * Turns a limit answer into what the counter has to keep.
 *
 * @param account whose calls met it. It alone is closed when the answer names it, and when the calls of
 * its day are used up, since those are counted for each account.
 */
export function blockOf(failure: Failure, account: string): Block {
	const { banMs } = failure;
	const isDayLimit = isDayUsedUp(failure);
	const isOwn = isDayLimit || pausedPartyOf(failure) === 'account';
	return {
		account: isOwn ? account : ANY_ACCOUNT,
		isDayLimit,
		...(banMs !== undefined && { banMs }),
	};
}

/** An account that is not known by name stands for all of the app. */
function partyOf(failure: Failure, { account, isDayLimit }: Block): PausedParty {
	const party = isDayLimit ? 'account' : pausedPartyOf(failure);
	return party === 'account' && account === ANY_ACCOUNT ? 'app' : party;
}

/** How long a limit answer holds; undefined when only the counter can tell. */
function toldMs(failure: Failure, { gateway, policy, clock }: Turn): number | undefined {
	if (failure.banMs !== undefined || !failure.isFromBetween) return failure.banMs;
	return nextShortPauseMs(gateway, policy.penaltyMs, clock.monotonicMs());
}

/**
 * Keeps a limit answer: closes the door of this process at once, so that calls which already hold a
 * grant stay back as well, and tells the counter.
 *
 * @throws QuotaUnavailable when the counter does not answer; the door is closed then all the same.
 */
async function heedLimitAnswer(failure: Failure, turn: Turn): Promise<Pause> {
	const { quota, call, gateway, app, policy, clock } = turn;
	const banMs = toldMs(failure, turn);
	const block = blockOf({ ...failure, ...(banMs !== undefined && { banMs }) }, call.account);
	const party = partyOf(failure, block);
	const close = (pauseMs: number) =>
		closeDoor({ gateway, app, account: call.account }, party, clock.monotonicMs() + pauseMs);
	close(banMs ?? policy.penaltyMs);
	// The counter knows the platform's day better than the clock of this server.
	const forMs = await quota.block(block);
	close(forMs);
	return { party, forMs, untilMs: clock.nowMs() + forMs };
}

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
