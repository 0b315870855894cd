import { NodeOperationError, type INode } from 'n8n-workflow';

import { HOUR_MS, SECOND_MS } from '../../../time/units';
import type { TriggerItem } from '../events/item';
import type { Told } from '../events/occurrences';
import type { Call } from '../lists/lists';
import type { Outstanding, OutstandingEvent } from '../position/state';
import type { TriggerSettings } from '../settings';
import {
	isLeftUntold,
	nextToRepeat,
	withEndings,
	withFailure,
	withFound,
	withHandedOut,
	withoutGivenUp,
	withProbe,
	type Ending,
	type Said,
} from './outstanding';
import { areAlike, placeOf, readRowsAgain, rowOf, type Row } from './rows';

/** How long a poll waits for an execution to end, and for all of them. */
const WAIT_MS = 2 * SECOND_MS;
const WAIT_IN_A_POLL_MS = 15 * SECOND_MS;
/** The part of the time of a poll, where n8n limits it, that waiting may take. */
const WAIT_PART = 0.4;
/** More events than this are not named one by one. */
const MOST_NAMED = 10;

/** What a process knows of the events of a trigger beside its state. */
export interface Desk {
	/** The rows of outstanding events, by event id. They hold data of buyers, so the state has none. */
	rows: Map<string, Row>;
	/** How attempts ended, by event id and attempt, until a poll notes it. */
	endings: Map<string, Ending | 'untold'>;
	/** n8n has told how an execution ended. */
	hasTold: boolean;
	/** The log was told that n8n does not tell it. */
	isSilenceNoted: boolean;
	polledAtMs: number;
}

/** Desks by trigger. */
export type Desks = Map<string, Desk>;
/** The desks of this process. */
export const desksOfProcess: Desks = new Map();

/** Rows of a trigger that has not polled for this long are let go: it is switched off. */
const ROWS_KEPT_MS = HOUR_MS;

/** The desk of a trigger, opened on first use. Lets go the rows of triggers that are switched off. */
function deskOf(desks: Desks, subscriber: string, nowMs: number): Desk {
	for (const desk of desks.values()) {
		if (desk.polledAtMs < nowMs - ROWS_KEPT_MS) desk.rows.clear();
	}
	const desk = desks.get(subscriber) ?? {
		rows: new Map(),
		endings: new Map(),
		hasTold: false,
		isSilenceNoted: false,
		polledAtMs: nowMs,
	};
	desk.polledAtMs = nowMs;
	desks.set(subscriber, desk);
	return desk;
}

/** n8n as the trigger hands out to it. */
export interface Delivery {
	desks: Desks;
	/** Whether a workflow that failed gets its events again. */
	isRepeating: boolean;
	/** Whether an event has an execution for itself. */
	isAlone(event: OutstandingEvent['event']): boolean;
	/**
	 * Starts an execution with items. Resolves once it has ended, to nothing where n8n does not tell how;
	 * may never resolve. Never rejects. Undefined where n8n cannot be asked.
	 */
	emit?: ((items: TriggerItem[]) => Promise<Said>) | undefined;
	sleepMs(durationMs: number): Promise<void>;
}

/** What handing out needs of a poll. */
export interface CounterDeps {
	node: INode;
	/** Names the trigger within the process. */
	subscriber: string;
	/** Names this life of the process. */
	boot: string;
	settings: TriggerSettings;
	call: Call;
	nowMs(): number;
	/** How long a poll may take, ms; undefined where n8n does not say. */
	pollBudgetMs?: number;
	tell(message: string): void;
}

/** How a poll writes items and its state. */
interface Book {
	/** Makes the item of an event; `attempt` is 1 the first time. */
	itemOf(told: Told, readAtMs: number, attempt: number): TriggerItem;
	/** Writes what is outstanding into the state, in one assignment. */
	save(outstanding: Outstanding): void;
}

const NOT_TOLD =
	'This n8n does not tell the AliExpress Trigger how executions end, so what was handed to one that failed is not handed out again. "Repeat Until the Workflow Succeeds" needs a newer n8n.';

