import type { JsonObject } from '../../../json.mts';
import type { Order, OrderLine, OrderVersion } from '../../../shop/orders.mts';
import { pacificText } from '../../time.mts';
import { centAmount } from './orderListRow.mts';

const CONFIRMED = 'buyer_confirm_goods';

/** Where the payout of an order stands: none while unpaid or closed without sale. */
export function loanStatus({ status, payAtMs, endReason }: OrderVersion): string {
	if (payAtMs === undefined || (status === 'FINISH' && endReason !== CONFIRMED)) return 'loan_none';
	return status === 'FINISH' || status === 'ARCHIVE' ? 'loan_ok' : 'wait_loan';
}

/** Payout and refund of a line, in cents. */
export function lineFund(version: OrderVersion, { sku, count }: OrderLine) {
	const soldCents = sku.priceCents * count;
	const isRefunded = version.endReason === 'issue_refund';
	const feeCents = Math.round(soldCents * 0.05);
	const affiliateCents = Math.round(soldCents * 0.03);
	return {
		soldCents,
		feeCents,
		affiliateCents,
		paidOutCents: isRefunded ? 0 : soldCents - feeCents - affiliateCents,
		refundCents: isRefunded ? soldCents : 0,
	};
}

/** What the detail says about dispute, payout and refund of a line. */
export function childMarks(order: Order, version: OrderVersion, line: OrderLine): JsonObject {
	const { paidOutCents } = lineFund(version, line);
	return {
		child_issue_info: issueInfo(order, version),
		loan_info:
			loanStatus(version) === 'loan_ok'
				? { loan_amount: centAmount(paidOutCents, order.currency) }
				: undefined,
		refund_info: refundInfo(order, version, [line]),
	};
}

/** The dispute about an order; model and time only where there is one. */
export function issueInfo(order: Order, { issueStatus }: OrderVersion): JsonObject {
	const since = order.versions.find((version) => version.issueStatus === issueStatus);
	if (issueStatus === 'NO_ISSUE' || !since) return { issue_status: issueStatus };
	return {
		issue_status: issueStatus,
		issue_model: 'w',
		issue_time: pacificText(since.changedAtMs),
	};
}

/** What was given back for some lines of an order. */
export function refundInfo(
	{ currency }: Order,
	version: OrderVersion,
	lines: readonly OrderLine[],
): JsonObject | undefined {
	const cents = lines.reduce((sum, line) => sum + lineFund(version, line).refundCents, 0);
	if (cents === 0) return undefined;
	return {
		refund_status: 'refund_ok',
		refund_type: 'issue_refund',
		refund_reason: 'Product not received',
		refund_time: pacificText(version.endAtMs ?? version.changedAtMs),
		refund_cash_amt: centAmount(cents, currency),
		refund_coupon_amt: centAmount(0, currency),
	};
}
