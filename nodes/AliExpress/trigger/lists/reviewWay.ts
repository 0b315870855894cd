import { z } from 'zod';

const ms = z.number();

/**
 * A place among the orders, newest first: those that were placed up to a time, and from which page of
 * these on. It is the first page but where pages do not tell how far they reach: the list does not stand
 * newest first, or more than a page was placed in one second.
 */
const placeSchema = z.object({
	belowMs: ms,
	page: z.number().optional(),
	/** How many orders the list counts from here on; absent where it does not say. */
	left: z.number().optional(),
});
export type Place = z.infer<typeof placeSchema>;

/** Before the newest order. */
export const NEWEST: Place = { belowMs: Infinity };

/** Whether a place lies behind another one: what lies between was gone through. */
export function isFurther(place: Place, than: Place): boolean {
	if (place.belowMs !== than.belowMs) return place.belowMs < than.belowMs;
	return (place.page ?? 1) > (than.page ?? 1);
}

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
	/** A pass over the orders: when it began, from where on they are still to ask for, how many there were. */
	pass: placeSchema.extend({ startedAtMs: ms, listed: z.number().optional() }).optional(),
	/** How long the last whole pass took, ms. */
	passMs: ms.optional(),
});
export type ReviewWay = z.infer<typeof reviewWaySchema>;

/** A stretch of a pass, newest orders first. */
export interface Walk {
	/** From where on the orders were asked for, and from where on they are still to ask for. */
	from: Place;
	to: Place;
	/** How many orders the list counts, where the pass begins with this stretch. */
	listed?: number | undefined;
	isEnd: boolean;
}

/** What a read of reviews says of the ways, for each trigger that uses it. */
export type WayRead = Pick<ReviewWay, 'byOrders' | 'triedAtMs' | 'checkedAtMs'> & { walk?: Walk };
