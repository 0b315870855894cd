import { z } from 'zod';

import { DAY_MS } from '../../../time/units';
import { shortIdOf } from '../events/eventId';
import { EVENTS, listsOf, type TriggerEvent } from '../events/events';
import { isOrderList } from '../lists/lists';
import { packIds } from './packedIds';
import { stateSchema, type TriggerState } from './state';

const listOfOneSchema = z.object({ cursorMs: z.number(), horizonMs: z.number() }).passthrough();

/** As much of version 1 as changes. Ids were 14 hex digits, each with its minute. */
const versionOneSchema = z
	.object({
		version: z.literal(1),
		seen: z.record(z.string(), z.number()),
		lists: z.record(z.string(), listOfOneSchema),
		batch: z
			.object({ ids: z.array(z.string()), before: z.record(z.string(), listOfOneSchema) })
			.passthrough()
			.optional(),
	})
	.passthrough();

function migrateOne({ seen, batch, lists, ...rest }: z.infer<typeof versionOneSchema>): unknown {
	const kept = Object.entries(seen).map(([id, minute]) => [shortIdOf(id), minute] as const);
	const listed = Object.entries(lists).map(([list, state]) => {
		// The memory was whole days, and the horizon lies by it and at most one read behind.
		const keptMs = Math.floor((state.cursorMs - state.horizonMs) / DAY_MS) * DAY_MS;
		return [list, { ...state, keptMs: Math.max(DAY_MS, keptMs) }];
	});
	// Its rows lay after the horizon, or they would not have been reported.
	const found = Object.entries(batch?.before ?? {}).map(([list, before]) => [
		list,
		{ ...before, foundFromMs: before.horizonMs },
	]);
	return {
		...rest,
		version: 2,
		revision: 0,
		lists: Object.fromEntries(listed) as unknown,
		// What was held back cannot be told from what was reported; it is found among them all the same.
		seen: packIds(new Map(kept)),
		lasting: {},
		held: {},
		...(batch && {
			batch: {
				...batch,
				ids: batch.ids.map(shortIdOf).join(''),
				released: '',
				before: Object.fromEntries(found) as unknown,
			},
		}),
	};
}

const ms = z.number();

/** As much of version 2 as changes. There was one list of orders under way, and one of the ended. */
const versionTwoSchema = z
	.object({
		version: z.literal(2),
		started: z.record(z.string(), z.unknown()),
		lists: z.record(
			z.string(),
			z.object({
				cursorMs: ms,
				horizonMs: ms,
				readAtMs: ms,
				rounds: z.number(),
				rereads: z.number(),
				pending: z.number(),
				keptMs: ms.optional(),
				audit: z
					.object({ lateRows: z.number(), worstLateMs: ms, shortenedAtMs: ms.optional() })
					.optional(),
			}),
		),
		batch: z
			.object({
				before: z.record(z.string(), z.object({ cursorMs: ms, horizonMs: ms, foundFromMs: ms })),
			})
			.passthrough()
			.optional(),
		nextDueAtMs: z.record(z.string(), ms),
	})
	.passthrough();

/**
 * Version 2 had one list of orders under way for all events; each of the lists in its place begins
 * where that one stood. What is known of its rows cannot be told from other ids, so rows are known
 * from there on.
 */
function migrateTwo(two: z.infer<typeof versionTwoSchema>): unknown {
	const { lists, batch, started, nextDueAtMs, ...rest } = two;
	const events = Object.keys(started).filter((event): event is TriggerEvent => event in EVENTS);
	const underWay = [...listsOf(events)].filter((list) => isOrderList(list) && list !== 'finished');
	const spread = <Old, New>(old: Record<string, Old>, make: (old: Old) => New) =>
		Object.fromEntries(
			Object.entries(old).flatMap(([list, one]) =>
				(list === 'orders' ? underWay : [list]).map((name) => [name, make(one)]),
			),
		) as unknown;
	return {
		...rest,
		version: 3,
		started,
		nextDueAtMs,
		rows: {},
		lists: spread(
			lists,
			({ cursorMs, horizonMs, readAtMs, rounds, rereads, pending, ...more }) => ({
				reachedMs: cursorMs,
				horizonMs,
				knownFromMs: cursorMs,
				readAtMs,
				rereads,
				pending,
				isNew: rounds === 0,
				keptMs: more.keptMs,
				shortenedAtMs: more.audit?.shortenedAtMs,
				...(more.audit && { late: { rows: more.audit.lateRows, worstMs: more.audit.worstLateMs } }),
			}),
		),
		...(batch && {
			batch: {
				...batch,
				before: spread(batch.before, ({ cursorMs, horizonMs, foundFromMs }) => ({
					reachedMs: Math.min(cursorMs, foundFromMs),
					horizonMs,
				})),
			},
		}),
	};
}

/** Brings a stored state of an earlier version to the present one; others stay as they are. */
function migrate(stored: unknown): unknown {
	const one = versionOneSchema.safeParse(stored);
	const two = versionTwoSchema.safeParse(one.success ? migrateOne(one.data) : stored);
	return two.success ? migrateTwo(two.data) : stored;
}

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
