import { NodeApiError, NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import type { Cause } from '../../../wire/failure';
import { parseTracking, type RawTracking } from '../../parse/logistics/tracking';
import { parseOrderDetail, type RawOrderDetail } from '../../parse/order/orderDetail';
import { readAnswer } from '../operation';

const ORDER_METHOD = 'aliexpress.trade.new.redefining.findorderbyid';

/** What the user knows of a parcel; what is missing stands in the order. */
interface ParcelKnown {
	orderId: bigint;
	trackingNumber?: string | undefined;
	serviceCode?: string | undefined;
	country?: string | undefined;
}

/** What the older method needs besides the tracking number. */
interface Shipped {
	serviceCode: string;
	country: string;
}

/** Looks into the order for what the user did not give. The order is read at most once. */
interface OrderLookup {
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

const NEWER = 'aliexpress.asf.shipment.tracking.get';
const OLDER = 'aliexpress.logistics.redefining.querytrackingresult';

/** Which methods may be asked. */
export type TrackingMethods = 'auto' | 'newer' | 'older';

/** Refusals that are of one method and its permission, so that the other one may answer. */
const OF_THE_METHOD: ReadonlySet<unknown> = new Set<Cause>(['permission', 'business', 'input']);

/** A method that is gone is known by its status: what tells its successor leaves the cause out. */
function isOfTheMethod({ errorResponse, httpCode }: NodeApiError): boolean {
	return httpCode === '404' || OF_THE_METHOD.has(errorResponse?.cause);
}

async function orRefusal(read: Promise<RawTracking>): Promise<RawTracking | NodeApiError> {
	try {
		return await read;
	} catch (reason) {
		if (reason instanceof NodeApiError && isOfTheMethod(reason)) return reason;
		return await Promise.reject(reason);
	}
}

/** Reads the events of parcels of one order. */
export function trackingReader(
	context: IExecuteFunctions,
	client: Client,
	orderId: bigint,
	locale: string,
	order: OrderLookup,
) {
	async function readNewer(trackingNumber: string): Promise<RawTracking> {
		const params = { mailNo: trackingNumber, tradeOrderId: orderId, locale };
		const answer = await client.call(NEWER, params);
		return readAnswer(context, () => parseTracking(answer, 'newer'));
	}

	async function readOlder(trackingNumber: string): Promise<RawTracking> {
		const { serviceCode, country } = await order.shippedBy(trackingNumber);
		const answer = await client.call(OLDER, {
			logistics_no: trackingNumber,
			origin: 'ESCROW',
			out_ref: orderId,
			service_name: serviceCode,
			to_area: country,
		});
		return readAnswer(context, () => parseTracking(answer, 'older'));
	}

	/**
	 * The newer method first; the older one when it is refused or knows no events yet. What the newer
	 * one answered stands when the older one is refused too.
	 *
	 * @throws NodeApiError when neither answers.
	 */
	return async (trackingNumber: string, methods: TrackingMethods): Promise<RawTracking> => {
		if (methods === 'newer') return await readNewer(trackingNumber);
		if (methods === 'older') return await readOlder(trackingNumber);
		const newer = await orRefusal(readNewer(trackingNumber));
		if (newer instanceof NodeApiError) return await readOlder(trackingNumber);
		if (newer.events.length > 0) return newer;
		const older = await orRefusal(readOlder(trackingNumber));
		return older instanceof NodeApiError ? newer : older;
	};
}
