import type { JsonObject } from '../../../json.mts';
import { list } from '../../envelope.mts';
import { given } from '../../params.mts';
import { idParam, pageOf, timeParam, wholeParam } from '../fields.mts';
import { inRange } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';
import { feeFields, shipmentOf } from './shipments.mts';
import type { OnlineShipment } from './shipments.mts';

const USUAL_PAGE_SIZE = 10;

/** `aliexpress.logistics.redefining.getonlinelogisticsinfo`: shipments booked online. */
export const onlineShipments: Method = {
	name: 'aliexpress.logistics.redefining.getonlinelogisticsinfo',
	group: 'logistics',
	answer(call) {
		const page = wholeParam(call, 'current_page') ?? 1;
		const size = wholeParam(call, 'page_size') ?? USUAL_PAGE_SIZE;
		if (page < 1 || size < 1) {
			return { is_success: false, error_desc: 'current_page and page_size start at 1' };
		}
		const { rows, pages } = pageOf(matching(call), page, size);
		return {
			is_success: true,
			error_desc: null,
			current_page: page,
			total_page: pages,
			result_list: list('result', rows.map(shipmentRow)),
		};
	},
};

function matching(call: MethodCall): OnlineShipment[] {
	const { params, shop } = call;
	const orderId = idParam(call, 'order_id');
	const shipmentId = idParam(call, 'logistics_order_id');
	const lpNumber = given(params, 'logistics_order_code');
	const number = given(params, 'international_logistics_id');
	const domestic = given(params, 'china_logistics_id');
	const status = given(params, 'logistics_status');
	const fromMs = timeParam(call, 'gmt_create_start_str');
	const toMs = timeParam(call, 'gmt_create_end_str');
	return shop.orders
		.flatMap(shipmentOf)
		.filter(
			(shipment) =>
				(orderId === undefined || shipment.order.id === orderId) &&
				(shipmentId === undefined || shipment.id === shipmentId) &&
				(lpNumber === undefined || shipment.lpNumber === lpNumber) &&
				(number === undefined || shipment.trackingNumber === number) &&
				(domestic === undefined || shipment.domesticNumber === domestic) &&
				(status === undefined || shipment.status === status) &&
				inRange(shipment.createdAtMs, fromMs, toMs),
		)
		.sort((a, b) => b.createdAtMs - a.createdAtMs);
}

function shipmentRow(shipment: OnlineShipment): JsonObject {
	return {
		online_logistics_id: shipment.id,
		order_id: shipment.order.id,
		lp_number: shipment.lpNumber,
		internationallogistics_id: shipment.trackingNumber,
		original_international_logistics_id: shipment.trackingNumber,
		international_logistics_type: shipment.order.serviceCode,
		china_logistics_type: 'SF',
		channel_code: 'YANWENJYT_WLB_CPAMSH',
		logistics_status: shipment.status,
		logistics_fee: feeFields(shipment),
		logistics_fee_list: list('money', [feeFields(shipment)]),
		logistics_service_list: list('logistics_service_dto', [
			{ code: shipment.order.serviceCode, resource_code: 'DISTRIBUTOR_1' },
		]),
	};
}
