import { currentVersion, decimalText, totalCents } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { orderOrRefuse, requiredIdField } from '../fields.mts';
import { objectParam } from '../method.mts';
import type { Method } from '../method.mts';

/** `aliexpress.trade.redefining.findordertradeinfo`: amounts and lines; money as two fields each. */
export const orderTradeInfo: Method = {
	name: 'aliexpress.trade.redefining.findordertradeinfo',
	group: 'trade',
	answer(call) {
		const order = orderOrRefuse(call, requiredIdField(objectParam(call, 'param1'), 'order_id'));
		const { currency, lines } = order;
		const version = currentVersion(order);
		const total = decimalText(totalCents(order));
		return {
			result: {
				id: order.id,
				is_phone: false,
				order_amount: total,
				order_amount_cur: currency,
				init_oder_amount: total,
				init_oder_amount_cur: currency,
				logistics_amount: decimalText(order.shippingCents),
				logistics_amount_cur: currency,
				child_order_list: list(
					'child_order_dto',
					lines.map(({ childId, product, sku, count }, index) => ({
						id: childId,
						order_sort_id: index + 1,
						order_status: version.status,
						product_id: product.id,
						product_name: product.name,
						product_count: count,
						product_unit: 'piece',
						product_price: decimalText(sku.priceCents),
						product_price_cur: currency,
						init_order_amt: decimalText(sku.priceCents * count),
						init_order_amt_cur: currency,
						sku_code: sku.code,
						lot_num: '1',
						fund_status: version.fundStatus,
						issue_status: version.issueStatus,
						frozen_status: version.frozenStatus,
					})),
				),
			},
		};
	},
};
