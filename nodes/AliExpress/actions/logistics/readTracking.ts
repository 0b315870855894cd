import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import type { Cause } from '../../../wire/failure';
import { parseTracking, type RawTracking } from '../../parse/logistics/tracking';
import { readAnswer } from '../answer';
import type { OrderLookup } from './trackedParcels';

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
