import type { z } from 'zod';

import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import type { Money } from '../../../wire/money';
import { readCount, readRows } from '../answerRows';
import { timesInOrder } from '../moment';
import { money } from '../money';
import { filled, present } from '../present';
import { detail, fields, id, listOf, readShape, text } from '../shape';

const shipmentSchema = fields({
	// Of `getonlinelogisticsinfo`.
	online_logistics_id: id,
	lp_number: text,
	internationallogistics_id: text,
	original_international_logistics_id: text,
	international_logistics_type: text,
	china_logistics_type: text,
	order_id: id,
	// Of `querylogisticsorderdetail`.
	logistics_order_id: id,
	out_order_code: text,
	international_logistics_num: text,
	trade_order_id: id,
	batch_id: text,
	close_time: text,
	gmt_create: text,
	// Of both.
	channel_code: text,
	solution_code: text,
	logistics_status: text,
	logistics_fee: detail(money),
	logistics_fee_list: detail(listOf(money)),
	logistics_service_list: detail(listOf(fields({ code: text, resource_code: text }))),
});

/** One shipment: the checked fields, what tells it apart, and the object as the platform wrote it. */
export interface RawShipmentRow {
	key: string;
	fields: z.infer<typeof shipmentSchema>;
	source: JsonObject;
}

/** One page of shipments. */
export interface ShipmentPage {
	shipments: RawShipmentRow[];
	totalPages?: number;
}

/**
 * Reads a page of `aliexpress.logistics.redefining.getonlinelogisticsinfo` (top level) or
 * `aliexpress.logistics.querylogisticsorderdetail` (under `result`).
 *
 * @param page which page it is, from 1.
 */
export function parseShipments(value: JsonObject, page: number): ShipmentPage {
	const within = ['result'];
	const place = { field: 'result_list', within, total: 'total_page' };
	const rows = readRows(value, {
		...place,
		isFirstPage: page === 1,
	});
	const shipments = rows.map(({ source, at }) => {
		const fields = readShape(shipmentSchema, source, at);
		const key =
			fields.online_logistics_id ??
			fields.logistics_order_id ??
			fields.lp_number ??
			fields.internationallogistics_id ??
			fields.international_logistics_num;
		if (key !== undefined) return { key, fields, source };
		throw new TypeError(`The field "${at}.logistics_order_id" of the answer is missing.`);
	});
	const totalPages = readCount(value, within, 'total_page');
	return { shipments, ...(totalPages !== undefined && { totalPages }) };
}

/** A simplified shipment. */
export type SimpleShipment = {
	shipmentId?: string;
	lpNumber?: string;
	orderId?: string;
	trackingNumber?: string;
	status?: string;
	serviceCode?: string;
	fee?: Money;
	createdAt?: string;
};

/**
 * Normalises a shipment; a superset of `SimpleShipment`.
 *
 * @param zone of `gmt_create`, which the platform does not state.
 */
export function toShipmentItem({ fields }: RawShipmentRow, zone: PlatformZone) {
	const fees = (fields.logistics_fee_list ?? []).filter((fee) => fee !== undefined);
	return present({
		shipmentId: fields.online_logistics_id ?? fields.logistics_order_id,
		lpNumber: fields.lp_number ?? fields.out_order_code,
		orderId: fields.order_id ?? fields.trade_order_id,
		trackingNumber: fields.internationallogistics_id ?? fields.international_logistics_num,
		status: fields.logistics_status,
		serviceCode: fields.international_logistics_type,
		// The platform asks to prefer the list of fees to the single one.
		fee: fees[0] ?? fields.logistics_fee,
		...timesInOrder(
			{
				createdAt: fields.gmt_create,
				closesAt: fields.close_time,
			},
			zone,
		),
		fees: filled(fees),
		originalTrackingNumber: fields.original_international_logistics_id,
		domesticService: fields.china_logistics_type,
		channelCode: fields.channel_code,
		solutionCode: fields.solution_code,
		batchId: fields.batch_id,
		services: filled(fields.logistics_service_list)?.map(({ code, resource_code: resource }) =>
			present({ code, resourceCode: resource }),
		),
	});
}

/** Takes a full shipment down to the fields of `SimpleShipment`. */
export function simplifyShipment(item: SimpleShipment): SimpleShipment {
	const { shipmentId, lpNumber, orderId, trackingNumber, status, serviceCode, fee, createdAt } =
		item;
	return present({
		shipmentId,
		lpNumber,
		orderId,
		trackingNumber,
		status,
		serviceCode,
		fee,
		createdAt,
	});
}
