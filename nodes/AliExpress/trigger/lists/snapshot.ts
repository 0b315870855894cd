import type { RawDispute } from '../../parse/dispute';
import type { RawOrder } from '../../parse/orderList';
import type { RawReview } from '../../parse/review';
import type { ListName } from './lists';
import type { OrderMode } from './window';

/** What a window of a list held. Kept in memory only, never in the state. */
export interface ListRead<Row> {
	fromMs: number;
	toMs: number;
	rows: Row[];
	/** False when reading stopped before the end of the window. */
	isComplete: boolean;
	/** False when rows shifted from page to page, so that some may have been skipped. */
	isStable: boolean;
	/** How many pages looking further back would have taken; set when those were too many. */
	pagesOfAll?: number;
}

/** A read of either list of orders, and by which time its window was cut. */
export type OrderRead = ListRead<RawOrder> & { mode: OrderMode };

/** What each list gives. */
interface Reads {
	orders: OrderRead;
	finished: OrderRead;
	reviews: ListRead<RawReview>;
	disputes: ListRead<RawDispute>;
}

/** When a list was read, ms UTC: the lists of a snapshot can be of different rounds. */
interface Fetched {
	fetchedAtMs: number;
}

/** The latest round of reading, and what earlier rounds brought for triggers that still need it. */
export type Snapshot = Fetched & { [List in ListName]?: Reads[List] & Fetched };
