/** A review of one order line. Its only identity is the pair of order and child order. */
export interface Review {
	orderId: bigint;
	childId: bigint;
	productId: bigint;
	productName: string;
	buyerLoginId: string;
	stars: number;
	text: string;
	followUp?: string;
	sellerReply?: string;
	writtenAtMs: number;
	/** When it becomes effective, ms; before that the platform does not hand it out. */
	validAtMs: number;
	/** When the platform begins to hand it out, ms: the valid moment plus a delay, never before. */
	visibleAtMs: number;
	modifiedAtMs: number;
	orderCompleteAtMs: number;
}

/** Whether the platform hands the review out at a moment: effective, and past the shop's delay. */
export function isEffective(review: Review, nowMs: number): boolean {
	return review.visibleAtMs <= nowMs;
}
