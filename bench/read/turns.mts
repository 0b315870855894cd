/** 0, 1, n-1, 2, n-2, …: neighbours are every distance apart once. */
const zigzag = (count: number): number[] =>
	Array.from({ length: count }, (_, place) =>
		place % 2 === 1 ? (place + 1) / 2 : (count - place / 2) % count,
	);

/**
 * Orders in which everybody follows everybody else equally often and comes at every place equally
 * often: what one leaves behind, the next may pay for.
 */
export const fairOrders = <T,>(all: readonly T[]): T[][] => {
	const first = zigzag(all.length);
	const orders = all.map((_, shift) =>
		first.map((place) => all[(place + shift) % all.length] as T),
	);
	// Of an odd number everybody follows only half of the others that way, and the rest backwards.
	return all.length % 2 === 0 ? orders : [...orders, ...orders.map((order) => order.toReversed())];
};
