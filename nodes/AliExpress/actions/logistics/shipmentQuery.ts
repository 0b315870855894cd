import type { IExecuteFunctions } from 'n8n-workflow';

import { type TextForm, formedText, refusalOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { idOf, isEmpty } from '../../../action/ids';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/wallClock';
import type { PrintableJson } from '../../../wire/json';
import { TRACKING_NUMBER } from '../forms';
import { pickedIdOrNone } from '../locators';

/** A list of shipments to read: the method, and its parameters without the page. */
export interface ShipmentQuery {
	method: string;
	params: Readonly<Record<string, PrintableJson>>;
}

const STATUS: TextForm = { label: 'status', pattern: /^[A-Za-z_]{2,64}$/, example: 'INIT' };
const LP_NUMBER: TextForm = { ...TRACKING_NUMBER, label: 'logistics order code' };

/** The two methods call the same filters by other names. */
const METHODS = {
	online: {
		method: 'aliexpress.logistics.redefining.getonlinelogisticsinfo',
		orderId: 'order_id',
		trackingNumber: 'international_logistics_id',
		domesticNumber: 'china_logistics_id',
	},
	logisticsOrder: {
		method: 'aliexpress.logistics.querylogisticsorderdetail',
		orderId: 'trade_order_id',
		trackingNumber: 'international_logistics_num',
		domesticNumber: 'domestic_logistics_num',
	},
} as const;

/**
 * Reads the filters of an item and checks them.
 *
 * @param zone of the creation times, which the platform does not state.
 * @throws NodeOperationError before a call is spent.
 */
export function shipmentQuery(
	context: IExecuteFunctions,
	index: number,
	zone: PlatformZone,
): ShipmentQuery {
	const isOnline = context.getNodeParameter('shipmentKind', index, 'online') !== 'logisticsOrder';
	const names = isOnline ? METHODS.online : METHODS.logisticsOrder;
	const filters = collectionOf(context, 'filters', index);
	const fromMs = dateMs(context, 'Created After', filters.createdAfter);
	const toMs = dateMs(context, 'Created Before', filters.createdBefore);
	if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
		const remedy = 'No shipment can lie in this range.';
		throw refusalOf(context, '"Created After" is not before "Created Before"', remedy);
	}
	const { logisticsOrderId } = filters;
	const lpNumber = formedText(context, LP_NUMBER, filters.lpNumber);
	const isOnlineAsked = lpNumber !== undefined || !isEmpty(logisticsOrderId);
	if (!isOnline && isOnlineAsked) {
		const remedy = 'Choose Shipments → Online Shipments, or remove these filters.';
		throw refusalOf(context, 'Logistics orders cannot be found by LP number or ID', remedy);
	}
	return {
		method: names.method,
		params: {
			[names.orderId]: pickedIdOrNone(context, 'filters.orderId', 'order ID', index),
			[names.trackingNumber]: formedText(context, TRACKING_NUMBER, filters.trackingNumber),
			[names.domesticNumber]: formedText(context, TRACKING_NUMBER, filters.domesticNumber),
			logistics_status: formedText(context, STATUS, filters.status),
			gmt_create_start_str: fromMs === undefined ? undefined : boundText(fromMs, 'start', zone),
			gmt_create_end_str: toMs === undefined ? undefined : boundText(toMs, 'end', zone),
			logistics_order_code: lpNumber,
			logistics_order_id: isEmpty(logisticsOrderId)
				? undefined
				: idOf(context, 'logistics order ID', logisticsOrderId),
		},
	};
}
