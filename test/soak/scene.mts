/** Who sells, and which workflows watch the shops. The shape of the soak, as data. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Midnight in Beijing. The autumn hour of the platform's own zone lies in the days that follow. */
export const START_MS = Date.UTC(2026, 9, 19, 16);

export type WatchedEvent =
	| 'order.created'
	| 'order.paid'
	| 'review.created'
	| 'review.negative'
	| 'order.complianceFailed'
	| 'order.shipBy'
	| 'parcel.milestone'
	| 'product.offline'
	| 'product.priceChanged'
	| 'product.stockLow'
	| 'promotion.ending'
	| 'quota.low'
	| 'sales.daily'
	| 'store.health';

/** A workflow that starts with an AliExpress Trigger at "every minute". */
export interface WatchingWorkflow {
	id: string;
	account: string;
	events: readonly WatchedEvent[];
	/** The second of the minute at which n8n polls it. */
	second: number;
	/** Version of its trigger; default 1. From 1.1 on it learns how its executions end. */
	typeVersion?: number;
}

export const ACCOUNTS: readonly string[] = ['2000000001', '2000000002', '2000000003'];
const [FIRST = '', SECOND = '', THIRD = ''] = ACCOUNTS;

/** How many orders a day a shop gets, fewest and most. */
export const ORDERS_A_DAY: Readonly<Record<string, readonly [number, number]>> = {
	[FIRST]: [50, 110],
	[SECOND]: [120, 280],
	[THIRD]: [70, 150],
};

export const WORKFLOWS: readonly WatchingWorkflow[] = [
	{ id: 'cards', account: FIRST, events: ['order.created'], second: 3, typeVersion: 1.1 },
	{
		id: 'accounting',
		account: FIRST,
		events: ['order.created', 'order.paid'],
		second: 17,
		typeVersion: 1.1,
	},
	{ id: 'praise', account: FIRST, events: ['review.created'], second: 17, typeVersion: 1.1 },
	{
		id: 'mixed',
		account: FIRST,
		events: ['order.paid', 'review.negative'],
		second: 44,
		typeVersion: 1.1,
	},
	{
		id: 'everything',
		account: SECOND,
		events: ['order.created', 'review.created'],
		second: 8,
		typeVersion: 1.1,
	},
	{ id: 'complaints', account: SECOND, events: ['review.negative'], second: 31, typeVersion: 1.1 },
	{ id: 'warehouse', account: THIRD, events: ['order.created'], second: 25 },
	{ id: 'invoices', account: THIRD, events: ['order.paid'], second: 59 },
];
