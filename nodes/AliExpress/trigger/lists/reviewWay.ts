import { z } from 'zod';

const ms = z.number();

/**
 * Where a trigger stands in the ways to read reviews: by the time at which they became effective or,
 * where that way fails, by their orders. Times are ms UTC.
 */
export const reviewWaySchema = z.object({
	/** Set while they are read by their orders: since when, and what was wrong with the other way. */
	byOrders: z.object({ sinceMs: ms, why: z.enum(['refused', 'cut', 'missed']) }).optional(),
	/** When the two ways were to be compared last, and when they were. */
	triedAtMs: ms.optional(),
	checkedAtMs: ms.optional(),
	/** A pass over the orders: when it began, and up to which time of placing they are still to ask for. */
	pass: z.object({ startedAtMs: ms, belowMs: ms }).optional(),
	/** How long the last whole pass took, ms. */
	passMs: ms.optional(),
});
export type ReviewWay = z.infer<typeof reviewWaySchema>;

/** A stretch of a pass, newest orders first. Times are ms UTC, of placing. */
export interface Walk {
	/** Up to when the orders were asked for; infinite where a pass begins. */
	fromMs: number;
	/** Up to when they are still to ask for. */
	toMs: number;
	isEnd: boolean;
}

/** What a read of reviews says of the ways, for each trigger that uses it. */
export type WayRead = Pick<ReviewWay, 'byOrders' | 'triedAtMs' | 'checkedAtMs'> & { walk?: Walk };
