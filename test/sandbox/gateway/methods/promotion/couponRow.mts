import type { JsonObject } from '../../../json.mts';
import { couponStatus } from '../../../shop/promotions.mts';
import type { Coupon } from '../../../shop/promotions.mts';
import { timeTexts } from '../method.mts';
import type { MethodCall } from '../method.mts';

/** A coupon: amounts are whole US cents, `has_use_condtion` is spelt so. */
export function couponRow(coupon: Coupon, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'promotions');
	const hasCondition = coupon.minOrderCents > 0;
	return {
		id: coupon.id,
		activity_name: coupon.name,
		activity_desc: JSON.stringify({
			denomination: coupon.valueCents,
			hasUseCondtion: hasCondition ? 'y' : 'n',
			minOrderAmount: coupon.minOrderCents,
		}),
		status: couponStatus(coupon, call.nowMs),
		denomination: coupon.valueCents,
		min_order_amount: coupon.minOrderCents,
		has_use_condtion: hasCondition,
		consume_valid_time: coupon.validSeconds,
		num_per_buyer: coupon.perBuyer,
		released_num: coupon.released,
		total_release_num: coupon.total,
		acquire_start_date: text(coupon.acquireStartMs),
		acquire_end_date: text(coupon.acquireEndMs),
		consume_start_date: text(coupon.acquireStartMs),
		consume_end_date: text(coupon.acquireEndMs + coupon.validSeconds * 1000),
		range_type: 1,
		type: 1,
		seller_admin_id: BigInt(call.shop.sellerId),
	};
}
