import type { RawOrder } from '../../parse/orderList';
import type { Known } from './events';
import { pacificMs } from '../lists/rowTime';

/** A row of a list of orders, and what its occurrences are made with. */
export interface OrderRow {
	raw: RawOrder;
	row: number;
	list: 'orders' | 'finished';
	account: string;
	known: Known;
	/** When the list was read, ms UTC: stands in for a time of change that was left out. */
	fetchedAtMs: number;
}

/** When the order was changed last, ms UTC; undefined without a readable time. */
export function updatedMs({ fields }: RawOrder): number | undefined {
	return pacificMs(fields.gmt_update ?? fields.gmt_modified);
}
