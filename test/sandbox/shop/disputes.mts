/** One entry of a dispute's history. */
export interface DisputeStep {
	action: string;
	by: 'buyer' | 'seller' | 'waiter' | 'system';
	text: string;
	atMs: number;
	/** Addresses of pictures. */
	pictures: readonly string[];
}

export interface DisputeSolution {
	id: bigint;
	by: 'buyer' | 'seller' | 'platform';
	kind: 'refund' | 'return_and_refund';
	refundCents: number;
	text: string;
	status: string;
	atMs: number;
}

export type DisputeStatus = 'processing' | 'canceled_issue' | 'finish';

/** A dispute about one line of an order. */
export interface Dispute {
	id: bigint;
	orderId: bigint;
	childId: bigint;
	buyerLoginId: string;
	status: DisputeStatus;
	/** Whose turn it is. */
	detailStatus: string;
	reasonEn: string;
	reasonZh: string;
	openedAtMs: number;
	changedAtMs: number;
	/** When the platform decides if nothing happens. */
	timeoutAtMs: number;
	/** The most that can be refunded. */
	maxCents: number;
	currency: string;
	productId: bigint;
	productName: string;
	imageUrl: string;
	/** Pieces in dispute. */
	count: number;
	productCents: number;
	solutions: DisputeSolution[];
	steps: DisputeStep[];
}

/** Reasons buyers give. */
export const DISPUTE_REASONS: ReadonlyArray<readonly [en: string, zh: string]> = [
	['Product not received', '未收到货'],
	['Product is damaged "on arrival"', '货物破损'],
	['Product differs from the description & pictures', '货不对版'],
	['Customs problem', '海关扣关'],
];
