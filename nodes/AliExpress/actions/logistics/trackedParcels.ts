import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseOrderDetail, type RawOrderDetail } from '../../parse/order/orderDetail';
import { readAnswer } from '../answer';

const ORDER_METHOD = 'aliexpress.trade.new.redefining.findorderbyid';

/** What the user knows of a parcel; what is missing stands in the order. */
export interface ParcelKnown {
	orderId: bigint;
	trackingNumber?: string | undefined;
	serviceCode?: string | undefined;
	country?: string | undefined;
}

/** What the older method needs besides the tracking number. */
export interface Shipped {
	serviceCode: string;
	country: string;
}

/** Looks into the order for what the user did not give. The order is read at most once. */
export interface OrderLookup {
	/** Tracking numbers of the order's shipments; costs no call when the user gave one. */
	trackingNumbers(): Promise<string[]>;
	/**
	 * @throws NodeOperationError when the order does not tell them either.
	 */
	shippedBy(trackingNumber: string): Promise<Shipped>;
}

/** @param known what the user gave; nothing is read for what is in it. */
export function orderLookup(
	context: IExecuteFunctions,
	client: Client,
	known: ParcelKnown,
): OrderLookup {
	let order: Promise<RawOrderDetail> | undefined;
	async function read(): Promise<RawOrderDetail> {
		const answer = await client.call(ORDER_METHOD, { param1: { order_id: known.orderId } });
		return readAnswer(context, () => parseOrderDetail(answer));
	}
	async function fields() {
		order ??= read();
		return (await order).fields;
	}

	async function trackingNumbers(): Promise<string[]> {
		if (known.trackingNumber !== undefined) return [known.trackingNumber];
		const { logistic_info_list: shipments } = await fields();
		const numbers = shipments.flatMap(({ logistics_no: number }) => number ?? []);
		return [...new Set(numbers)];
	}

	async function shippedBy(trackingNumber: string): Promise<Shipped> {
		const { serviceCode: givenService, country: givenCountry } = known;
		if (givenService !== undefined && givenCountry !== undefined) {
			return { serviceCode: givenService, country: givenCountry };
		}
		const { logistic_info_list: shipments, receipt_address: address } = await fields();
		const shipment = shipments.find(({ logistics_no: number }) => number === trackingNumber);
		const serviceCode = givenService ?? shipment?.logistics_type_code;
		const country = givenCountry ?? address.country;
		if (serviceCode !== undefined && country !== undefined) return { serviceCode, country };
		const missing = serviceCode === undefined ? 'Service Code' : 'Destination Country';
		throw new NodeOperationError(
			context.getNode(),
			`The order does not tell the ${missing} of this parcel`,
			{
				description: `Give it under Options → ${missing}, and check that the tracking number belongs to the order.`,
			},
		);
	}

	return { trackingNumbers, shippedBy };
}
