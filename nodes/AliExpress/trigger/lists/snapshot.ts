import type { RawDispute } from '../../parse/dispute/dispute';
import type { RawOrder } from '../../parse/order/orderList';
import type { RawReview } from '../../parse/review/review';
import type { ListRead } from './listRead';
import type { ListName } from './lists';

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
