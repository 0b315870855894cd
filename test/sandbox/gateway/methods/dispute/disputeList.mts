import type { JsonObject } from '../../../json.mts';
import type { Dispute } from '../../../shop/disputes.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { choiceField, idField, pageOf, textField } from '../fields.mts';
import { inRange, objectParam, timeTexts, unstatedTimeField, wholeField } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';

const PAGE_SIZE_LIMIT = 50;
const STATUSES = ['processing', 'canceled_issue', 'finish'];

/** `aliexpress.issue.issuelist.get`: newest first, with the login the detail asks for. */
export const disputeList: Method = {
	name: 'aliexpress.issue.issuelist.get',
	group: 'issue',
	answer(call) {
		const query = objectParam(call, 'query_dto');
		const page = wholeField(query, 'current_page');
		const size = wholeField(query, 'page_size');
		if (page === undefined || size === undefined) {
			refuse('MissingParameter', 'The parameters "current_page" and "page_size" are required');
		}
		if (page < 1 || size < 1 || size > PAGE_SIZE_LIMIT) {
			refuse('InvalidParameter', `"page_size" must be 1 to ${PAGE_SIZE_LIMIT}`);
		}
		const found = matching(query, call);
		return {
			total_item: found.length,
			current_page: page,
			page_size: size,
			data_list: list(
				'issue_api_issue_dto',
				pageOf(found, page, size).rows.map((dispute) => disputeRow(dispute, call)),
			),
		};
	},
};

function matching(query: JsonObject, call: MethodCall): Dispute[] {
	const unasked = call.options.disputesUnasked === 'all' ? undefined : 'processing';
	const status = choiceField(query, 'issue_status', STATUSES) ?? unasked;
	const orderNo = idField(query, 'order_no');
	const buyer = textField(query, 'buyer_login_id');
	const fromMs = unstatedTimeField(query, 'create_time_start', 'disputes', call);
	const toMs = unstatedTimeField(query, 'create_time_end', 'disputes', call);
	return call.shop.disputes
		.filter(
			(dispute) =>
				(status === undefined || dispute.status === status) &&
				(orderNo === undefined || dispute.orderId === orderNo || dispute.childId === orderNo) &&
				(buyer === undefined || dispute.buyerLoginId === buyer) &&
				inRange(dispute.openedAtMs, fromMs, toMs),
		)
		.sort((a, b) => b.openedAtMs - a.openedAtMs || (b.id > a.id ? 1 : -1));
}

function disputeRow(dispute: Dispute, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'disputes');
	return {
		issue_id: dispute.id,
		order_id: dispute.childId,
		parent_order_id: dispute.orderId,
		issue_status: dispute.status,
		reason_chinese: dispute.reasonZh,
		reason_english: dispute.reasonEn,
		gmt_create: text(dispute.openedAtMs),
		gmt_modified: text(dispute.changedAtMs),
		buyer_login_id: dispute.buyerLoginId,
	};
}