/** Notes in the log, once, that n8n does not tell how executions end. Changes `desk`. */
function noteSilence(desk: Desk, deps: Pick<CounterDeps, 'tell'>): void {
	if (!desk.isSilenceNoted) deps.tell(NOT_TOLD);
	desk.isSilenceNoted = true;
}

const attemptOf = ({ eventId, attempt }: OutstandingEvent) => `${eventId} ${attempt}`;

/** An event that was found now, and when what it is told by was read, ms UTC. */
export interface Found {
	told: Told;
	readAtMs: number;
}

/** Where a poll hands out: one execution after another, each noted in the state before it begins. */
export interface Counter {
	/** What is outstanding now. */
	outstanding(): Outstanding;
	/** Hands out again what is due. */
	repeatDue(): Promise<void>;
	/** Hands out what was found now. */
	handOutNew(found: readonly Found[]): Promise<void>;
	/** The error that names what is not handed out any more; undefined when that is nothing. */
	complaint(): NodeOperationError | undefined;
}

/** The error that names events which are not handed out any more. */
function givenUpError(node: INode, givenUp: readonly OutstandingEvent[]): NodeOperationError {
	const named = givenUp.slice(0, MOST_NAMED).map(({ event, key }) => `${event} ${key}`);
	const more = givenUp.length > named.length ? ` and ${givenUp.length - named.length} more` : '';
	return new NodeOperationError(node, 'The workflow has not succeeded with some events', {
		description: `Each of its executions with them has failed for 24 hours, or AliExpress does not list them any more: ${named.join(', ')}${more}. They are not handed out again. Look into the failed executions for the reason, put it right, and see to these by hand.`,
	});
}

/**
 * Opens the counter of a poll.
 *
 * @param emit starts an execution.
 * @param begun what is outstanding.
 */
