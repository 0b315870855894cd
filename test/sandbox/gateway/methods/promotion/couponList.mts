import type { JsonObject } from '../../../json.mts';
import { COUPON_STATUSES, couponStatus } from '../../../shop/promotions.mts';
import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { slashDateMs } from '../../time.mts';
import { choiceField, textField } from '../fields.mts';
import { inRange, objectParam } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';
import { couponRow } from './couponRow.mts';

/** `aliexpress.marketing.redefining.getactlist`: no page can be asked for; all come at once. */
export const couponList: Method = {
	name: 'aliexpress.marketing.redefining.getactlist',
	group: 'marketing',
	answer(call) {
		const query = objectParam(call, 'param_seller_coupon_activity_api_query');
		const name = textField(query, 'activity_name');
		const status = choiceField(query, 'status', COUPON_STATUSES);
		const fromMs = slashField(query, 'min_activity_start_date', call);
		const toMs = slashField(query, 'max_activity_start_date', call);
		const found = call.shop.coupons.filter(
			(coupon) =>
				(name === undefined || coupon.name.includes(name)) &&
				(status === undefined || couponStatus(coupon, call.nowMs) === status) &&
				inRange(coupon.acquireStartMs, fromMs, toMs),
		);
		return {
			result: {
				total_item: found.length,
				total_page: found.length > 0 ? 1 : 0,
				current_page: 1,
				page_size: found.length,
				activity_list: list(
					'seller_coupon_activity',
					found.map((coupon) => couponRow(coupon, call)),
				),
			},
		};
	},
};

/** `MM/dd/yyyy HH:mm:ss`; a day alone is refused. */
function slashField(query: JsonObject, name: string, { options }: MethodCall): number | undefined {
	const text = textField(query, name);
	if (text === undefined) return undefined;
	const atMs = text.includes(' ') ? slashDateMs(text, options.ambiguousHour) : undefined;
	return atMs ?? refuse('InvalidParameter', `"${name}" is no MM/dd/yyyy HH:mm:ss`);
}
