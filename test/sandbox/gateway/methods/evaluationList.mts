import { idFrom } from '../../json.mts';
import type { JsonObject } from '../../json.mts';
import { isEffective } from '../../shop/reviews.mts';
import type { Review } from '../../shop/reviews.mts';
import { list } from '../envelope.mts';
import { refuse } from '../failures.mts';
import { pacificText } from '../time.mts';
import { inRange, listField, objectParam, timeField } from './method.mts';
import type { Method } from './method.mts';

const MOST_PARENT_ORDERS = 50;

/** `aliexpress.evaluation.listorderevaluation.get`: effective reviews only, no paging, no total. */
export const evaluationList: Method = {
	name: 'aliexpress.evaluation.listorderevaluation.get',
	answer(call) {
		const query = objectParam(call, 'trade_evaluation_request');
		const ratings = listField(query, 'buyer_product_ratings').map(Number);
		if (ratings.some((stars) => !Number.isInteger(stars) || stars < 1 || stars > 5)) {
			refuse('InvalidParameter', '"buyer_product_ratings" holds something else than 1 to 5');
		}
		const parents = listField(query, 'parent_order_ids').map(idFrom);
		if (parents.length > MOST_PARENT_ORDERS || parents.includes(undefined)) {
			refuse('InvalidParameter', '"parent_order_ids" must be at most 50 order ids');
		}
		const productId = query.product_id === undefined ? undefined : idFrom(query.product_id);
		const validFrom = timeField(query, 'start_valid_date', call);
		const validTo = timeField(query, 'end_valid_date', call);
		const completeFrom = timeField(query, 'start_order_complete_date', call);
		const completeTo = timeField(query, 'end_order_complete_date', call);
		const found = call.shop.reviews
			.filter(
				(review) =>
					isEffective(review, call.nowMs) &&
					(ratings.length === 0 || ratings.includes(review.stars)) &&
					(parents.length === 0 || parents.includes(review.orderId)) &&
					(query.product_id === undefined || review.productId === productId) &&
					inRange(review.validAtMs, validFrom, validTo) &&
					inRange(review.orderCompleteAtMs, completeFrom, completeTo),
			)
			.sort((a, b) => b.validAtMs - a.validAtMs || (b.childId > a.childId ? 1 : -1))
			.slice(0, call.options.reviewRowLimit);
		return {
			target_list: list('trade_evaluation_open_dto', found.map(reviewRow)),
			time_stamp: pacificText(call.nowMs),
		};
	},
};

function reviewRow(review: Review): JsonObject {
	return {
		order_id: review.childId,
		parent_order_id: review.orderId,
		product_id: review.productId,
		buyer_evaluation: String(review.stars),
		buyer_feedback: review.text,
		buyer_fb_date: pacificText(review.writtenAtMs),
		buyer_reply: review.followUp,
		seller_reply: review.sellerReply,
		valid_date: pacificText(review.validAtMs),
		gmt_create: pacificText(review.writtenAtMs),
		gmt_modified: pacificText(review.modifiedAtMs),
		gmt_order_complete: pacificText(review.orderCompleteAtMs),
		buyer_login_id: review.buyerLoginId,
		seller_login_id: 'cn1000000001',
	};
}
