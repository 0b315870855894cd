import { z } from 'zod';

import { TRIGGER_EVENTS } from '../events/events';
import { LISTS, type ListName, type PerList } from '../lists/lists';
import { migrate } from './migrate';

const ms = z.number();

/** What looking back has brought; kept so that it can be seen why a lookback is what it is. */
const auditSchema = z.object({
	/** Rows that were not there when their time was read first. */
	lateRows: z.number().int(),
	/** Those among them that only a re-read could find. */
	rereadRows: z.number().int(),
	/** At most so long after its time a row was seen, ms. */
	worstLateMs: ms,
	/** When the lookback was widened last, ms UTC. */
	widenedAtMs: ms.optional(),
	/** When more had happened than can be remembered, so that the memory is shorter, ms UTC. */
	shortenedAtMs: ms.optional(),
});
export type Audit = z.infer<typeof auditSchema>;

const listStateSchema = z.object({
	/** Everything before this moment was read and handed out, ms UTC. */
	cursorMs: ms,
	/** Occurrences before this moment count as handed out: their ids are no longer kept. */
	horizonMs: ms,
	lookbackMs: ms,
	/** Reads so far; every twelfth looks further back. */
	rounds: z.number().int(),
	/** How often in a row a read was repeated because rows shifted while paging. */
	rereads: z.number().int(),
	/** When the read that was last used was fetched, ms UTC. */
	readAtMs: ms,
	/** Occurrences found but not handed out yet; they are found again, so only their number is kept. */
	pending: z.number().int(),
	/** When what lies before the cursor was read last, whole and without shifts, ms UTC. */
	coveredAtMs: ms.optional(),
	/** What is before the cursor is being read again in parts: how far, and since when, ms UTC. */
	partial: z.object({ reachedMs: ms, sinceMs: ms }).optional(),
	/** A look further back that is too long for one read goes on in parts, ms UTC: done, and up to where. */
	looking: z.object({ reachedMs: ms, untilMs: ms }).optional(),
	/** The shortest memory that ids of this list were ever kept with, ms. */
	keptMs: ms.optional(),
	audit: auditSchema.optional(),
});
export type ListState = z.infer<typeof listStateSchema>;

function perListOptional<Schema extends z.ZodTypeAny>(schema: Schema) {
	const optional = schema.optional();
	return z.object({ orders: optional, finished: optional, reviews: optional, disputes: optional });
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
	/** Where its lists stood before it, and from where on its rows are found again, ms UTC. */
	before: perListOptional(z.object({ cursorMs: ms, horizonMs: ms, foundFromMs: ms })),
	/** It held occurrences handed out again after a restart. */
	isRepeat: z.boolean(),
});

const idsSchema = z.record(z.string(), z.string());

const stateSchema = z.object({
	version: z.literal(2),
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
	lists: perListOptional(listStateSchema),
	/** What was reported, as packed short ids. No names, no texts. */
	seen: idsSchema,
	/** What was reported and would look new with any later change of its row. */
	lasting: idsSchema,
	/** What holds events back that are to be reported once it is gone. */
	held: idsSchema,
	batch: batchSchema.optional(),
	/** A batch was taken back and is to be handed out again. */
	isRepeating: z.boolean(),
	/** No read of a list before this moment, also after a restart, ms UTC. */
	nextDueAtMs: perListOptional(ms),
	/** The day's share that `nextDueAtMs` was planned with; with another one it means nothing. */
	share: z.number(),
	lastSuccessAtMs: ms,
});
export type TriggerState = z.infer<typeof stateSchema>;

/** States that were read already: most polls find the one that the poll before them found. */
const readBefore = new WeakMap<object, TriggerState>();

/**
 * Reads the stored state, of this version or an earlier one.
 *
 * @returns undefined when there is none.
 * @throws TypeError when it is of a shape that this version does not know.
 */
export function readState(stored: unknown): TriggerState | undefined {
	if (stored === undefined || stored === null) return undefined;
	const known = typeof stored === 'object' ? readBefore.get(stored) : undefined;
	if (known) return known;
	// A plain copy: the stored object is watched by n8n, and nothing may change before the end.
	const read = stateSchema.safeParse(migrate(JSON.parse(JSON.stringify(stored))));
	if (read.success) {
		if (typeof stored === 'object') readBefore.set(stored, read.data);
		return read.data;
	}
	const field = read.error.issues[0]?.path.join('.') ?? '';
	throw new TypeError(`The stored position of this trigger cannot be read (field "${field}").`);
}

/** Notes a state as read, so that the next poll need not read it again. */
export function rememberState(state: TriggerState): void {
	readBefore.set(state, state);
}

/** Where a node keeps its state in the static data of the workflow. By id: names can change. */
export function stateKeyOf(nodeId: string): string {
	return `aliExpressTrigger:${nodeId}`;
}

/** Changes the list states that are there. */
export function mapLists(
	lists: TriggerState['lists'],
	change: (state: ListState, list: ListName) => ListState,
): TriggerState['lists'] {
	const changed: Partial<PerList<ListState>> = {};
	for (const list of LISTS) {
		const state = lists[list];
		if (state) changed[list] = change(state, list);
	}
	return changed;
}
