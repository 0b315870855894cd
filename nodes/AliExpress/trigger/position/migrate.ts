import { z } from 'zod';

import { DAY_MS } from '../../../time/units';
import { shortIdOf } from '../events/eventId';
import { packIds } from './packedIds';

/** As much of version 1 as changes. Ids were 14 hex digits, each with its minute. */
const versionOneSchema = z
	.object({
		version: z.literal(1),
		seen: z.record(z.string(), z.number()),
		lists: z.record(
			z.string(),
			z.object({ cursorMs: z.number(), horizonMs: z.number() }).passthrough(),
		),
		batch: z
			.object({
				ids: z.array(z.string()),
				before: z.record(
					z.string(),
					z.object({ cursorMs: z.number(), horizonMs: z.number() }).passthrough(),
				),
			})
			.passthrough()
			.optional(),
	})
	.passthrough();

/** Brings a stored state of an earlier version to the present one; others stay as they are. */
export function migrate(stored: unknown): unknown {
	const one = versionOneSchema.safeParse(stored);
	if (!one.success) return stored;
	const { seen, batch, lists, ...rest } = one.data;
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