export function openCounter(
	{ desks, isRepeating, isAlone, sleepMs }: Delivery,
	emit: NonNullable<Delivery['emit']>,
	deps: CounterDeps,
	{ itemOf, save }: Book,
	begun: Outstanding,
): Counter {
	const { node, settings, call, nowMs } = deps;
	const desk = deskOf(desks, deps.subscriber, nowMs());
	const budgetMs = (deps.pollBudgetMs ?? Infinity) * WAIT_PART;
	let untilMs = nowMs() + Math.min(WAIT_IN_A_POLL_MS, budgetMs);
	let outstanding = begun;
	const givenUp: OutstandingEvent[] = [];

	/** Writes what is outstanding, and lets go what is done with. */
	function change(after: Outstanding): void {
		if (after === outstanding) return;
		outstanding = after;
		const kept = new Set(after.events.map(({ eventId }) => eventId));
		for (const eventId of desk.rows.keys()) if (!kept.has(eventId)) desk.rows.delete(eventId);
		const open = new Set(after.events.filter(({ isOut }) => isOut).map(attemptOf));
		for (const attempt of desk.endings.keys()) if (!open.has(attempt)) desk.endings.delete(attempt);
		save(after);
	}

	/** How the latest attempt of an event ended; undefined while nobody knows. */
	function endingFor(one: OutstandingEvent): Ending | undefined {
		if (!isRepeating) return 'delivered';
		const said = desk.endings.get(attemptOf(one));
		const isSilent = said === 'untold' || (said === undefined && isLeftUntold(one, nowMs()));
		if (isSilent && !desk.hasTold) {
			noteSilence(desk, deps);
			return 'delivered';
		}
		// An n8n that tells has not started it.
		return said === 'untold' ? 'again' : said;
	}

	const settle = () => change(withEndings(outstanding, endingFor, nowMs()));

	/** The item of an event whose row this process holds. */
	function makeItem({ event, eventId, occurredAtMs, attempt }: OutstandingEvent): TriggerItem[] {
		const held = desk.rows.get(eventId);
		const told = held && { event, eventId, occurredAtMs, ...held.row };
		return told ? [itemOf(told, held.readAtMs, attempt + 1)] : [];
	}

	/** Hands events out in one execution and waits a little for its end, which is then noted. */
	async function handOut(wanted: readonly OutstandingEvent[]): Promise<Ending | undefined> {
		// n8n saves with the next execution what is known by then of those before.
		settle();
		const items = wanted.flatMap(makeItem);
		const ids = new Set(wanted.map(({ eventId }) => eventId));
		change(withHandedOut(outstanding, ids, nowMs()));
		const out = outstanding.events.filter(({ eventId }) => ids.has(eventId));
		const ended = emit(items).then((said) => {
			desk.hasTold ||= said !== undefined;
			for (const one of out) desk.endings.set(attemptOf(one), said ?? 'untold');
		});
		await Promise.race([ended, sleepMs(WAIT_MS)]);
		const ending = out[0] && endingFor(out[0]);
		settle();
		return ending;
	}

	/** Reads the row of an event again where this process does not hold it; false when that failed. */
	async function hasRead(first: OutstandingEvent): Promise<boolean> {
		if (desk.rows.has(first.eventId)) return true;
		const others = outstanding.events.filter(({ eventId, isOut }) => {
			return !isOut && eventId !== first.eventId && !desk.rows.has(eventId);
		});
		try {
			const rows = await readRowsAgain(call, [first, ...others], settings, nowMs);
			for (const [eventId, row] of rows) desk.rows.set(eventId, row);
			// An item that cannot be made of it is no row, either.
			makeItem(first);
			return true;
		} catch (reason) {
			desk.rows.delete(first.eventId);
			const why = reason instanceof Error ? reason.message.replace(/\.$/, '') : 'no reason given';
			deps.tell(
				`An event to hand out again could not be read; it is tried with the next repeat: ${why}.`,
			);
			return false;
		}
	}

	function giveUp(isGone: (one: OutstandingEvent) => boolean): void {
		const after = withoutGivenUp(outstanding, isGone, nowMs());
		givenUp.push(...after.givenUp);
		change(after.outstanding);
	}

	return {
		outstanding: () => outstanding,
		async repeatDue() {
			settle();
			let hasTried = false;
			/** What could not be read now; what stands in the same list has to wait as well. */
			const unread: OutstandingEvent[] = [];
			const isThere = (one: OutstandingEvent) =>
				desk.rows.has(one.eventId) || !unread.some((other) => areAlike(one, other));
			while (nowMs() < untilMs) {
				const next = nextToRepeat(outstanding, isThere, nowMs());
				if (!next) break;
				hasTried = true;
				if (!(await hasRead(next))) unread.push(next);
				else if (desk.rows.has(next.eventId)) {
					outstanding = withProbe(outstanding, next.eventId);
					await handOut([next]);
				} else giveUp(({ eventId }) => eventId === next.eventId);
			}
			if (unread.length > 0) change(withFailure(outstanding, nowMs()));
			// Beside a repeat, so that a day of failures ends in one error and not in one for each event.
			if (hasTried && outstanding.failures > 0) giveUp(() => false);
		},
		async handOutNew(found) {
			untilMs = Math.max(untilMs, nowMs() + Math.min(WAIT_MS, budgetMs));
			for (const { told, readAtMs } of found)
				desk.rows.set(told.eventId, { row: rowOf(told), readAtMs });
			const entered = found.map(({ told }) => ({
				event: told.event,
				eventId: told.eventId,
				occurredAtMs: told.occurredAtMs,
				...placeOf(told, settings),
			}));
			change(withFound(outstanding, entered, nowMs()));
			const isNew = new Set(found.map(({ told }) => told.eventId));
			const mine = outstanding.events.filter(({ eventId }) => isNew.has(eventId));
			const together = mine.filter(({ event }) => !isAlone(event));
			const alone = mine.filter(({ event }) => isAlone(event)).map((one) => [one]);
			for (const events of [together, ...alone].filter(({ length }) => length > 0)) {
				// What is left comes with the repeats.
				if (nowMs() >= untilMs || (await handOut(events)) === 'again') return;
			}
		},
		complaint: () => (givenUp.length > 0 ? givenUpError(node, givenUp) : undefined),
	};
}

/** Says in the log that n8n cannot be asked how executions end, where that is wanted. */
export function noteNoWord(
	{ desks, isRepeating }: Delivery,
	deps: Pick<CounterDeps, 'subscriber' | 'nowMs' | 'tell'>,
): void {
	if (isRepeating) noteSilence(deskOf(desks, deps.subscriber, deps.nowMs()), deps);
}
