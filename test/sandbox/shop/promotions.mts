/** A promotion of the store. */
export interface Promotion {
	id: bigint;
	name: string;
	type: PromotionType;
	/** Paused by the seller: `Invalid`, whatever the dates say. */
	paused: boolean;
	startMs: number;
	endMs: number;
	productIds: readonly bigint[];
}

export const PROMOTION_TYPES = [
	'ProductDiscount',
	'BundleDeals',
	'GroupBuy',
	'OrderQuantityDiscount',
	'OrderPriceDiscount',
	'FreeShipping',
] as const;

export type PromotionType = (typeof PROMOTION_TYPES)[number];

export const PROMOTION_STATUSES = ['NotStarted', 'Ongoing', 'Invalid', 'Finished'] as const;

/** Where a promotion stands at a moment. */
export function promotionStatus({ paused, startMs, endMs }: Promotion, nowMs: number) {
	if (nowMs >= endMs) return 'Finished';
	if (paused) return 'Invalid';
	return nowMs < startMs ? 'NotStarted' : 'Ongoing';
}

/** A coupon the store gives away. */
export interface Coupon {
	id: bigint;
	name: string;
	/** US cents. */
	valueCents: number;
	/** US cents; 0: no condition. */
	minOrderCents: number;
	validSeconds: number;
	perBuyer: number;
	released: number;
	total: number;
	acquireStartMs: number;
	acquireEndMs: number;
	closed: boolean;
}

export const COUPON_STATUSES = ['not_started', 'releasing', 'release_end', 'closed'] as const;

/** Where a coupon stands at a moment. */
export function couponStatus({ closed, acquireStartMs, acquireEndMs }: Coupon, nowMs: number) {
	if (closed) return 'closed';
	if (nowMs >= acquireEndMs) return 'release_end';
	return nowMs < acquireStartMs ? 'not_started' : 'releasing';
}
