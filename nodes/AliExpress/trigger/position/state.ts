import { z } from 'zod';

import { TRIGGER_EVENTS } from '../events/events';
import { LISTS, perList, type ListName, type PerList } from '../lists/lists';
import { reviewWaySchema } from '../lists/reviewWay';
import { MARKS } from './packedIds';

const ms = z.number();

/**
 * Where a trigger stands in a list. All moments are ms UTC on the axis that the list is cut by.
 *
 * ```text
 *        horizonMs            knownFromMs                    reachedMs        readAtMs
 * ───────────┼─────────────────────┼──────────────────────────────┼──────────────┼────► time
 *   counts as handed out           │                              │              │
 *            │◄─ ids of what was handed out are remembered ──────►│   pending    │ when the last
 *                                  │◄─ each row is known ────────►│              │ read was made
 * ```
 *
 * What is *known* was handed out, or is to be left out. What is *reached* was read and, but for the
 * *pending* rows, handed out; it stays before the oldest pending row, so that the next process finds
 * that one again. A row that enters the list late lies before `reachedMs` and is not known: the count
 * of the list is then greater than what is known of the window.
 */
const positionSchema = z.object({
	/** Everything before this moment was read and handed out. */
	reachedMs: ms,
	/** Occurrences before this moment count as handed out: their ids are no longer kept. */
	horizonMs: ms,
	/** Of the list of orders: from here on every row that was listed is known or pending. */
	knownFromMs: ms.optional(),
	/** When the read that was last used was made. */
	readAtMs: ms,
	/** When the last read was made that brought the list up to what is reached; `readAtMs` without it. */
	reachedAtMs: ms.optional(),
	/** Occurrences found but not handed out yet; they are found again, so only their number is kept. */
	pending: z.number().int(),
	/** Nothing was read of it yet. */
	isNew: z.boolean().optional(),
	/** How often in a row a read was repeated because rows shifted while paging. */
	rereads: z.number().int(),
	/** When the count last left no row unknown. */
	settledAtMs: ms.optional(),
	/** How many rows the count tells of that no read has shown yet, and since when. */
	missing: z.object({ rows: z.number().int(), sinceMs: ms }).optional(),
	/** When the list's count was last found wrong: for a day it is not gone by. */
	miscountedAtMs: ms.optional(),
	/**
	 * Of the list of changed orders: the longest time, since it was last read, in which an order could be
	 * paid and sent without standing in a read of those to send, ms.
	 */
	unseenMs: ms.optional(),
	/** When rows that had left the list were last looked for among those that have ended. */
	lookedAtMs: ms.optional(),
	/** The last look further back, and how many calls it took. */
	deep: z.object({ atMs: ms, calls: z.number().int() }).optional(),
	/** Of reviews: how they are read, where not by the time at which they became effective alone. */
	way: reviewWaySchema.optional(),
	/** The shortest memory that ids of this list were ever kept with, ms. */
	keptMs: ms.optional(),
	/** Rows that were not there when their time was read, and how late they were seen at most, ms. */
	late: z.object({ rows: z.number().int(), worstMs: ms }).optional(),
	/** When more had happened than can be remembered, so that the memory is shorter. */
	shortenedAtMs: ms.optional(),
});
export type Position = z.infer<typeof positionSchema>;

function perListOptional<Schema extends z.ZodTypeAny>(schema: Schema) {
	const optional = schema.optional();
	return z.object(perList(() => optional));
}

const startedSchema = z.object({
	/** Occurrences before this moment are not reported, ms UTC. */
	sinceMs: ms,
	/** True until the first read. */
	isFirst: z.boolean(),
	/** Report this many of the past ones at the first read. */
	lastCount: z.number().int().optional(),
});

const batchSchema = z.object({
	emittedAtMs: ms,
	/** Life of the process that handed it out. */
	boot: z.string(),
	/** Short ids that were marked by it, one after the other. */
	ids: z.string(),
	/** Short ids that were held until then, one after the other. */
	released: z.string(),
	/** Up to where its lists count as reached without it, and their horizons then, ms UTC. */
	before: perListOptional(
		z.object({ reachedMs: ms, horizonMs: ms, way: reviewWaySchema.optional() }),
	),
	/** What its watches knew before it, of what it told. */
	watches: z.record(z.string(), z.string()).optional(),
	/** It held occurrences handed out again after a restart. */
	isRepeat: z.boolean(),
});

