import type { OrderStage } from '../../../wire/orderStatus';
import type { RawReview } from '../../parse/review/review';
import type { ListName } from '../lists/lists';
import { opened, updated, type DisputeFacts } from './disputes';
import type { About, Finding } from './finding';
import { cancelled, created, finished, paid, PAID, SENT, shipped, type OrderFacts } from './orders';
import { edited, negative, reviewed } from './reviews';

/** All that is said of an event: the drop-down, the lists, samples, documents and push go by it. */
export interface EventKind<Row> {
	/** In the drop-down. */
	name: string;
	/** Below it; when it happens. */
	description: string;
	/** What a sample of it is called. */
	what: string;
	/**
	 * The lists that have to be read so that none is missed, the one that shows most of them first: it
	 * is read at the pace of the day. A row of another one may show it too.
	 */
	lists: readonly ListName[];
	/** What a row says of it. */
	find(row: Row, about: About): Finding[];
	/** It happens once in the life of its order, so what is known need not be looked at again. */
	isOnce?: boolean;
	/** Statuses that a sample asks for, where orders in all statuses would hide it. */
	sampleStatuses?: readonly string[];
	/** How an order has ended is what it is about, so it stands in simplified items too. */
	tellsEnd?: boolean;
	/** Stages of an order of which a push message says the same beyond doubt, and the version it is of. */
	pushed?: Readonly<Partial<Record<OrderStage, string>>>;
}

const ORDER_EVENTS = {
	'order.created': {
		name: 'New Order',
		description:
			'A buyer has placed an order, paid or not. One that is closed before the next read is left out, unless an event of finished orders is chosen too.',
		what: 'order',
		lists: ['orders'],
		find: created,
		isOnce: true,
		pushed: { placed: '' },
	},
	'order.paid': {
		name: 'Order Paid',
		description:
			'An order is paid and has passed the payment check. The more orders are paid late, the more calls it takes.',
		what: 'paid order',
		// The newest orders show most payments, those to be sent the others; who is sent before the next
		// look at them stands in the last one.
		lists: ['orders', 'toSend', 'changed'],
		find: paid,
		isOnce: true,
		sampleStatuses: [...PAID],
		// A payment that is on its way is not among them: it may still be under check.
		pushed: { toShip: '' },
	},
	'order.shipped': {
		name: 'Order Shipped',
		description: 'An order was sent. One that is sent in parts gives two events at most.',
		what: 'shipped order',
		lists: ['changed'],
		find: shipped,
		sampleStatuses: [...SENT],
		pushed: { partlyShipped: 'part', shipped: '' },
	},
	'order.cancelled': {
		name: 'Order Cancelled',
		description:
			'A buyer asks to cancel (status IN_CANCEL), or an order was closed without being completed. Two events when both happen.',
		what: 'cancelled order',
		// The wish to cancel stands in the list of open orders, the end among the finished ones.
		lists: ['changed', 'finished'],
		find: cancelled,
		sampleStatuses: ['IN_CANCEL'],
		tellsEnd: true,
		// The end of an order is not among them: finished or cancelled.
		pushed: { cancelling: 'requested' },
	},
	'order.finished': {
		name: 'Order Finished',
		description:
			'An order was completed: received, or refunded after a dispute. AliExpress lists those placed in the last 30 days.',
		what: 'finished order',
		lists: ['finished'],
		find: finished,
		isOnce: true,
		tellsEnd: true,
	},
} as const satisfies Record<string, EventKind<OrderFacts>>;

const REVIEW_EVENTS = {
	'review.created': {
		name: 'New Review',
		description: 'A review has become effective',
		what: 'review',
		lists: ['reviews'],
		find: reviewed,
	},
	'review.negative': {
		name: 'Negative Review',
		description: 'A review has few stars, or was edited down to few',
		what: 'negative review',
		lists: ['reviews'],
		find: negative,
	},
	'review.updated': {
		name: 'Review Updated',
		description:
			'A review that was seen before was edited, or has got a follow-up or a reply of yours',
		what: 'review',
		lists: ['reviews'],
		find: edited,
	},
} as const satisfies Record<string, EventKind<RawReview>>;

const DISPUTE_EVENTS = {
	'dispute.opened': {
		name: 'Dispute Opened',
		description: 'A buyer has opened a dispute',
		what: 'dispute',
		lists: ['disputes'],
		find: opened,
		isOnce: true,
	},
	'dispute.updated': {
		name: 'Dispute Updated',
		description: 'A dispute has changed since it was first seen, or has ended',
		what: 'dispute',
		lists: ['disputes'],
		find: updated,
	},
} as const satisfies Record<string, EventKind<DisputeFacts>>;

type Table<Events extends string, Row> = Readonly<Record<Events, EventKind<Row>>>;

/** What the trigger can report, by what its rows are. */
export const EVENTS_OF: {
	orders: Table<keyof typeof ORDER_EVENTS, OrderFacts>;
	reviews: Table<keyof typeof REVIEW_EVENTS, RawReview>;
	disputes: Table<keyof typeof DISPUTE_EVENTS, DisputeFacts>;
} = { orders: ORDER_EVENTS, reviews: REVIEW_EVENTS, disputes: DISPUTE_EVENTS };

export type TriggerEvent =
	| keyof typeof ORDER_EVENTS
	| keyof typeof REVIEW_EVENTS
	| keyof typeof DISPUTE_EVENTS;

/** What the trigger can report: all but how it is found in a row. */
export const EVENTS: Readonly<Record<TriggerEvent, Omit<EventKind<never>, 'find'>>> = {
	...ORDER_EVENTS,
	...REVIEW_EVENTS,
	...DISPUTE_EVENTS,
};

/** The names of all events, as items and the state write them. */
export const TRIGGER_EVENTS = Object.keys(EVENTS) as [TriggerEvent, ...TriggerEvent[]];

/** The lists that events need. */
export function listsOf(events: readonly TriggerEvent[]): Set<ListName> {
	return new Set(events.flatMap((event) => EVENTS[event].lists));
}
