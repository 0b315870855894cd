export interface ShopOptions {
	/** Orders over the last days that exist from the start; default 0. */
	seedOrders?: number;
	/** Reviews that exist from the start; default 0. */
	seedReviews?: number;
	/** Days the seeded orders spread over; default 10. */
	seedDays?: number;
	/** `all`: seeded orders also stop in the rare statuses, and travel by several services. */
	seedStatuses?: 'usual' | 'all';
	/** Products beside the usual eight; default 0. */
	seedProducts?: number;
	/** Disputes about seeded orders; default 0. */
	seedDisputes?: number;
	/** Notes of the seller on seeded orders; default 0. */
	seedNotes?: number;
	/** Default 6. */
	seedPromotions?: number;
	/** Default 4. */
	seedCoupons?: number;
	/** Every order and change enters the lists late by a seeded time up to this; default 0. */
	visibilityDelayMs?: number;
	/** From the second page of an order list, rows move by up to this many places; default 0. */
	shiftRows?: number;
	/** Part of the placed orders that are of the class which `total_count` does not count; default 0. */
	internalPart?: number;
	/** Every third order has an id beyond 2^53; default false. */
	bigIds?: boolean;
	/**
	 * Open orders made on the fly, newest first, after those that were placed; default 0. They can be
	 * listed and read in detail, but not changed; not together with `seedOrders`.
	 */
	scaleOrders?: number;
	/** Days the orders of `scaleOrders` spread over; default 170. */
	scaleDays?: number;
}

/**
 * A shop of some size, to be given as the sandbox's `shop`: 2,000 orders in every status over five
 * months, 508 products, reviews, disputes, notes, promotions and coupons. Built when it is first
 * looked at.
 */
export const FULL_SHOP: Readonly<ShopOptions> = {
	seedOrders: 2000,
	seedDays: 150,
	seedStatuses: 'all',
	seedProducts: 500,
	seedReviews: 300,
	seedDisputes: 60,
	seedNotes: 120,
	seedPromotions: 40,
	seedCoupons: 24,
	bigIds: true,
};

/** Fills in what the options leave out. Throws for options that do not go together. */
export function shopSettings(options: ShopOptions = {}): Required<ShopOptions> {
	const settings: Required<ShopOptions> = {
		seedOrders: 0,
		seedReviews: 0,
		seedDays: 10,
		seedStatuses: 'usual',
		seedProducts: 0,
		seedDisputes: 0,
		seedNotes: 0,
		seedPromotions: 6,
		seedCoupons: 4,
		visibilityDelayMs: 0,
		shiftRows: 0,
		internalPart: 0,
		bigIds: false,
		scaleOrders: 0,
		scaleDays: 170,
		...options,
	};
	if (settings.scaleOrders > 0 && settings.seedOrders > 0) {
		throw new Error('Give scaleOrders or seedOrders, not both: their lists would not be in order');
	}
	return settings;
}
