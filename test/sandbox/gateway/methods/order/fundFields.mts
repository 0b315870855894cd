import type { JsonObject } from '../../../json.mts';
import type { Order, OrderLine, OrderVersion } from '../../../shop/orders.mts';
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
	const { paidOutCents, refundCents } = lineFund(version, line);
	return {
		child_issue_info: { issue_status: version.issueStatus },
		loan_info:
			loanStatus(version) === 'loan_ok'
				? { loan_amount: centAmount(paidOutCents, order.currency) }
				: undefined,
		refund_info:
			refundCents > 0
				? { refund_status: 'refund_ok', refund_cash_amt: centAmount(refundCents, order.currency) }
				: undefined,
	};
}
