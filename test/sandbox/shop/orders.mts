import type { Buyer } from './buyers.mts';
import type { Product, Sku } from './products.mts';

export interface OrderLine {
	childId: bigint;
	product: Product;
	sku: Sku;
	count: number;
	memo?: string;
}

/** What changes in an order's life. A change makes a new version; old ones stay as they were. */
export interface OrderVersion {
	status: string;
	/** When the change happened, ms: the order's `gmt_update`. */
	changedAtMs: number;
	/** When the list begins to show it, ms. The detail shows it at once. */
	visibleAtMs: number;
	payAtMs?: number;
	sentAtMs?: number;
	endAtMs?: number;
	endReason?: string;
	trackingNumber?: string;
	fundStatus: string;
	logisticsStatus: string;
	issueStatus: string;
	frozenStatus: string;
}

export interface Order {
	id: bigint;
	createdAtMs: number;
	bizType: string;
	currency: string;
	shippingCents: number;
	/** Code of the logistics service it travels by. */
	serviceCode: string;
	buyer: Buyer;
	lines: readonly OrderLine[];
	memo?: string;
	/** Of the class that the list shows and its `total_count` leaves out. */
	isInternal?: true;
	versions: OrderVersion[];
}

/** The newest version: the truth, whatever the list shows yet. */
export function currentVersion(order: Order): OrderVersion {
	const last = order.versions.at(-1);
	if (!last) throw new Error(`Order ${order.id} has no version`);
	return last;
}

/** The version the list shows at a moment; undefined while the order is not visible at all. */
export function visibleVersion(order: Order, nowMs: number): OrderVersion | undefined {
	const { versions } = order;
	// The lists look at every order of a sale for each page, so without a function for each.
	for (let place = versions.length - 1; place >= 0; place -= 1) {
		const version = versions[place];
		if (version && version.visibleAtMs <= nowMs) return version;
	}
	return undefined;
}

/** What the buyer pays, in cents. */
export function totalCents(order: Order): number {
	const goods = order.lines.reduce((sum, { sku, count }) => sum + sku.priceCents * count, 0);
	return goods + order.shippingCents;
}

/** Cents as the platform's decimal text. */
export function decimalText(cents: number): string {
	return (cents / 100).toFixed(2);
}

type Change = Partial<Omit<OrderVersion, 'changedAtMs' | 'visibleAtMs'>>;

/** The first version of a new order. */
export function placedVersion(atMs: number, visibleAtMs: number): OrderVersion {
	return {
		status: 'PLACE_ORDER_SUCCESS',
		changedAtMs: atMs,
		visibleAtMs,
		fundStatus: 'NOT_PAY',
		logisticsStatus: 'NO_LOGISTICS',
		issueStatus: 'NO_ISSUE',
		frozenStatus: 'NO_FROZEN',
	};
}

/** Appends a version. A change can become visible late, but never before an earlier one. */
export function changeOrder(order: Order, change: Change, atMs: number, visibleAtMs: number): void {
	const before = currentVersion(order);
	order.versions.push({
		...before,
		...change,
		changedAtMs: Math.max(atMs, before.changedAtMs),
		visibleAtMs: Math.max(visibleAtMs, before.visibleAtMs),
	});
}

/** The change payment brings; with a risk check the order waits up to a day before shipping. */
export const paid = (atMs: number, riskCheck: boolean): Change => ({
	status: riskCheck ? 'RISK_CONTROL' : 'WAIT_SELLER_SEND_GOODS',
	payAtMs: atMs,
	fundStatus: 'PAY_SUCCESS',
	logisticsStatus: 'WAIT_SELLER_SEND_GOODS',
});

/** The change shipping brings. */
export const shipped = (atMs: number, trackingNumber: string): Change => ({
	status: 'WAIT_BUYER_ACCEPT_GOODS',
	sentAtMs: atMs,
	trackingNumber,
	logisticsStatus: 'SELLER_SEND_GOODS',
});

/** The change the end brings; while the payout runs the order is `FUND_PROCESSING`. */
export const finished = (atMs: number, endReason: string, payoutRuns = false): Change => ({
	status: payoutRuns ? 'FUND_PROCESSING' : 'FINISH',
	endAtMs: atMs,
	endReason,
	...(endReason === 'buyer_confirm_goods' ? { logisticsStatus: 'BUYER_ACCEPT_GOODS' } : {}),
});