const outstandingEventSchema = z.object({
	event: z.enum(TRIGGER_EVENTS),
	eventId: z.string(),
	/** What it is asked for by: its order, its parent order and order, its dispute, or what a watch calls it. */
	key: z.string(),
	/** Of a watch: what it knew before; see `packBefore`. */
	before: z.string().optional(),
	/** When its order was placed or its dispute opened, ms UTC: where its row is found again. */
	rowMs: ms,
	occurredAtMs: ms,
	/** When it was found, and when it was handed out last; 0 when it was not yet. */
	sinceMs: ms,
	emittedAtMs: ms,
	/** How often it was handed out. */
	attempt: z.number().int(),
	/** n8n has not said yet how its execution ended. */
	isOut: z.boolean(),
});
export type OutstandingEvent = z.infer<typeof outstandingEventSchema>;

const outstandingSchema = z.object({
	/** Life of the process that handed out last. */
	boot: z.string(),
	events: z.array(outstandingEventSchema),
	/** How many repeats in a row have failed, and when the next one is due; 0 while none has. */
	failures: z.number().int(),
	nextAtMs: ms,
	/** The event that is repeated to see whether the workflow succeeds again. */
	probe: z.string().optional(),
});
/** Events that were found and whose workflow has not succeeded as far as is known. No names, no texts. */
export type Outstanding = z.infer<typeof outstandingSchema>;
/** What is looked at beside the lists, and what is known of it. Moments are ms UTC. */
const watchSchema = z.object({
	/** Key → what was last seen, as `openKnown` reads it. Of buyers there is nothing in it. */
	known: z.string(),
	/** Marks what the present sweep has met. */
	mark: z.enum(MARKS),
	/** No look before this moment. */
	dueAtMs: ms,
	/** Where the next look goes on; absent when it begins a sweep. */
	at: z.string().optional(),
	/** When the first sweep had ended; nothing is handed out before. */
	learnedAtMs: ms.optional(),
	/** When the last whole sweep ended, and how many calls it took. */
	sweptAtMs: ms.optional(),
	sweepCalls: z.number().int().optional(),
	/** Calls that it would take of a day by what it knows. */
	wants: z.number().optional(),
	/** Calls of the present sweep so far. */
	calls: z.number().int(),
	/** Sightings that are not handed out yet; they are seen again, so only their number is kept. */
	pending: z.number().int(),
});
export type KeptWatch = z.infer<typeof watchSchema>;

const idsSchema = z.record(z.string(), z.string());

export const stateSchema = z.object({
	version: z.literal(3),
	/** Counts the changes of the state: of two copies, the higher one is newer. */
	revision: z.number().int(),
	/** Hash of the app. */
	app: z.string(),
	/**
	 * Name of the account in event ids: a hash of what the account was called at the start. It stays
	 * when the seller id becomes known, or is no longer known, later.
	 */
	account: z.string(),
	/** Hash of the account once its seller id was known; another account starts over. */
	seller: z.string().optional(),
	/** The start point as it was written; another one starts over. */
	start: z.string(),
	started: z.record(z.enum(TRIGGER_EVENTS), startedSchema),
	lists: perListOptional(positionSchema),
	/** Rows of the list of orders that are known and still stand in it, as packed short ids. */
	rows: idsSchema,
	/** What else was reported. No names, no texts. */
	seen: idsSchema,
	/** What was reported and would look new with any later change of its row. */
	lasting: idsSchema,
	/** What holds events back that are to be reported once it is gone. */
	held: idsSchema,
	/** The watches that the events need, by name. */
	watches: z.record(z.string(), watchSchema).optional(),
	/** What they have spent of the day that ends at a moment, ms UTC. */
	watchCalls: z.object({ dayEndsAtMs: ms, calls: z.number().int() }).optional(),
	batch: batchSchema.optional(),
	/** A batch was taken back and is to be handed out again. */
	isRepeating: z.boolean(),
	/** Kept by a trigger that learns how its executions ended, in place of the batch. */
	outstanding: outstandingSchema.optional(),
	/** No read of a list before this moment, also after a restart, ms UTC. */
	nextDueAtMs: perListOptional(ms),
	/** The day's share that `nextDueAtMs` was planned with; with another one it means nothing. */
	share: z.number(),
	lastSuccessAtMs: ms,
});
export type TriggerState = z.infer<typeof stateSchema>;

/** Where a node keeps its state in the static data of the workflow. By id: names can change. */
export function stateKeyOf(nodeId: string): string {
	return `aliExpressTrigger:${nodeId}`;
}

/** Changes the positions that are there. */
export function mapLists(
	lists: TriggerState['lists'],
	change: (position: Position, list: ListName) => Position,
): TriggerState['lists'] {
	const changed: Partial<PerList<Position>> = {};
	for (const list of LISTS) {
		const position = lists[list];
		if (position) changed[list] = change(position, list);
	}
	return changed;
}
