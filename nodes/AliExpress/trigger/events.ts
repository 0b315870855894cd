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

/**
 * The lists of the platform that the events are found in; each costs its own calls. Finished orders
 * are a list of their own, because the platform leaves them out of the other one.
 */
export const LISTS = ['orders', 'finished', 'reviews', 'disputes'] as const;
export type ListName = (typeof LISTS)[number];

/** Something for each list. */
export type PerList<T> = Record<ListName, T>;

/** Makes something for each list. */
export function perList<T>(make: (list: ListName) => T): PerList<T> {
	return {
		orders: make('orders'),
		finished: make('finished'),
		reviews: make('reviews'),
		disputes: make('disputes'),
	};
}

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

/** Whether the rows of a list are orders. */
export function isOrderList(list: ListName): list is 'orders' | 'finished' {
	return list === 'orders' || list === 'finished';
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
