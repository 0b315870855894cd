import { refuse } from '../../failures.mts';
import { requiredIdParam } from '../fields.mts';
import type { Method } from '../method.mts';
import { couponRow } from './couponRow.mts';

/** `aliexpress.marketing.redefining.findsellercouponactivity`: one coupon. */
export const couponDetail: Method = {
	name: 'aliexpress.marketing.redefining.findsellercouponactivity',
	group: 'marketing',
	answer(call) {
		const id = requiredIdParam(call, 'activity_id');
		const coupon = call.shop.coupons.find((candidate) => candidate.id === id);
		return {
			seller_coupon_activity: couponRow(coupon ?? refuse('InsufficientPermission'), call),
		};
	},
};
