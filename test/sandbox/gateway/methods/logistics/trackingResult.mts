import type { JsonObject } from '../../../json.mts';
import { currentVersion } from '../../../shop/orders.mts';
import { list } from '../../envelope.mts';
import { required } from '../../params.mts';
import { requiredIdParam } from '../fields.mts';
import { timeTexts } from '../method.mts';
import type { Method, MethodCall } from '../method.mts';

/** `aliexpress.logistics.redefining.querytrackingresult`: the older tracking, with action codes. */
export const trackingResult: Method = {
	name: 'aliexpress.logistics.redefining.querytrackingresult',
	group: 'logistics',
	answer(call) {
		const { params, shop, nowMs } = call;
		const number = required(params, 'logistics_no');
		const origin = required(params, 'origin');
		const service = required(params, 'service_name');
		const country = required(params, 'to_area');
		const order = shop.order(requiredIdParam(call, 'out_ref'));
		if (origin !== 'ESCROW') return failed('The origin must be ESCROW');
		if (!order || currentVersion(order).trackingNumber !== number) {
			return failed('The logistics number does not belong to the order');
		}
		if (service !== order.serviceCode) return failed('The service does not fit the shipment');
		if (country !== order.buyer.country) return failed('The destination does not fit the order');
		return {
			result_success: true,
			error_desc: null,
			official_website: 'https://global.cainiao.invalid/',
			details: list('tracking_detail', events(call, order.id, nowMs)),
		};
	},
};

function failed(reason: string): JsonObject {
	return { result_success: false, error_desc: reason };
}

/** Newest first, as a parcel's page shows them. */
function events(call: MethodCall, orderId: bigint, nowMs: number): JsonObject[] {
	const text = timeTexts(call, 'tracking');
	return (call.shop.tracking(orderId, nowMs) ?? []).toReversed().map((event) => ({
		event_date: text(event.atMs),
		event_desc: event.en,
		address: event.address,
		signed_name: event.signedName ?? '',
		action_code: event.actionCode,
		status: '',
	}));
}
