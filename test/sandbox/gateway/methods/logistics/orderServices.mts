import { SERVICES } from '../../../shop/services.mts';
import { UNDELIVERABLE } from '../../../shop/freight.mts';
import { list } from '../../envelope.mts';
import { decimalParam, requiredIdParam, wholeParam } from '../fields.mts';
import type { Method } from '../method.mts';

/** Beyond it only express carriers take a parcel. */
const HEAVY_KG = 2;

/** `aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid`: who could carry it. */
export const orderServices: Method = {
	name: 'aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid',
	group: 'logistics',
	answer(call) {
		const order = call.shop.order(requiredIdParam(call, 'order_id'));
		const weightKg = decimalParam(call, 'goods_weight') ?? 0;
		for (const side of ['length', 'width', 'height']) wholeParam(call, `goods_${side}`);
		if (!order) return { is_success: false, error_desc: 'The order does not exist' };
		const isDelivered = !UNDELIVERABLE.includes(order.buyer.country);
		const fitting = SERVICES.filter(({ code }) => weightKg <= HEAVY_KG || code === 'EMS');
		return {
			is_success: true,
			error_desc: null,
			result_list: list(
				'result',
				(isDelivered ? fitting : []).map(({ code, name }) => ({ code, name })),
			),
		};
	},
};
