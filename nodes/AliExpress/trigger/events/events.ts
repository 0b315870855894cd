import type { IDataObject } from 'n8n-workflow';

import type { OrderStage } from '../../../wire/orderStatus';
import type { RawReview } from '../../parse/review/review';
import type { ListName } from '../lists/lists';
import { opened, updated, type DisputeFacts } from './disputes';
import type { About, Finding } from './eventId';
import { cancelled, created, finished, paid, PAID, SENT, shipped, type OrderFacts } from './orders';
import { edited, negative, reviewed } from './reviews';

/** What is looked at beside the lists; each of these costs calls of its own, or none. */
export type WatchName =
	| 'quota'
	| 'compliance'
	| 'sales'
	| 'shipping'
	| 'parcels'
	| 'health'
	| 'promotions'
	| 'products'
	| 'stock';

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
	/** What is looked at for it where no list is read, and how early and at what cost it is told. */
	watch?: WatchName;
	promise?: string;
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

/** What an event says that is found by a watch. */
interface Watched {
	watch: WatchName;
	promise: string;
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

/** What is found by looking beside the lists. None of it is told of what was so at the first look. */
const WATCH_EVENTS = {
	'order.complianceFailed': {
		name: 'Order Compliance Failed',
		description: 'An order to the EU or Brazil has failed the review before shipping',
		what: 'order to the European Union or Brazil that waits to be shipped',
		lists: [],
		watch: 'compliance',
		promise:
			'"Order Compliance Failed" looks at one waiting order to the European Union or Brazil after another, none more often than every 6 hours: with the 10 calls of Compliance Calls a Day at each of 10 orders once a day. Four times a day the waiting orders are listed, 1 call per 50.',
	},
	'order.shipBy': {
		name: 'Order to Ship Soon',
		description: 'An order that is not shipped yet has to be shipped within some hours',
		what: 'order that waits to be shipped',
		lists: [],
		watch: 'shipping',
		promise:
			'"Order to Ship Soon" looks every 6 hours at all orders that wait, which takes 1 call per 50 of them; what the reads of other events show is told at once.',
	},
	'parcel.milestone': {
		name: 'Parcel Milestone',
		description:
			'A parcel is held by customs or has passed them, is out for delivery, could not be delivered, waits for the buyer, goes back, or is delivered. Each once.',
		what: 'parcel with events',
		lists: [],
		watch: 'parcels',
		promise:
			'"Parcel Milestone" looks at one parcel after another, the one that waited longest first: with the 20 calls a day of Parcel Calls a Day at each of 40 parcels every 3 days, with 40 calls at each of 100 every 4. A parcel takes 1 call a look, 1 more when it is new, and the list of shipped orders 1 per 50 a day.',
	},
	'product.offline': {
		name: 'Product Offline',
		description: 'A product that was on sale is offline or needs editing',
		what: 'product that is offline',
		lists: [],
		watch: 'products',
		promise:
			'"Product Offline" looks twice a day at the products that are on sale, offline or need editing: 1 call per 99 of each.',
	},
	'product.priceChanged': {
		name: 'Product Price Changed',
		description: 'The price of a product on sale is another than at the look before',
		what: 'product on sale',
		lists: [],
		watch: 'products',
		promise:
			'"Product Price Changed" looks twice a day at the products on sale: 1 call per 99, shared with "Product Offline".',
	},
	'product.stockLow': {
		name: 'Product Stock Low',
		description: 'The stock of a variant of a watched product has come down to a number',
		what: 'watched product with a known stock',
		lists: [],
		watch: 'stock',
		promise: '"Product Stock Low" looks twice a day at each watched product: 1 call each.',
	},
	'promotion.ending': {
		name: 'Promotion Ending',
		description: 'A running promotion ends within some hours',
		what: 'running promotion',
		lists: [],
		watch: 'promotions',
		promise:
			'"Promotion Ending" looks once a day at the running promotions: 1 call per 50. One that is shorter than a day can be missed.',
	},
	'quota.low': {
		name: 'Quota Low',
		description: "A part of the day's calls is used. Once a day.",
		what: "use of the day's calls",
		lists: [],
		watch: 'quota',
		promise: '"Quota Low" looks at the counter every 5 minutes, which costs no call.',
	},
	'sales.daily': {
		name: 'Daily Sales',
		description: 'A day has ended: its orders, what was paid, and what sold most',
		what: 'day',
		lists: [],
		watch: 'sales',
		promise:
			'"Daily Sales" comes an hour after midnight. Where "New Order" and "Order Paid" are chosen too and n8n ran all day it costs no call; else 1 call per 50 orders of the day.',
	},
	'store.health': {
		name: 'Store Health Changed',
		description: 'AliExpress sees the shop in better or worse health than the day before',
		what: 'store health',
		lists: [],
		watch: 'health',
		promise: '"Store Health Changed" looks once a day: 1 call.',
	},
} as const satisfies Record<string, Omit<EventKind<never>, 'find'> & Watched>;

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
	| keyof typeof DISPUTE_EVENTS
	| keyof typeof WATCH_EVENTS;

/** What the trigger can report: all but how it is found in a row. */
export const EVENTS: Readonly<Record<TriggerEvent, Omit<EventKind<never>, 'find'>>> = {
	...ORDER_EVENTS,
	...REVIEW_EVENTS,
	...DISPUTE_EVENTS,
	...WATCH_EVENTS,
};

/** The names of all events, as items and the state write them. */
export const TRIGGER_EVENTS = Object.keys(EVENTS) as [TriggerEvent, ...TriggerEvent[]];

/** Something that a watch has seen happen. Lives in memory only. */
export interface Sighting {
	event: TriggerEvent;
	/** What it is about, and which of its events this is: with the event's name they make its id. */
	id: string;
	version: string;
	/** ms UTC. */
	occurredAtMs: number;
	/** Under `key` the watch knows `value` once this is handed out, and what it knew before until then. */
	key: string;
	value: string;
	/** What the item says beside the event and its time. */
	item: IDataObject;
}

/** The watches that events need. */
export function watchesOf(events: readonly TriggerEvent[]): Set<WatchName> {
	return new Set(events.flatMap((event) => EVENTS[event].watch ?? []));
}

/** The lists that events need. */
export function listsOf(events: readonly TriggerEvent[]): Set<ListName> {
	return new Set(events.flatMap((event) => EVENTS[event].lists));
}
