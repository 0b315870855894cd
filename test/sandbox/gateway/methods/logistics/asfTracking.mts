import { currentVersion } from '../../../shop/orders.mts';
import type { Order } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { given } from '../../params.mts';
import { idParam } from '../fields.mts';
import type { Method, MethodCall } from '../method.mts';
import { asfAnswer, asfFailure } from './asf.mts';

/** `aliexpress.asf.shipment.tracking.get`: the newer tracking, texts in a language, no codes. */
export const asfTracking: Method = {
	name: 'aliexpress.asf.shipment.tracking.get',
	group: 'logistics',
	answer(call) {
		const order = trackedOrder(call);
		const events = order && call.shop.tracking(order.id, call.nowMs);
		if (!events) return asfFailure('TRACKING_NOT_FOUND', 'No tracking details were found');
		const isChinese = given(call.params, 'locale')?.startsWith('zh') ?? false;
		return asfAnswer({
			details: list(
				'tracking_detail_dto',
				events.toReversed().map(({ atMs, en, zh, address }) => ({
					time: atMs,
					trackingCodeDesc: isChinese ? zh : en,
					trackingDetailDesc: address ? `[${address}] ${isChinese ? zh : en}` : isChinese ? zh : en,
				})),
			),
		});
	},
};

function trackedOrder(call: MethodCall): Order | undefined {
	const { params, shop } = call;
	const orderId = idParam(call, 'tradeOrderId');
	const number = given(params, 'mailNo');
	const fits = (order: Order) =>
		number === undefined || currentVersion(order).trackingNumber === number;
	if (orderId !== undefined) {
		const order = shop.order(orderId);
		return order && fits(order) ? order : undefined;
	}
	return number === undefined ? undefined : shop.orders.find(fits);
}
