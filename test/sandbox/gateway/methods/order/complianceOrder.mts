import { list } from '../../envelope.mts';
import { refuse } from '../../failures.mts';
import { idParam, idsIn, listParam } from '../fields.mts';
import type { Method } from '../method.mts';

const MOST_LINES = 50;

/** `aliexpress.trade.compliance.order.query`: the review of each line; rows stand at the top under `data`. */
export const complianceOrder: Method = {
	name: 'aliexpress.trade.compliance.order.query',
	group: 'trade',
	answer(call) {
		const orderId = idParam(call, 'trade_order_id');
		const asked = idsIn(listParam(call, 'child_trade_order_ids') ?? [], 'child_trade_order_ids');
		const order = orderId === undefined ? undefined : call.shop.order(orderId);
		if (!order) refuse('InvalidParameter', '"trade_order_id" is no order of the shop');
		if (asked.length > MOST_LINES) refuse('InvalidParameter', 'at most 50 lines');
		const result = call.shop.compliance.get(order.id) ?? 'PASSED';
		const history =
			result === 'FAILED'
				? [{ audit_status: 'REJECTED', reject_reason: 'Label missing', audit_type: 'MANUAL_AUDIT' }]
				: [];
		return {
			code: '200',
			success: true,
			data: list(
				'order_line_compliance_dto',
				order.lines
					.filter(({ childId }) => asked.includes(childId))
					.map(({ childId }) => ({
						child_trade_order_id: childId,
						dsa_hit: true,
						compliance_review_result: result,
						pack_img_req: true,
						item_img_req: false,
						can_appeal: result === 'FAILED',
						audit_history: history,
					})),
			),
		};
	},
};
