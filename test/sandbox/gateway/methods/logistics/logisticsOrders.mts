import type { JsonObject } from '../../../json.mts';
import { list } from '../../envelope.mts';
import { given } from '../../params.mts';
import { idParam, pageOf, timeParam, wholeParam } from '../fields.mts';
import { inRange } from '../method.mts';
import type { Method } from '../method.mts';
import { pacificText } from '../../time.mts';
import { feeFields, shipmentOf } from './shipments.mts';
import type { OnlineShipment } from './shipments.mts';

const USUAL_PAGE_SIZE = 10;
const CLOSES_AFTER_MS = 30 * 86_400_000;

/** `aliexpress.logistics.querylogisticsorderdetail`: the same shipments in other names. */
export const logisticsOrders: Method = {
	name: 'aliexpress.logistics.querylogisticsorderdetail',
	group: 'logistics',
	answer(call) {
		const page = wholeParam(call, 'current_page') ?? 1;
		const size = wholeParam(call, 'page_size') ?? USUAL_PAGE_SIZE;
		if (page < 1 || size < 1) {
			return { result: { success: false, error_desc: 'current_page and page_size start at 1' } };
		}
		const { params, shop } = call;
		const orderId = idParam(call, 'trade_order_id');
		const number = given(params, 'international_logistics_num');
		const domestic = given(params, 'domestic_logistics_num');
		const status = given(params, 'logistics_status');
		const fromMs = timeParam(call, 'gmt_create_start_str');
		const toMs = timeParam(call, 'gmt_create_end_str');
		const found = shop.orders
			.flatMap(shipmentOf)
			.filter(
				(shipment) =>
					(orderId === undefined || shipment.order.id === orderId) &&
					(number === undefined || shipment.trackingNumber === number) &&
					(domestic === undefined || shipment.domesticNumber === domestic) &&
					(status === undefined || shipment.status === status) &&
					inRange(shipment.createdAtMs, fromMs, toMs),
			)
			.sort((a, b) => b.createdAtMs - a.createdAtMs);
		const { rows, pages } = pageOf(found, page, size);
		return {
			result: {
				success: true,
				error_desc: null,
				current_page: page,
				total_page: pages,
				result_list: list('aeop_logistics_order_detail_dto', rows.map(detailRow)),
			},
		};
	},
};

function detailRow(shipment: OnlineShipment): JsonObject {
	return {
		logistics_order_id: shipment.id,
		trade_order_id: shipment.order.id,
		out_order_code: shipment.lpNumber,
		international_logistics_num: shipment.trackingNumber,
		international_logistics_type: shipment.order.serviceCode,
		channel_code: 'YANWENJYT_WLB_CPAMSH',
		logistics_status: shipment.status,
		gmt_create: pacificText(shipment.createdAtMs),
		close_time: shipment.createdAtMs + CLOSES_AFTER_MS,
		logistics_fee: feeFields(shipment),
		logistics_fee_list: list('money', [feeFields(shipment)]),
		logistics_service_list: list('logistics_service_dto', [
			{ code: shipment.order.serviceCode, resource_code: 'DISTRIBUTOR_1' },
		]),
	};
}
