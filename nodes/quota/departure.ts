import type { Clock } from '../platform/clock';
import { forgetOldClock, nextSlotMs, takeSlot, type SlidingLog } from './window';

/** A planned time further ahead than this was planned by a clock that was since set back. */
const FURTHEST_MS = 60_000;

/** What this process knows of one gateway; the platform counts the address of the server. */
interface Door {
	/** Real send times. */
	log: SlidingLog;
	/** Until when the platform refuses, ms UTC, by account or `*`. */
	pausedUntilMs: Map<string, number>;
}

const doors = new Map<string, Door>();

function doorOf(gateway: string): Door {
	const known = doors.get(gateway);
	if (known) return known;
	const opened: Door = { log: { sentAtMs: [], holdUntilMs: 0 }, pausedUntilMs: new Map() };
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
	callsPerSecond: number;
	cancelSignal?: AbortSignal | undefined;
}

/**
 * Waits until a granted call may really leave. The ledger plans the times, but a process that was
 * busy wakes late and would then send what was planned for several seconds at once; so the second
 * window is kept again at the door, with nothing between the last look and the sending. A limit
 * answer that came meanwhile closes the door for calls that already hold a grant.
 *
 * @returns until when the platform refuses, ms UTC; undefined when the call may leave now.
 */
export async function awaitDeparture(
	departure: Departure,
	clock: Clock,
): Promise<number | undefined> {
	const { accounts, callsPerSecond, cancelSignal } = departure;
	await clock.sleepMs(departure.waitMs, cancelSignal);
	const { log, pausedUntilMs } = doorOf(departure.gateway);
	for (;;) {
		const nowMs = clock.nowMs();
		const untilMs = Math.max(0, ...accounts.map((account) => pausedUntilMs.get(account) ?? 0));
		if (untilMs > nowMs) return untilMs;
		forgetOldClock(log, nowMs, FURTHEST_MS);
		const slotMs = nextSlotMs(log, callsPerSecond, nowMs);
		if (slotMs <= nowMs || cancelSignal?.aborted) {
			takeSlot(log, nowMs, nowMs);
			return undefined;
		}
		await clock.sleepMs(slotMs - nowMs, cancelSignal);
	}
}

/** Closes the door of a gateway for an account, or for all of them. A pause only ever grows. */
export function closeDoor(gateway: string, account: string, untilMs: number): void {
	const { pausedUntilMs } = doorOf(gateway);
	pausedUntilMs.set(account, Math.max(pausedUntilMs.get(account) ?? 0, untilMs));
}
