import type { JsonObject } from '../../../json.mts';
import { isEffective } from '../../../shop/reviews.mts';
import type { Review } from '../../../shop/reviews.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { given, required } from '../../params.mts';
import { pageOf, requiredIdParam, wholeParam } from '../fields.mts';
import type { Method, MethodCall } from '../method.mts';

/**
 * `aliexpress.social.product.evaluation.query`: reviews of a product with pages, pictures and
 * millisecond dates. Its permission is in no seller's list, so it refuses unless the options grant it.
 */
export const productReviews: Method = {
	name: 'aliexpress.social.product.evaluation.query',
	group: 'social',
	answer(call) {
		const productId = requiredIdParam(call, 'product_id');
		required(call.params, 'page');
		required(call.params, 'page_size');
		const page = wholeParam(call, 'page') ?? 0;
		const size = wholeParam(call, 'page_size') ?? 0;
		if (page < 1 || size < 1) refuse('InvalidParameter', 'Pages and page sizes start at 1');
		const country = given(call.params, 'country_code');
		const { shop, nowMs } = call;
		const found = shop.reviews.filter(
			(review) =>
				review.productId === productId &&
				isEffective(review, nowMs) &&
				(country === undefined || shop.order(review.orderId)?.buyer.country === country),
		);
		return {
			result: {
				success: true,
				error_code: null,
				error_message: null,
				result: {
					page_number: page,
					page_size: size,
					total_number: found.length,
					evaluations: list(
						'buyer_evaluation',
						pageOf(found, page, size).rows.map((review) => evaluationRow(review, call)),
					),
				},
			},
		};
	},
};

function evaluationRow(review: Review, { shop }: MethodCall): JsonObject {
	const order = shop.order(review.orderId);
	const line = order?.lines.find(({ childId }) => childId === review.childId);
	return {
		order_id: review.orderId,
		product_sku: line?.sku.code,
		evaluation: String(review.stars),
		feedback: review.text,
		feedback_epoch_date: review.writtenAtMs,
		additional_feedback: review.followUp,
		buyer_blured_name: `${[...(order?.buyer.firstName ?? 'B')][0]}***`,
		buyer_country_code: order?.buyer.country,
		is_anonymous: false,
		image_urls: list('string', [`https://ae01.alicdn.invalid/kf/R${review.childId}.jpg`]),
		logistics_service: order?.serviceCode,
	};
}
