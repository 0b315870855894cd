import type { JsonObject } from '../../../json.mts';
import type { Dispute, DisputeSolution, DisputeStep } from '../../../shop/disputes.mts';
import { decimalText } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { required } from '../../params.mts';
import { pacificText } from '../../time.mts';
import { requiredIdParam } from '../fields.mts';
import { timeTexts } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';

/** `aliexpress.issue.detail.get`: wants the buyer's login besides the dispute's id. */
export const disputeDetail: Method = {
	name: 'aliexpress.issue.detail.get',
	group: 'issue',
	answer(call) {
		const login = required(call.params, 'buyer_login_id');
		const id = requiredIdParam(call, 'issue_id');
		const dispute = call.shop.disputes.find((candidate) => candidate.id === id);
		if (dispute?.buyerLoginId !== login) refuse('InsufficientPermission');
		return { result_object: detail(dispute, call) };
	},
};

function detail(dispute: Dispute, call: MethodCall): JsonObject {
	const { id, currency, solutions } = dispute;
	const text = timeTexts(call, 'disputes');
	const by = (owner: DisputeSolution['by']) =>
		list(
			'solution_api_dto',
			solutions
				.filter((solution) => solution.by === owner)
				.map((solution) => solutionRow(solution, dispute, call)),
		);
	return {
		id,
		order_id: dispute.childId,
		parent_order_id: dispute.orderId,
		buyer_login_id: dispute.buyerLoginId,
		issue_status: dispute.status,
		reverse_detail_status: dispute.detailStatus,
		issue_reason_id: 1,
		issue_reason: dispute.reasonEn,
		gmt_create: text(dispute.openedAtMs),
		product_id: String(dispute.productId),
		product_name: dispute.productName,
		// Behind some values of this answer stands what does not belong there.
		sku_main_pic_url: `${dispute.imageUrl}\u0000`,
		issue_quantity: dispute.count,
		issue_type: 'refund\u0000',
		product_price: decimalText(dispute.productCents),
		product_price_currency: currency,
		refund_money_max: decimalText(dispute.maxCents),
		refund_money_max_currency: currency,
		refund_money_max_local: decimalText(dispute.maxCents),
		refund_money_max_local_currency: currency,
		after_sale_warranty: false,
		...(dispute.status === 'processing'
			? {
					timeout_type: 'WAIT_SOLUTION_TIMEOUT',
					timeout_trigger_time: pacificText(dispute.timeoutAtMs),
				}
			: {}),
		buyer_solution_list: by('buyer'),
		seller_solution_list: by('seller'),
		platform_solution_list: by('platform'),
		process_dto_list: list(
			'api_issue_process_dto',
			dispute.steps.map((step) => stepRow(step, id, call)),
		),
	};
}

function solutionRow(solution: DisputeSolution, dispute: Dispute, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'disputes');
	return {
		id: solution.id,
		issue_id: dispute.id,
		order_id: dispute.childId,
		solution_owner: solution.by,
		solution_type: solution.kind,
		status: solution.status,
		content: solution.text,
		refund_money: decimalText(solution.refundCents),
		refund_money_currency: dispute.currency,
		refund_money_post: decimalText(solution.refundCents),
		refund_money_post_currency: 'USD',
		is_default: true,
		version: 1,
		gmt_create: text(solution.atMs),
		gmt_modified: text(solution.atMs),
	};
}

function stepRow(step: DisputeStep, issueId: bigint, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'disputes');
	return {
		issue_id: issueId,
		action_type: step.action,
		submit_member_type: step.by,
		content: step.text,
		gmt_create: text(step.atMs),
		has_buyer_video: false,
		has_seller_video: false,
		attachments: list(
			'api_attachment_dto',
			step.pictures.map((file_path) => ({
				file_path,
				issue_id: issueId,
				owner: step.by,
				gmt_create: text(step.atMs),
			})),
		),
	};
}
