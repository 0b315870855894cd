import { given, required } from '../../gateway/params.mts';
import { pacificText } from '../../gateway/time.mts';
import type { JsonObject } from '../../json.mts';
import { amountText } from '../catalogue/articlePrices.mts';
import { v1Refusal } from '../method.mts';
import type { AlibabaMethod, AlibabaMethodCall } from '../method.mts';
import type { TradeOrder } from '../trade/orders.mts';
import { orderIn } from './find.mts';
import { dateView, orderView } from './orderView.mts';

/** One order; somebody else's order and one that does not exist look the same. */
export const orderGet: AlibabaMethod = {
	path: '/alibaba/order/get',
	name: 'alibaba.seller.order.get',
	answer: (call) =>
		withOrder(call, 'e_trade_id', (order) => {
			const selected = (given(call.params, 'data_select') ?? '').split(',');
			const view = orderView(order, call);
			return {
				value: selected.includes('statusAction')
					? { ...view, status_action: { status: order.status, actions: [] } }
					: view,
			};
		}),
};

/** The fee of the payment. */
export const orderFund: AlibabaMethod = {
	path: '/alibaba/order/fund/query',
	answer: (call) =>
		withOrder(call, 'e_trade_id', (order) => ({
			value: {
				payment_transaction_fee:
					required(call.params, 'data_select') === 'fund_transaction_fee'
						? { amount: amountText(Math.round(order.shipmentCents * 0.03)), currency: 'USD' }
						: null,
			},
		})),
};

/** The parcels of an order. */
export const orderLogistics: AlibabaMethod = {
	path: '/order/logistics/query',
	answer: (call) =>
		withOrder(call, 'trade_id', ({ parcel }) => ({
			value: {
				logistic_status: parcel ? 'SHIPPED' : 'UNDELIVER',
				shipment_date: parcel ? dateView(parcel.sentAtMs) : null,
				shipping_order_list:
					parcel && given(call.params, 'data_select') === 'logistic_order'
						? [
								{
									voucher: {
										tracking_number: parcel.number,
										service_provider: parcel.carrier,
										logistics_type: 'EXPRESS',
									},
								},
							]
						: [],
			},
		})),
};

/** What happened to the parcels, the newest first; needs a permission of its own. */
export const orderTracking: AlibabaMethod = {
	path: '/order/logistics/tracking/get',
	answer: (call) =>
		withOrder(call, 'trade_id', ({ parcel }) => ({
			tracking_list: parcel
				? [
						{
							carrier: parcel.carrier,
							tracking_number: parcel.number,
							tracking_url: `https://www.alibaba.invalid/track/${parcel.number}`,
							current_event_code: parcel.events[0]?.code ?? 'null',
							event_list: parcel.events.map(({ code, name, location, atMs }) => ({
								event_code: code,
								event_name: name,
								event_location: location,
								event_time: pacificText(atMs),
							})),
						},
					]
				: [],
		})),
};

function withOrder(
	call: AlibabaMethodCall,
	name: string,
	answer: (order: TradeOrder) => JsonObject,
): JsonObject {
	required(call.params, name);
	const order = orderIn(call, name);
	return order ? answer(order) : v1Refusal(call, '120019', 'The order does not exist');
}
