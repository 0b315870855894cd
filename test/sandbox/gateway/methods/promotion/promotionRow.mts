import type { JsonObject } from '../../../json.mts';
import { promotionStatus } from '../../../shop/promotions.mts';
import type { Promotion } from '../../../shop/promotions.mts';
import { timeTexts } from '../method.mts';
import type { MethodCall } from '../method.mts';

/** A promotion as both lists show it. */
export function promotionRow(promotion: Promotion, call: MethodCall): JsonObject {
	const text = timeTexts(call, 'promotions');
	return {
		promotion_id: promotion.id,
		promotion_name: promotion.name,
		status: promotionStatus(promotion, call.nowMs),
		start_time: text(promotion.startMs),
		end_time: text(promotion.endMs),
	};
}
