import { z } from 'zod';

import { count, fields, id, identity, listOf, text, yesNo } from './shape';

/** The address of a picture, which stands in an object or by itself. */
const attachmentSchema = z.union([
	fields({ file_path: text }).transform(({ file_path: url }) => url),
	text,
]);

const stepSchema = fields({
	action_type: text,
	submit_member_type: text,
	content: text,
	gmt_create: text,
	receive_goods: yesNo,
	has_buyer_video: yesNo,
	has_seller_video: yesNo,
	attachments: listOf(attachmentSchema),
});
export type RawDisputeStep = z.infer<typeof stepSchema>;

const solutionSchema = fields({
	id,
	solution_type: text,
	solution_owner: text,
	status: text,
	is_default: yesNo,
	content: text,
	refund_money: text,
	refund_money_currency: text,
	refund_money_post: text,
	refund_money_post_currency: text,
	logistics_fee_amount: text,
	logistics_fee_amount_currency: text,
	logistics_fee_bear_role: text,
	reached_type: text,
	gmt_create: text,
	gmt_modified: text,
	reached_time: text,
	buyer_accept_time: text,
	seller_accept_time: text,
	version: count,
});
export type RawDisputeSolution = z.infer<typeof solutionSchema>;

/** A dispute in detail, in the platform's names. */
export const disputeDetailSchema = fields({
	id: identity,
	order_id: id,
	parent_order_id: id,
	issue_status: text,
	reverse_detail_status: text,
	issue_reason: text,
	issue_reason_id: id,
	issue_type: text,
	issue_quantity: count,
	sku_main_pic_url: text,
	refund_money_max: text,
	refund_money_max_currency: text,
	refund_money_max_local: text,
	refund_money_max_local_currency: text,
	timeout_type: text,
	timeout_trigger_time: text,
	gmt_create: text,
	gmt_modified: text,
	product_id: id,
	product_name: text,
	product_price: text,
	product_price_currency: text,
	after_sale_warranty: yesNo,
	buyer_login_id: text,
	buyer_return_logistics_company: text,
	buyer_return_logistics_lp_no: text,
	buyer_return_no: text,
	buyer_solution_list: listOf(solutionSchema),
	seller_solution_list: listOf(solutionSchema),
	platform_solution_list: listOf(solutionSchema),
	process_dto_list: listOf(stepSchema),
});
export type DisputeDetailFields = z.infer<typeof disputeDetailSchema>;
