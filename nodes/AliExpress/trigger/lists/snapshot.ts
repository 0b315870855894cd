import type { RawDispute } from '../../parse/dispute/dispute';
import type { RawOrder } from '../../parse/order/orderList';
import type { RawReview } from '../../parse/review/review';
import type { ListName } from './lists';
import type { WayRead } from './reviewWay';

/** What the list says of how many rows the window has that was read. */
export interface Count {
	/** Where the window begins, ms UTC; what was read of it can begin later. */
	fromMs: number;
	/** Rows of the window that were placed up to the last page, as the list counts them. */
	total: number;
	/** Those among them that stand on the pages. */
	read: number;
}

/** What a window of a list held. Kept in memory only, never in the state. */
export interface ListRead<Row> {
	/** All that the list showed from here to `toMs` is among the rows, ms UTC. */
	fromMs: number;
	toMs: number;
	rows: Row[];
	/** False when reading stopped before the end of the window. */
	isComplete: boolean;
	/** False when rows shifted from page to page, so that some may have been skipped. */
	isStable: boolean;
	/** Set when the window was read to be counted. */
	count?: Count | undefined;
	/** Why the count of the list cannot be gone by, when this read has shown it. */
	isMiscounted?: boolean;
	/** Set when rows that left the list were looked for in the list of those that have ended. */
	hasEnded?: boolean;
	/** The calls of a look further back, when this was one. */
	deepCalls?: number;
	/** Of reviews: in which way they were read, and are to be read next. */
	way?: WayRead;
}

/** The rows of each list. */
interface Rows {
	orders: RawOrder;
	toSend: RawOrder;
	changed: RawOrder;
	finished: RawOrder;
	reviews: RawReview;
	disputes: RawDispute;
}

/** When a list was read, ms UTC: the lists of a snapshot can be of different rounds. */
interface Fetched {
	fetchedAtMs: number;
}

/** The latest round of reading, and what earlier rounds brought for triggers that still need it. */
export type Snapshot = Fetched & { [List in ListName]?: ListRead<Rows[List]> & Fetched };
