import type { z } from 'zod';

import type { JsonObject } from '../../../wire/json';
import { readRows, type ListPlace } from '../answerRows';
import { filled, present } from '../present';
import { count, detail, fields, id, listOf, readShape, text } from '../shape';

const named = fields({ code: text, name: text, carrierCode: text, carrierName: text });

const serviceSchema = fields({
	service_name: text,
	display_name: text,
	logistics_company: text,
	tracking_no_regex: text,
	min_process_day: count,
	max_process_day: count,
	recommend_order: count,
	code: text,
	name: text,
	// Negative for "other".
	company_id: text,
	company_code: text,
	tradeOrderItemId: id,
	shipmentServiceCode: text,
	shipmentServiceName: text,
	shipmentServiceDeliveryMode: text,
	shipmentProviderCode: text,
	shipmentProviderName: text,
	deliveryMode: text,
	carrierInfoDTOList: detail(listOf(named)),
	shippingTypes: detail(listOf(named)),
});

/** One service or carrier: the checked fields, and the object as the platform wrote it. */
export interface RawService {
	fields: z.infer<typeof serviceSchema>;
	source: JsonObject;
}

/**
 * Reads the list of services of any of the methods that have one; their rows differ in names only.
 */
export function parseServices(value: JsonObject, place: ListPlace): RawService[] {
	return readRows(value, place).map(({ source, at }) => {
		const fields = readShape(serviceSchema, source, at);
		if (codeOf(fields) !== undefined || nameOf(fields) !== undefined) return { fields, source };
		throw new TypeError(`The field "${at}" of the answer names no service.`);
	});
}

function codeOf(fields: RawService['fields']): string | undefined {
	return (
		fields.service_name ??
		fields.code ??
		fields.company_code ??
		fields.shipmentServiceCode ??
		fields.shipmentProviderCode
	);
}

function nameOf(fields: RawService['fields']): string | undefined {
	return (
		fields.display_name ?? fields.name ?? fields.shipmentServiceName ?? fields.shipmentProviderName
	);
}

/** Normalises a service. `code` is what the other logistics methods ask for. */
export function toServiceItem({ fields }: RawService) {
	return present({
		code: codeOf(fields),
		name: nameOf(fields),
		company: fields.logistics_company,
		companyId: fields.company_id,
		orderLineId: fields.tradeOrderItemId,
		deliveryMode: fields.shipmentServiceDeliveryMode ?? fields.deliveryMode,
		minProcessDays: fields.min_process_day,
		maxProcessDays: fields.max_process_day,
		recommendedOrder: fields.recommend_order,
		trackingNumberPattern: fields.tracking_no_regex,
		carriers: filled(fields.carrierInfoDTOList)?.map(({ carrierCode, carrierName, code, name }) =>
			present({ code: carrierCode ?? code, name: carrierName ?? name }),
		),
		shippingTypes: filled(fields.shippingTypes)?.map(({ code, name }) => present({ code, name })),
	});
}
export type ServiceItem = ReturnType<typeof toServiceItem>;

/** Takes a full service down to ten fields. */
export function simplifyService(item: ServiceItem) {
	return present({
		code: item.code,
		name: item.name,
		company: item.company,
		companyId: item.companyId,
		orderLineId: item.orderLineId,
		deliveryMode: item.deliveryMode,
		minProcessDays: item.minProcessDays,
		maxProcessDays: item.maxProcessDays,
		recommendedOrder: item.recommendedOrder,
		trackingNumberPattern: item.trackingNumberPattern,
	});
}
