import { z } from 'zod';

import { TRIGGER_EVENTS, type ListName } from './events';

const ms = z.number();

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
});
export type ListState = z.infer<typeof listStateSchema>;

const startedSchema = z.object({
	/** Occurrences before this moment are not reported, ms UTC. */
	sinceMs: ms,
	/** True until the first read. */
	isFirst: z.boolean(),
	/** Report this many of the past ones at the first read. */
	lastCount: z.number().int().optional(),
});

const positionSchema = z.object({ cursorMs: ms, horizonMs: ms });

const batchSchema = z.object({
	emittedAtMs: ms,
	/** Life of the process that handed it out. */
	boot: z.string(),
	/** Short ids that were marked by it. */
	ids: z.array(z.string()),
	/** Where the lists stood before it. */
	before: z.object({ orders: positionSchema.optional(), reviews: positionSchema.optional() }),
	/** It held occurrences handed out again after a restart. */
	isRepeat: z.boolean(),
});

const stateSchema = z.object({
	version: z.literal(1),
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
	lists: z.object({ orders: listStateSchema.optional(), reviews: listStateSchema.optional() }),
	/** Short event id → minute (epoch) up to which it is kept. No names, no texts. */
	seen: z.record(z.string(), z.number()),
	batch: batchSchema.optional(),
	/** A batch was taken back and is to be handed out again. */
	isRepeating: z.boolean(),
	/** No read of a list before this moment, also after a restart, ms UTC. */
	nextDueAtMs: z.object({ orders: ms.optional(), reviews: ms.optional() }),
	/** The day's share that `nextDueAtMs` was planned with; with another one it means nothing. */
	share: z.number(),
	lastSuccessAtMs: ms,
});
export type TriggerState = z.infer<typeof stateSchema>;

/** How long an emitted batch may have been lost: n8n saves the state before the execution exists. */
const REPEAT_WITHIN_MS = 5 * 60_000;

/** Brings states of earlier versions to the present one. Version 1 is the first. */
function migrate(stored: unknown): unknown {
	return stored;
}

/** States that were read already: most polls find the one that the poll before them found. */
const readBefore = new WeakMap<object, TriggerState>();

/**
 * Reads the stored state.
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

/** Where a node keeps its state in the static data of the workflow. By id: names can change. */
export function stateKeyOf(nodeId: string): string {
	return `aliExpressTrigger:${nodeId}`;
}

/**
 * Takes back the last batch when it may have been lost: handed out less than five minutes ago by a
 * process that has ended. Its rows are then found and handed out again, under the same ids.
 */
export function takeBackLostBatch(
	state: TriggerState,
	boot: string,
	nowMs: number,
): { state: TriggerState; isTakenBack: boolean; mayReadAtOnce: boolean } {
	const { batch } = state;
	const isYoung = batch !== undefined && nowMs - batch.emittedAtMs < REPEAT_WITHIN_MS;
	if (!isYoung || batch.boot === boot) return { state, isTakenBack: false, mayReadAtOnce: false };
	const gone = new Set(batch.ids);
	const back = (list: ListName): ListState | undefined => {
		const now = state.lists[list];
		const before = batch.before[list];
		return now && before ? { ...now, ...before, readAtMs: 0 } : now;
	};
	const seen = Object.fromEntries(Object.entries(state.seen).filter(([id]) => !gone.has(id)));
	const lists = { orders: back('orders'), reviews: back('reviews') };
	return {
		state: { ...state, lists, seen, batch: undefined, isRepeating: true },
		isTakenBack: true,
		mayReadAtOnce: !batch.isRepeat,
	};
}
