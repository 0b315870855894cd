import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readCount, readRows } from '../answerRows';
import { timeFields } from '../moment';
import { money } from '../money';
import { present } from '../present';
import { detail, fields, id, identity, listOf, readShape, text } from '../shape';

const partSchema = fields({
	child_order_id: id,
	loan_status: text,
	// Spelt so by the platform.
	wait_loan_reson: text,
	loan_amount: detail(money),
	real_loan_amount: detail(money),
	refund_amount: detail(money),
	real_refund_amount: detail(money),
	escrow_fee: detail(money),
	affiliate_commission: detail(money),
	released_datetime: text,
});

const fundSchema = fields({
	order_id: identity,
	order_status: text,
	amount_total: detail(money),
	son_order_list: listOf(partSchema),
});

/** The payouts of an order: the checked fields, and the object as the platform wrote it. */
export interface RawFund {
	fields: z.infer<typeof fundSchema>;
	source: JsonObject;
}

/** One page of payouts; the total is absent when the platform left it out. */
export interface FundPage {
	funds: RawFund[];
	totalCount?: number;
}

/**
 * Reads a page of `aliexpress.trade.redefining.findloanlistquery`. Orders whose payout has not
 * begun are not in it.
 *
 * @param page which page it is, from 1.
 */
export function parseFunds(value: JsonObject, page: number): FundPage {
	const within = ['result'];
	const place = { field: 'order_list', within, total: 'total_item', isFirstPage: page === 1 };
	const funds = readRows(value, place).map(({ source, at }) => ({
		fields: readShape(fundSchema, source, at),
		source,
	}));
	const totalCount = readCount(value, within, 'total_item');
	return { funds, ...(totalCount !== undefined && { totalCount }) };
}

function toPart(part: z.infer<typeof partSchema>) {
	return present({
		childOrderId: part.child_order_id,
		loanStatus: part.loan_status,
		waitReason: part.wait_loan_reson,
		loanAmount: part.loan_amount,
		paidOut: part.real_loan_amount,
		refundAmount: part.refund_amount,
		refunded: part.real_refund_amount,
		escrowFee: part.escrow_fee,
		affiliateCommission: part.affiliate_commission,
		...timeFields('releasedAt', part.released_datetime, 'America/Los_Angeles'),
	});
}

/** Normalises the payouts of an order, one part per order line. */
export function toFundItem({ fields: read }: RawFund) {
	return present({
		orderId: read.order_id,
		status: read.order_status,
		amount: read.amount_total,
		parts: read.son_order_list.map(toPart),
	});
}
