import { z } from 'zod';

import { buyerRefOf, buyerText, freeText } from '../../../client/buyerData';
import type { JsonObject } from '../../../wire/json';
import { readObject } from '../answerRows';
import { timeFields, timesInOrder } from '../moment';
import { moneyOf } from '../money';
import { filled, present } from '../present';
import { count, fields, id, identity, listOf, readShape, text, yesNo } from '../shape';
import { pictureAddress } from '../webAddress';
import type { DisputeItemChoice } from './dispute';

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
type RawDisputeStep = z.infer<typeof stepSchema>;

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
type RawDisputeSolution = z.infer<typeof solutionSchema>;

/** A dispute in detail, in the platform's names. */
const disputeDetailSchema = fields({
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
type DisputeDetailFields = z.infer<typeof disputeDetailSchema>;

/** A dispute in detail: the checked fields, and the object as the platform wrote it. */
export interface RawDisputeDetail {
	fields: DisputeDetailFields;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.issue.detail.get`. */
export function parseDisputeDetail(value: JsonObject): RawDisputeDetail {
	const { source, at } = readObject(value, 'result_object');
	return { fields: readShape(disputeDetailSchema, source, at), source };
}

function toSolution(solution: RawDisputeSolution, choice: DisputeItemChoice) {
	const { zone } = choice;
	return present({
		solutionId: solution.id,
		type: solution.solution_type,
		owner: solution.solution_owner,
		status: solution.status,
		isDefault: solution.is_default,
		refund: moneyOf(solution.refund_money, solution.refund_money_currency),
		refundPosted: moneyOf(solution.refund_money_post, solution.refund_money_post_currency),
		returnFee: moneyOf(solution.logistics_fee_amount, solution.logistics_fee_amount_currency),
		returnFeePaidBy: solution.logistics_fee_bear_role,
		reachedBy: solution.reached_type,
		...timesInOrder(
			{
				createdAt: solution.gmt_create,
				modifiedAt: solution.gmt_modified,
			},
			zone,
		),
		...timeFields('reachedAt', solution.reached_time, zone),
		...timeFields('buyerAcceptedAt', solution.buyer_accept_time, zone),
		...timeFields('sellerAcceptedAt', solution.seller_accept_time, zone),
		version: solution.version,
		content: freeText(solution.content, choice),
	});
}

/** A step of the dispute. Words and pictures are of buyer and seller in turn, so they stay out. */
function toStep(step: RawDisputeStep, choice: DisputeItemChoice) {
	const pictures = step.attachments.flatMap((url) => freeText(url, choice) ?? []);
	return present({
		action: step.action_type,
		by: step.submit_member_type,
		...timeFields('at', step.gmt_create, choice.zone),
		content: freeText(step.content, choice),
		attachmentCount: step.attachments.length,
		attachments: filled(pictures),
		hasReceivedGoods: step.receive_goods,
		hasBuyerVideo: step.has_buyer_video,
		hasSellerVideo: step.has_seller_video,
	});
}

/** Normalises a dispute in detail. */
export function toDisputeDetailItem({ fields }: RawDisputeDetail, choice: DisputeItemChoice) {
	const login = fields.buyer_login_id;
	const solutions = (list: RawDisputeSolution[]) => list.map((entry) => toSolution(entry, choice));
	return present({
		disputeId: fields.id,
		orderId: fields.parent_order_id ?? fields.order_id,
		childOrderId: fields.parent_order_id === undefined ? undefined : fields.order_id,
		status: fields.issue_status,
		detailStatus: fields.reverse_detail_status,
		reason: fields.issue_reason,
		refundMax: moneyOf(fields.refund_money_max, fields.refund_money_max_currency),
		// The one time whose zone the platform states.
		...timeFields('deadlineAt', fields.timeout_trigger_time, 'America/Los_Angeles'),
		deadlineType: fields.timeout_type,
		...timesInOrder(
			{
				createdAt: fields.gmt_create,
				modifiedAt: fields.gmt_modified,
			},
			choice.zone,
		),
		type: fields.issue_type,
		reasonId: fields.issue_reason_id,
		refundMaxLocal: moneyOf(fields.refund_money_max_local, fields.refund_money_max_local_currency),
		productId: fields.product_id,
		productName: fields.product_name,
		imageUrl: pictureAddress(fields.sku_main_pic_url),
		quantity: fields.issue_quantity,
		productPrice: moneyOf(fields.product_price, fields.product_price_currency),
		isAfterSaleWarranty: fields.after_sale_warranty,
		returnCarrier: fields.buyer_return_logistics_company,
		returnTrackingNumber: fields.buyer_return_no,
		returnLpNumber: fields.buyer_return_logistics_lp_no,
		buyerSolutions: solutions(fields.buyer_solution_list),
		sellerSolutions: solutions(fields.seller_solution_list),
		platformSolutions: solutions(fields.platform_solution_list),
		steps: fields.process_dto_list.map((step) => toStep(step, choice)),
		buyerRef: buyerRefOf(login, choice.pseudonymKey),
		buyer: present({ loginId: buyerText(login, choice) }),
	});
}
export type DisputeDetailItem = ReturnType<typeof toDisputeDetailItem>;

/** Takes a dispute in detail down to the fields that tell it; the buyer comes on top when asked for. */
export function simplifyDisputeDetail(
	item: DisputeDetailItem,
	choice: Pick<DisputeItemChoice, 'includeBuyerData'>,
) {
	return present({
		disputeId: item.disputeId,
		orderId: item.orderId,
		status: item.status,
		detailStatus: item.detailStatus,
		reason: item.reason,
		refundMax: item.refundMax,
		deadlineAt: item.deadlineAt,
		createdAt: item.createdAt,
		productId: item.productId,
		imageUrl: item.imageUrl,
		buyerRef: item.buyerRef,
		buyer: choice.includeBuyerData ? item.buyer : undefined,
	});
}
