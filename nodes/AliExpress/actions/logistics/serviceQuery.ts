import type { IExecuteFunctions } from 'n8n-workflow';

import { formedText, refusalOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { idsOf } from '../../../action/ids';
import type { PrintableJson } from '../../../wire/json';
import type { ListPlace } from '../../parse/answerRows';
import { LOCALE } from '../forms';
import { pickedId } from '../locators';
import { parcelSize, parcelWeight } from './parcel';

/** The most lines the platform takes in one call. */
const MAX_LINES = 100;

/** A list of services to read, and where it stands in the answer. */
export interface ServiceQuery {
	method: string;
	params: Readonly<Record<string, PrintableJson>>;
	place: ListPlace;
}

const AT_TOP: ListPlace = { field: 'result_list', within: ['result'] };

function ofLines(
	context: IExecuteFunctions,
	index: number,
	method: string,
	place: ListPlace,
	locale: string,
): ServiceQuery {
	const lines = context.getNodeParameter('orderLineIds', index, '');
	const ids = idsOf(context, 'order line ID', lines, MAX_LINES);
	if (ids.length === 0) {
		throw refusalOf(
			context,
			'No order line was given',
			'Fill in Order Line IDs: the childOrderId of the products of the order.',
		);
	}
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	return {
		method,
		params: { tradeOrderId: orderId, tradeOrderItemIdList: ids, locale },
		place: { within: ['result', 'data'], ...place },
	};
}

function ofOrder(
	context: IExecuteFunctions,
	index: number,
	more: Record<string, unknown>,
	locale: string,
): ServiceQuery {
	return {
		method: 'aliexpress.logistics.redefining.getonlinelogisticsservicelistbyorderid',
		params: {
			order_id: pickedId(context, 'orderId', 'order ID', index),
			goods_weight: parcelWeight(context, more.goodsWeight),
			goods_length: parcelSize(context, 'Length', more.goodsLength),
			goods_width: parcelSize(context, 'Width', more.goodsWidth),
			goods_height: parcelSize(context, 'Height', more.goodsHeight),
			locale,
		},
		place: AT_TOP,
	};
}

/**
 * Reads what an item asks for and checks it.
 *
 * @throws NodeOperationError before a call is spent.
 */
export function serviceQuery(context: IExecuteFunctions, index: number): ServiceQuery {
	const more = collectionOf(context, 'options', index);
	const locale = formedText(context, LOCALE, more.locale) ?? 'en_US';
	const kind = String(context.getNodeParameter('servicesOf', index, 'shop'));
	const shop = 'aliexpress.logistics.redefining.listlogisticsservice';
	const domestic = 'aliexpress.logistics.redefining.qureywlbdomesticlogisticscompany';
	const lines = 'aliexpress.asf.order.shipping.service.get';
	const parcel = 'aliexpress.asf.package.shipping.service.get';
	const queries: Record<string, () => ServiceQuery> = {
		shop: () => ({ method: shop, params: {}, place: AT_TOP }),
		domestic: () => ({ method: domestic, params: {}, place: AT_TOP }),
		order: () => ofOrder(context, index, more, locale),
		orderLines: () => ofLines(context, index, lines, { field: 'orderShippingServiceList' }, locale),
		package: () =>
			ofLines(
				context,
				index,
				parcel,
				{ field: 'shipmentProviderList', beside: ['unusableShipmentProviderList'] },
				locale,
			),
	};
	const query = queries[kind];
	if (query) return query();
	throw refusalOf(
		context,
		`There are no services of "${kind}"`,
		'Choose one of shop, order, orderLines, package and domestic.',
	);
}
