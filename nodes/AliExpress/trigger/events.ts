/** What the trigger can report. */
export const TRIGGER_EVENTS = [
	'order.created',
	'order.paid',
	'review.created',
	'review.negative',
] as const;
export type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** The lists of the platform that the events are found in; each costs its own calls. */
export const LISTS = ['orders', 'reviews'] as const;
export type ListName = (typeof LISTS)[number];

/** In which list an event is found. */
export function listOfEvent(event: TriggerEvent): ListName {
	return event === 'order.created' || event === 'order.paid' ? 'orders' : 'reviews';
}

/** Something that a row says has happened. All times are ms UTC. */
export interface Occurrence {
	event: TriggerEvent;
	/** Stable over restarts, renames and repeated reads. */
	eventId: string;
	/** Position of the row in the list that was read. */
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
	/** Reported although its time lies before the start point: it was held back until now. */
	isReleased?: boolean;
}
