import { z } from 'zod';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import type { Outstanding, OutstandingEvent } from '../position/state';

/** How long after one repeat that failed the workflow gets the next one; the last holds for all others. */
const REPEAT_AFTER_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);
/** How long an event is repeated. */
const REPEATED_FOR_MS = DAY_MS;
/** After a restart what was handed out within this time may have been lost with the process. */
const UNKNOWN_FOR_MS = 5 * MINUTE_MS;
/** So long the workflow gets nothing else while one event shows whether it succeeds again. */
const PROBED_FOR_MS = HOUR_MS;
/** An n8n that has never told how an execution ended does not tell it after this time either. */
const TOLD_WITHIN_MS = HOUR_MS;
/** The state has to stay below 256 KB; an event takes some 250 characters. */
export const MOST_OUTSTANDING = 200;

/** How an execution ended for what was handed out to it: it is done with, or to be handed out again. */
export type Ending = 'delivered' | 'again';

const runSchema = z.object({ status: z.string() });
const cancelledSchema = z.object({ reason: z.string() });

/** What n8n said of the end of an execution; undefined when it said nothing. */
export type Said = Ending | undefined;

/**
 * How an execution ended, by what n8n's promise resolved to. Goes by the status: in queue mode
 * `finished` is true of an execution that waits.
 *
 * @returns undefined when n8n did not start one, or does not tell.
 */
export function endingOf(run: unknown): Said {
	const read = runSchema.safeParse(run);
	if (!read.success) return undefined;
	// One that waits is never told of again, and one that was cancelled the user has decided.
	return ['error', 'crashed'].includes(read.data.status) ? 'again' : 'delivered';
}

/** How an execution ended, by what n8n's promise was rejected with. */
export function endingOfRejection(reason: unknown): Ending {
	const cancelled = cancelledSchema.safeParse(reason);
	if (cancelled.success) return cancelled.data.reason === 'manual' ? 'delivered' : 'again';
	// An engine that runs it elsewhere says that it does not know it.
	const names = reason instanceof Error ? [reason.name, reason.constructor.name] : [];
	return names.includes('ExecutionNotFoundError') ? 'delivered' : 'again';
}

const none = (boot: string): Outstanding => ({ boot, events: [], failures: 0, nextAtMs: 0 });

/** Without anything to repeat there is no next repeat. */
function tidy(outstanding: Outstanding): Outstanding {
	const { boot, events } = outstanding;
	const isRepeated = events.some(({ isOut, attempt }) => !isOut || attempt > 1);
	return isRepeated ? outstanding : { ...none(boot), events };
}

/**
 * What is outstanding at the begin of a poll. Of events that another process handed out nobody can say
 * how their execution ended: young ones are handed out again, older ones count as delivered, unless the
 * workflow was failing. n8n saves the word of one execution with the next, which is up to an hour away then.
 *
 * @param boot life of this process.
 */
export function openOutstanding(
	stored: Outstanding | undefined,
	boot: string,
	nowMs: number,
): Outstanding {
	if (!stored) return none(boot);
	const isOurs = stored.boot === boot;
	// One whose execution goes on for a day is not waited for any longer.
	const openForMs = isOurs || stored.failures > 0 ? REPEATED_FOR_MS : UNKNOWN_FOR_MS;
	const events = stored.events.filter(
		({ isOut, emittedAtMs }) => !isOut || nowMs - emittedAtMs < openForMs,
	);
	if (isOurs && events.length === stored.events.length) return stored;
	return tidy({
		...stored,
		boot,
		events: events.map((one) => (isOurs ? one : { ...one, isOut: false })),
	});
}

/**
 * Which event to hand out next; undefined while the workflow is given time, or when there is none.
 *
 * @param isThere whether an event can be handed out at all.
 */
export function nextToRepeat(
	{ events, failures, nextAtMs, probe }: Outstanding,
	isThere: (event: OutstandingEvent) => boolean,
	nowMs: number,
): OutstandingEvent | undefined {
	if (failures > 0) {
		// A clock that was ahead has planned it too late.
		const isPlanned = nextAtMs > nowMs && nextAtMs <= nowMs + HOUR_MS;
		const isProbing = events.some(
			(one) => one.isOut && one.eventId === probe && nowMs - one.emittedAtMs < PROBED_FOR_MS,
		);
		if (isPlanned || isProbing) return undefined;
	}
	// What was tried least comes first, so that one event that always fails keeps back no other.
	const [first] = events
		.filter((one) => !one.isOut && isThere(one))
		.sort((a, b) => a.attempt - b.attempt || a.occurredAtMs - b.occurredAtMs);
	return first;
}

