import { idFrom } from '../../../json.mts';
import type { JsonObject } from '../../../json.mts';
import { isEffective } from '../../../shop/reviews.mts';
import type { Review } from '../../../shop/reviews.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { inRange, listField, objectParam, timeTexts, unstatedTimeField } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';

const MOST_PARENT_ORDERS = 50;
/** Rows of an answer that heeds no window, and the part that a leaky one leaves out. */
const NEWEST = 20;
const LEFT_OUT_ONE_IN = 20n;
/** Ids go up by steps; the digits in the middle of their product with this are spread evenly. */
const SPREAD = 2_654_435_761n;

/** Whether a list that leaks never shows a review of a time. */
export function isLeftOut({ childId }: Pick<Review, 'childId'>): boolean {
	return ((childId * SPREAD) >> 16n) % LEFT_OUT_ONE_IN === 0n;
}

/** `aliexpress.evaluation.listorderevaluation.get`: effective reviews only, no paging, no total. */
export const evaluationList: Method = {
	name: 'aliexpress.evaluation.listorderevaluation.get',
	group: 'evaluation',
	answer(call) {
		const query = objectParam(call, 'trade_evaluation_request');
		if (call.options.emptyReviewFilter === 'refused' && Object.keys(query).length === 0) {
			refuse('InvalidParameter', '"trade_evaluation_request" names no filter');
		}
		const ratings = listField(query, 'buyer_product_ratings').map(Number);
		if (ratings.some((stars) => !Number.isInteger(stars) || stars < 1 || stars > 5)) {
			refuse('InvalidParameter', '"buyer_product_ratings" holds something else than 1 to 5');
		}
		const parents = listField(query, 'parent_order_ids').map(idFrom);
		if (parents.length > MOST_PARENT_ORDERS || parents.includes(undefined)) {
			refuse('InvalidParameter', '"parent_order_ids" must be at most 50 order ids');
		}
		const productId = query.product_id === undefined ? undefined : idFrom(query.product_id);
		const validFrom = unstatedTimeField(query, 'start_valid_date', 'reviews', call);
		const validTo = unstatedTimeField(query, 'end_valid_date', 'reviews', call);
		const completeFrom = unstatedTimeField(query, 'start_order_complete_date', 'reviews', call);
		const completeTo = unstatedTimeField(query, 'end_order_complete_date', 'reviews', call);
		const way = parents.length > 0 ? 'whole' : call.options.reviewWindow;
		if (way === 'refused') {
			refuse('InvalidParameter', '"trade_evaluation_request" needs "parent_order_ids"');
		}
		const found = call.shop.reviews
			.filter(
				(review) =>
					isEffective(review, call.nowMs) &&
					!(way === 'leaky' && isLeftOut(review)) &&
					(ratings.length === 0 || ratings.includes(review.stars)) &&
					(parents.length === 0 || parents.includes(review.orderId)) &&
					(query.product_id === undefined || review.productId === productId) &&
					(way === 'newest' || inRange(review.validAtMs, validFrom, validTo)) &&
					inRange(review.orderCompleteAtMs, completeFrom, completeTo),
			)
			.sort((a, b) => b.validAtMs - a.validAtMs || (b.childId > a.childId ? 1 : -1))
			.slice(0, way === 'newest' ? NEWEST : call.options.reviewRowLimit);
		return {
			target_list: list(
				'trade_evaluation_open_dto',
				found.map((review) => reviewRow(review, call)),
			),
			time_stamp: timeTexts(call, 'reviews')(call.nowMs),
		};
	},
};

function reviewRow(review: Review, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'reviews');
	return {
		order_id: review.childId,
		parent_order_id: review.orderId,
		product_id: review.productId,
		buyer_evaluation: String(review.stars),
		buyer_feedback: review.text,
		buyer_fb_date: text(review.writtenAtMs),
		buyer_reply: review.followUp,
		seller_reply: review.sellerReply,
		...(call.shop.ratedOrders.has(review.orderId)
			? {
					seller_evaluation: '5',
					seller_feedback: 'Thank you & welcome back',
					seller_fb_date: text(review.orderCompleteAtMs),
				}
			: {}),
		valid_date: text(review.validAtMs),
		gmt_create: text(review.writtenAtMs),
		gmt_modified: text(review.modifiedAtMs),
		gmt_order_complete: text(review.orderCompleteAtMs),
		buyer_login_id: review.buyerLoginId,
		seller_login_id: 'cn1000000001',
	};
}
