import type { JsonObject } from '../../../wire/json';
import type { RequestParam } from '../../../wire/sign';

/** A call of a read method. */
export type Call = (
	method: string,
	params: Readonly<Record<string, RequestParam>>,
) => Promise<JsonObject>;

/**
 * The lists of the platform that are read; each costs its own calls. Four of them are orders:
 * those that are under way by the time of placing (`orders`), those that wait to be sent and those
 * that went further by the time of their last change (`toSend`, `changed`), and those that have ended,
 * which the platform leaves out of all the others (`finished`).
 */
export const LISTS = ['orders', 'toSend', 'changed', 'finished', 'reviews', 'disputes'] as const;
export type ListName = (typeof LISTS)[number];
export type OrderListName = Exclude<ListName, 'reviews' | 'disputes'>;

/** Something for each list. */
export type PerList<T> = Record<ListName, T>;

/** Makes something for each list. */
export function perList<T>(make: (list: ListName) => T): PerList<T> {
	return {
		orders: make('orders'),
		toSend: make('toSend'),
		changed: make('changed'),
		finished: make('finished'),
		reviews: make('reviews'),
		disputes: make('disputes'),
	};
}

/** Whether the rows of a list are orders. */
export function isOrderList(list: ListName): list is OrderListName {
	return list !== 'reviews' && list !== 'disputes';
}
