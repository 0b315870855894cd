import { printJson } from '../json.mts';
import type { JsonObject } from '../json.mts';
import { currentVersion } from '../shop/orders.mts';
import type { Order } from '../shop/orders.mts';

/** How messages look: as AliExpress shows them to dropshippers, or as its sister platform. */
export type PushForm = 'dropship' | 'shared';

/** A push message before it is printed. What is left out is the platform's usual value. */
export interface PushDraft {
	/** Default 53 in the form of dropshippers, 0 in the shared one. */
	type?: number;
	sellerId?: string;
	/** As it stands in the message; default now, in the unit of the form. */
	timestamp?: number;
	data?: JsonObject;
	/** The body itself, instead of all the above. It is signed as it stands. */
	body?: string | Uint8Array;
}

/** The words of dropshipper messages for the statuses of orders. */
const DROPSHIP_STATUS: Readonly<Record<string, string>> = {
	PLACE_ORDER_SUCCESS: 'OrderCreated',
	WAIT_SELLER_SEND_GOODS: 'PaymentAuthorized',
	WAIT_BUYER_ACCEPT_GOODS: 'OrderShipped',
	FUND_PROCESSING: 'OrderConfirmed',
	FINISH: 'OrderClosed',
};

/** What a message says about an order in its present status. */
export function orderData(order: Order, form: PushForm): JsonObject {
	const { status, changedAtMs } = currentVersion(order);
	if (form === 'shared') {
		return {
			trade_order_id: String(order.id),
			order_status: status,
			status_update_time: Math.floor(changedAtMs / 1000),
		};
	}
	return {
		orderId: order.id,
		orderStatus: DROPSHIP_STATUS[status] ?? status,
		buyerId: 1_000_000_001,
	};
}

/** The body of a message as it goes over the wire. */
export function bodyOf(
	draft: PushDraft,
	{ form, sellerId, nowMs }: { form: PushForm; sellerId: string; nowMs: number },
): Buffer {
	if (draft.body !== undefined) return Buffer.from(draft.body);
	const isShared = form === 'shared';
	const message = {
		seller_id: draft.sellerId ?? sellerId,
		message_type: draft.type ?? (isShared ? 0 : 53),
		data: draft.data ?? {},
		timestamp: draft.timestamp ?? (isShared ? nowMs : Math.floor(nowMs / 1000)),
		site: 'ae_global',
	};
	return Buffer.from(printJson(message), 'utf8');
}
