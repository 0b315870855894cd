/**
 * The lists of the platform that are read; each costs its own calls. Finished orders
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

/** Whether the rows of a list are orders. */
export function isOrderList(list: ListName): list is 'orders' | 'finished' {
	return list === 'orders' || list === 'finished';
}
