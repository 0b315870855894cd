import type { Clock } from '../time/clock';
import { HOUR_MS, SECOND_MS } from '../time/units';
import type { PausedParty } from './store';
import { nextSlotMs, openSlidingLog, takeSlot, workingCeiling, type SlidingLog } from './window';

/** What this process knows of one gateway; the platform counts the address of the server. */
interface Door {
	/** Real send times. */
	log: SlidingLog;
	/** Until when the platform refuses, monotonic ms, by the key of whom. */
	pausedUntilMs: Map<string, number>;
	/** The latest pause whose end nobody told: how long it is, and its end, monotonic ms. */
	shortPause: { ms: number; untilMs: number } | undefined;
}

/** How soon a call that missed its day asks for the next one. */
const ASK_AGAIN_MS = 1_000;
/** The first pause after a refusal by something in between that names no end; each next one is twice as long. */
const SHORT_PAUSE_MS = 5 * SECOND_MS;
/** So long after the last of them, the next one is short again. */
const FORGOTTEN_AFTER_MS = HOUR_MS;

const doors = new Map<string, Door>();

function doorOf(gateway: string): Door {
	const known = doors.get(gateway);
	if (known) return known;
	// The ledger holds the first slot of a process back, so the door need not.
	const log = openSlidingLog(Number.NEGATIVE_INFINITY);
	const opened: Door = { log, pausedUntilMs: new Map(), shortPause: undefined };
	doors.set(gateway, opened);
	return opened;
}

/** Whose call it is, from the widest to the narrowest. */
export interface Caller {
	/** Which platform's limit it is: the gateway address. */
	gateway: string;
	/** The App Key. */
	app: string;
	account: string;
}

function keyOf({ app, account }: Caller, party: PausedParty): string {
	const narrower = { server: [], app: [app], account: [app, account] };
	return JSON.stringify(narrower[party]);
}

/** A granted call on its way out. */
export interface Departure extends Caller {
	/** Its slot, monotonic ms. */
	leavesAtMs: number;
	/** After this its slot is over, monotonic ms. */
	slotUntilMs: number;
	/** The call has to leave by then, monotonic ms. */
	validUntilMs: number;
	/** The platform's limit; undefined without one. */
	callsPerSecond: number | undefined;
	cancelSignal?: AbortSignal | undefined;
}

/** Why a granted call may not leave after all, and in how many milliseconds it may. */
export interface HeldBack {
	reason: 'blocked' | 'midnight' | 'late';
	opensInMs: number;
	paused?: PausedParty;
}

const PARTIES = ['server', 'app', 'account'] as const;

/** The pause that keeps a caller back longest; undefined when there is none. */
function pauseOf(door: Door, caller: Caller, atMs: number): HeldBack | undefined {
	if (door.pausedUntilMs.size === 0) return undefined;
	const pauses = PARTIES.map((paused) => {
		const opensInMs = (door.pausedUntilMs.get(keyOf(caller, paused)) ?? 0) - atMs;
		return { reason: 'blocked' as const, opensInMs, paused };
	});
	const longest = pauses.reduce((most, one) => (one.opensInMs > most.opensInMs ? one : most));
	return longest.opensInMs > 0 ? longest : undefined;
}

/**
 * Waits until a granted call may really leave. The ledger plans the times, but a process that was
 * busy wakes late and would then send what was planned for several seconds at once, and among the calls
 * of other processes. So what is late is planned anew, and the second window is kept again at the door,
 * with nothing between the last look and the sending. A limit answer that came meanwhile closes the door
 * for calls that already hold a grant.
 *
 * @returns undefined when the call may leave now.
 */
export async function awaitDeparture(
	departure: Departure,
	clock: Clock,
): Promise<HeldBack | undefined> {
	const { callsPerSecond, cancelSignal, leavesAtMs, slotUntilMs } = departure;
	await clock.sleepMs(leavesAtMs - clock.monotonicMs(), cancelSignal);
	const door = doorOf(departure.gateway);
	for (;;) {
		const atMs = clock.monotonicMs();
		const pause = pauseOf(door, departure, atMs);
		if (pause) return pause;
		if (atMs > departure.validUntilMs) return { reason: 'midnight', opensInMs: ASK_AGAIN_MS };
		if (callsPerSecond === undefined) return undefined;
		if (atMs > slotUntilMs && !cancelSignal?.aborted) return { reason: 'late', opensInMs: 0 };
		const slotMs = nextSlotMs(door.log, workingCeiling(callsPerSecond), atMs);
		if (slotMs <= atMs || cancelSignal?.aborted) {
			takeSlot(door.log, atMs, atMs);
			return undefined;
		}
		await clock.sleepMs(slotMs - atMs, cancelSignal);
	}
}

/**
 * Closes the door of a gateway for an account, for an app with all its accounts, or for all. A pause
 * only ever grows.
 *
 * @param caller who met the limit.
 * @param untilMs monotonic ms.
 */
export function closeDoor(caller: Caller, party: PausedParty, untilMs: number): void {
	const { pausedUntilMs } = doorOf(caller.gateway);
	const key = keyOf(caller, party);
	pausedUntilMs.set(key, Math.max(pausedUntilMs.get(key) ?? 0, untilMs));
}

/**
 * How long to pause after a refusal whose end nobody told: short at first, then twice as long each time
 * until an answer comes through. What answers the calls of one burst counts once.
 *
 * @param longestMs how long it gets at most.
 * @param atMs monotonic ms.
 */
export function nextShortPauseMs(gateway: string, longestMs: number, atMs: number): number {
	const door = doorOf(gateway);
	const last = door.shortPause;
	if (last && last.untilMs > atMs) return last.untilMs - atMs;
	const isRecent = last !== undefined && atMs - last.untilMs < FORGOTTEN_AFTER_MS;
	const ms = Math.min(isRecent ? 2 * last.ms : SHORT_PAUSE_MS, longestMs);
	door.shortPause = { ms, untilMs: atMs + ms };
	return ms;
}

/** Notes that the platform answered: the next refusal of that kind begins with a short pause again. */
export function endShortPauses(gateway: string): void {
	doorOf(gateway).shortPause = undefined;
}
