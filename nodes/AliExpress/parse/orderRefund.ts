import type { z } from 'zod';

import { timeFields } from './moment';
import { money } from './money';
import { detail, text, within } from './shape';

const ZONE = 'America/Los_Angeles';

/** What was given back for an order, or for a line of it. */
export const refundInfo = within({
	refund_status: text,
	refund_type: text,
	refund_reason: text,
	refund_time: text,
	refund_cash_amt: detail(money),
	refund_coupon_amt: detail(money),
});

/** The dispute about an order, or about a line of it. */
export const issueInfo = within({ issue_status: text, issue_model: text, issue_time: text });

/** The refund of an order or a line, in the names of an item. */
export function refundFields(refund: z.infer<typeof refundInfo> | undefined) {
	return {
		refundStatus: refund?.refund_status,
		refundType: refund?.refund_type,
		refundReason: refund?.refund_reason,
		refundAmount: refund?.refund_cash_amt,
		refundCoupon: refund?.refund_coupon_amt,
		...timeFields('refundedAt', refund?.refund_time, ZONE),
	};
}

/**
 * The dispute of an order or a line, in the names of an item.
 *
 * @param named what stands beside the object with the rest.
 */
export function issueFields(
	named: { issue_status?: string | undefined; issue_mode?: string | undefined },
	issue: z.infer<typeof issueInfo> | undefined,
) {
	return {
		issueStatus: named.issue_status ?? issue?.issue_status,
		issueMode: named.issue_mode ?? issue?.issue_model,
		...timeFields('issueAt', issue?.issue_time, ZONE),
	};
}
