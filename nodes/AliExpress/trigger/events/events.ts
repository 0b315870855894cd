import type { ListName } from '../lists/lists';

/** What the trigger can report. */
export const TRIGGER_EVENTS = [
	'order.created',
	'order.paid',
	'order.shipped',
	'order.cancelled',
	'order.finished',
	'review.created',
	'review.negative',
	'review.updated',
	'dispute.opened',
	'dispute.updated',
] as const;
export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

const ORDERS: readonly ListName[] = ['orders'];
const REVIEWS: readonly ListName[] = ['reviews'];
const DISPUTES: readonly ListName[] = ['disputes'];

const LISTS_OF: Readonly<Record<TriggerEvent, readonly ListName[]>> = {
	'order.created': ORDERS,
	'order.paid': ORDERS,
	'order.shipped': ORDERS,
	// The wish to cancel stands in the list of open orders, the end among the finished ones.
	'order.cancelled': ['orders', 'finished'],
	'order.finished': ['finished'],
	'review.created': REVIEWS,
	'review.negative': REVIEWS,
	'review.updated': REVIEWS,
	'dispute.opened': DISPUTES,
	'dispute.updated': DISPUTES,
};

/** Which lists an event needs. */
export function listsOfEvent(event: TriggerEvent): readonly ListName[] {
	return LISTS_OF[event];
}

/** Something that a row says has happened. All times are ms UTC. */
export interface Occurrence {
	event: TriggerEvent;
	/** Stable over restarts, renames and repeated reads. */
	eventId: string;
	/** The list that was read, and the position of the row in it. */
	list: ListName;
	row: number;
	occurredAtMs: number;
	/** Must not lie before the start point. */
	newSinceMs: number;
	/** Decides how long it is remembered as reported. */
	rememberedFromMs: number;
	/** Where the row stands on the time axis of the window it was asked with. */
	axisMs: number;
	/** Further ids that count as reported together with this one. */
	alsoSeen?: readonly string[];
	/** Short id of what held it back until now: reported although its time is long ago. */
	releases?: string;
	/** The row tells no lasting time of it, so any later change of the row looks like it. */
	isRememberedLong?: boolean;
	/** Only to be remembered: what later changes are told by. */
	isBaseline?: boolean;
}

/** Short ids of what was reported or noted before. */
export interface Known {
	has(shortId: string): boolean;
}
