import type { JsonObject } from '../../../json.mts';
import { currentVersion } from '../../../shop/orders.mts';
import type { Order, OrderVersion } from '../../../shop/orders.mts';
import { money } from '../order/orderListRow.mts';

/** A shipment that was booked online with the platform's logistics. */
export interface OnlineShipment {
	order: Order;
	id: bigint;
	/** Number of the logistics order, `LP…`. */
	lpNumber: string;
	trackingNumber: string;
	/** Number of the Chinese carrier to the warehouse. */
	domesticNumber: string;
	status: string;
	createdAtMs: number;
	feeCents: number;
}

/** The shipment of an order; none while nothing was sent. */
export function shipmentOf(order: Order): OnlineShipment[] {
	const version = currentVersion(order);
	const { sentAtMs, trackingNumber } = version;
	if (sentAtMs === undefined || trackingNumber === undefined) return [];
	const serial = order.id % 10_000_000_000n;
	return [
		{
			order,
			id: 40_000_000_000_001n + serial,
			lpNumber: `LP${String(serial).padStart(14, '0')}`,
			trackingNumber,
			domesticNumber: `SF${String(serial).padStart(12, '0')}`,
			status: shipmentStatus(version),
			createdAtMs: sentAtMs,
			feeCents: 350 + Number(serial % 700n),
		},
	];
}

function shipmentStatus({ status, endReason }: OrderVersion): string {
	if (endReason === 'buyer_confirm_goods') return 'CLOSED';
	return status === 'SELLER_PART_SEND_GOODS'
		? 'WAIT_WAREHOUSE_RECEIVE_GOODS'
		: 'WAREHOUSE_SEND_GOODS_SUCCESS';
}

/** The fee as the platform writes it: in the seller's currency, and in several. */
export function feeFields({ feeCents }: OnlineShipment): JsonObject {
	return { ...money(feeCents, 'CNY'), cent: feeCents };
}
