import { SERVICES } from '../../../shop/services.mts';
import { list } from '../../envelope.mts';
import type { Method } from '../method.mts';
import { asfAnswer, asfFailure, askedLines } from './asf.mts';

/** `aliexpress.asf.order.shipping.service.get`: choices for each line of an order. */
export const asfOrderServices: Method = {
	name: 'aliexpress.asf.order.shipping.service.get',
	group: 'logistics',
	answer(call) {
		const lines = askedLines(call);
		if (!lines) return asfFailure('INVALID_PARAM', 'A line does not belong to the order');
		const services = lines.flatMap(({ childId }) =>
			SERVICES.map(({ code, name }) => ({
				tradeOrderItemId: String(childId),
				shipmentServiceCode: code,
				shipmentServiceName: name,
				shipmentServiceDeliveryMode: code === 'EMS' ? 'DOOR_PICKUP' : 'WAREHOUSE',
			})),
		);
		return asfAnswer({ orderShippingServiceList: list('order_shipping_service_dto', services) });
	},
};
