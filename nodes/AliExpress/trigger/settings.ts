import { z } from 'zod';

import { TRIGGER_EVENTS, listOfEvent, type ListName, type TriggerEvent } from './events';

const zones = ['America/Los_Angeles', 'Asia/Shanghai', 'UTC'] as const;

const startSchema = z.discriminatedUnion('from', [
	z.object({ from: z.literal('now') }),
	z.object({ from: z.literal('date'), atMs: z.number().int() }),
	z.object({ from: z.literal('last'), count: z.number().int().min(1).max(50) }),
]);

/** The node's settings after reading. */
export const settingsSchema = z.object({
	events: z.array(z.enum(TRIGGER_EVENTS)).min(1),
	start: startSchema,
	/**
	 * The start point as it was written: what the text means changes with the workflow's time zone,
	 * and with each poll if it is an expression, and neither may start the trigger over.
	 */
	startAsWritten: z.string(),
	simplify: z.boolean(),
	includeBuyerData: z.boolean(),
	alsoOnEdits: z.boolean(),
	negativeUpToStars: z.number().int().min(1).max(5),
	itemsPerPoll: z.number().int().min(1).max(1_000),
	reviewOverlapDays: z.number().int().min(1).max(30),
	reviewZone: z.enum(zones),
	/** The hours in which the trigger reads, on the workflow's wall clock. */
	activeFromHour: z.number().int().min(0).max(23).optional(),
	activeToHour: z.number().int().min(1).max(24).optional(),
});
export type TriggerSettings = z.infer<typeof settingsSchema>;

/** The lists that the chosen events need. */
export function listsOf(events: readonly TriggerEvent[]): Set<ListName> {
	return new Set(events.map(listOfEvent));
}