/** Notes events that were found, to be handed out. */
export function withFound(
	outstanding: Outstanding,
	found: ReadonlyArray<
		Pick<OutstandingEvent, 'event' | 'eventId' | 'key' | 'rowMs' | 'before' | 'occurredAtMs'>
	>,
	nowMs: number,
): Outstanding {
	const entered = found.map((one) => ({
		...one,
		sinceMs: nowMs,
		emittedAtMs: 0,
		attempt: 0,
		isOut: false,
	}));
	return { ...outstanding, events: [...outstanding.events, ...entered] };
}

/** Notes that events are handed out now. */
export function withHandedOut(
	outstanding: Outstanding,
	ids: ReadonlySet<string>,
	nowMs: number,
): Outstanding {
	const events = outstanding.events.map((one) =>
		ids.has(one.eventId)
			? { ...one, attempt: one.attempt + 1, emittedAtMs: nowMs, isOut: true }
			: one,
	);
	return { ...outstanding, events };
}

/** Notes which event shows whether a workflow that failed succeeds again. */
export function withProbe(outstanding: Outstanding, eventId: string): Outstanding {
	return outstanding.failures > 0 ? { ...outstanding, probe: eventId } : outstanding;
}

/**
 * Notes that a repeat has failed. Repeats are spaced for the workflow: what else fails before the next
 * one is due changes nothing.
 */
export function withFailure(outstanding: Outstanding, nowMs: number): Outstanding {
	const { failures, nextAtMs } = outstanding;
	if (failures > 0 && nextAtMs > nowMs) return outstanding;
	const waitMs = REPEAT_AFTER_MS[Math.min(failures, REPEAT_AFTER_MS.length - 1)] ?? HOUR_MS;
	return { ...outstanding, failures: failures + 1, nextAtMs: nowMs + waitMs };
}

/**
 * Notes how executions ended.
 *
 * @param endingOf the ending of the latest attempt of an event; undefined when it has not ended.
 */
export function withEndings(
	outstanding: Outstanding,
	endingOf: (event: OutstandingEvent) => Ending | undefined,
	nowMs: number,
): Outstanding {
	const ended = new Map(
		outstanding.events.flatMap((one) => {
			const ending = one.isOut ? endingOf(one) : undefined;
			return ending === undefined ? [] : [[one.eventId, ending] as const];
		}),
	);
	// The workflow succeeds again: all others can follow at once.
	const isWell = ended.get(outstanding.probe ?? '') === 'delivered';
	let after = isWell ? none(outstanding.boot) : outstanding;
	if ([...ended.values()].includes('again')) after = withFailure(after, nowMs);
	const events = outstanding.events.flatMap((one) => {
		const ending = ended.get(one.eventId);
		if (ending === undefined) return [one];
		return ending === 'again' ? [{ ...one, isOut: false }] : [];
	});
	return ended.size > 0 ? tidy({ ...after, events }) : outstanding;
}

/** Whether n8n has left the end of an event's execution untold for so long that it will not come. */
export function isLeftUntold({ isOut, emittedAtMs }: OutstandingEvent, nowMs: number): boolean {
	return isOut && nowMs - emittedAtMs >= TOLD_WITHIN_MS;
}

/**
 * Takes events out that were repeated for a day.
 *
 * @param isGone whether an event cannot be handed out any more, for another reason.
 */
export function withoutGivenUp(
	outstanding: Outstanding,
	isGone: (event: OutstandingEvent) => boolean,
	nowMs: number,
): { outstanding: Outstanding; givenUp: OutstandingEvent[] } {
	const isGivenUp = (one: OutstandingEvent) =>
		isGone(one) || (!one.isOut && nowMs - one.sinceMs >= REPEATED_FOR_MS);
	const givenUp = outstanding.events.filter(isGivenUp);
	if (givenUp.length === 0) return { outstanding, givenUp };
	const events = outstanding.events.filter((one) => !isGivenUp(one));
	return { outstanding: tidy({ ...outstanding, events }), givenUp };
}

/** Events whose workflow has failed, since when, and when the next repeat is due, ms UTC. */
export interface OutstandingStatus {
	events: number;
	sinceMs: number;
	nextAtMs: number;
}

/** What of a state waits for a repeat; undefined when nothing does. */
export function outstandingStatusOf(
	outstanding: Outstanding | undefined,
): OutstandingStatus | undefined {
	const failed = (outstanding?.events ?? []).filter(
		({ isOut, attempt }) => attempt > 1 || (attempt === 1 && !isOut),
	);
	if (!outstanding || failed.length === 0) return undefined;
	const sinceMs = Math.min(...failed.map((one) => one.sinceMs));
	return { events: failed.length, sinceMs, nextAtMs: outstanding.nextAtMs };
}
