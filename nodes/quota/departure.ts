import type { Clock } from '../time/clock';
import { nextSlotMs, openSlidingLog, takeSlot, workingCeiling, type SlidingLog } from './window';

/** What this process knows of one gateway; the platform counts the address of the server. */
interface Door {
	/** Real send times. */
	log: SlidingLog;
	/** Until when the platform refuses, monotonic ms, by account or `*`. */
	pausedUntilMs: Map<string, number>;
}

/** How soon a call that missed its day asks for the next one. */
const ASK_AGAIN_MS = 1_000;

const doors = new Map<string, Door>();

function doorOf(gateway: string): Door {
	const known = doors.get(gateway);
	if (known) return known;
	// The ledger holds the first slot of a process back, so the door need not.
	const log = openSlidingLog(Number.NEGATIVE_INFINITY);
	const opened: Door = { log, pausedUntilMs: new Map() };
	doors.set(gateway, opened);
	return opened;
}

/** A granted call on its way out. */
export interface Departure {
	/** Which platform's limit it is: the gateway address. */
	gateway: string;
	/** Under which the platform counts the call, and the stand-in for all accounts. */
	accounts: readonly string[];
	/** How long the ledger says to wait. */
	waitMs: number;
	/** The call has to leave by then, monotonic ms. */
	validUntilMs: number;
	/** The platform's limit; undefined without one. */
	callsPerSecond: number | undefined;
	cancelSignal?: AbortSignal | undefined;
}

/** Why a granted call may not leave after all, and in how many milliseconds it may. */
export interface HeldBack {
	reason: 'blocked' | 'midnight';
	opensInMs: number;
}

/**
 * Waits until a granted call may really leave. The ledger plans the times, but a process that was
 * busy wakes late and would then send what was planned for several seconds at once; so the second
 * window is kept again at the door, with nothing between the last look and the sending. A limit
 * answer that came meanwhile closes the door for calls that already hold a grant.
 *
 * @returns undefined when the call may leave now.
 */
export async function awaitDeparture(
	departure: Departure,
	clock: Clock,
): Promise<HeldBack | undefined> {
	const { accounts, callsPerSecond, cancelSignal } = departure;
	await clock.sleepMs(departure.waitMs, cancelSignal);
	const { log, pausedUntilMs } = doorOf(departure.gateway);
	for (;;) {
		const atMs = clock.monotonicMs();
		const untilMs = Math.max(0, ...accounts.map((account) => pausedUntilMs.get(account) ?? 0));
		if (untilMs > atMs) return { reason: 'blocked', opensInMs: untilMs - atMs };
		if (atMs > departure.validUntilMs) return { reason: 'midnight', opensInMs: ASK_AGAIN_MS };
		if (callsPerSecond === undefined) return undefined;
		const slotMs = nextSlotMs(log, workingCeiling(callsPerSecond), atMs);
		if (slotMs <= atMs || cancelSignal?.aborted) {
			takeSlot(log, atMs, atMs);
			return undefined;
		}
		await clock.sleepMs(slotMs - atMs, cancelSignal);
	}
}

/**
 * Closes the door of a gateway for an account, or for all of them. A pause only ever grows.
 *
 * @param untilMs monotonic ms.
 */
export function closeDoor(gateway: string, account: string, untilMs: number): void {
	const { pausedUntilMs } = doorOf(gateway);
	pausedUntilMs.set(account, Math.max(pausedUntilMs.get(account) ?? 0, untilMs));
}
