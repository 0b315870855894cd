import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { collectionOf, isSimplified, simplifyField } from '../../../action/fields';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import type { PrintableJson } from '../../../wire/json';
import type { ListPlace } from '../../parse/answerRows';
import {
	parseServices,
	simplifyService,
	toServiceItem,
} from '../../parse/logistics/logisticsService';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';
import { localeOf, localeOption } from '../forms';
import { orderLocator, pickedId } from '../locators';
import { parcelSize, parcelWeight } from './fields';

function sizeOption(displayName: string, name: string, description: string): INodeProperties {
	const typeOptions = { minValue: 0, numberPrecision: name === 'goodsWeight' ? 3 : 0 };
	return { displayName, name, type: 'number', typeOptions, default: 0, description };
}

/** The fields of Logistics: Get Services. */
function serviceFields(): INodeProperties[] {
	const ofOrder = ['order', 'orderLines', 'package'];
	return [
		{
			displayName: 'Services',
			name: 'servicesOf',
			type: 'options',
			options: [
				{
					name: 'Domestic Carriers',
					value: 'domestic',
					description: 'Carriers inside China, for the way to the warehouse',
				},
				{
					name: 'Of a Package',
					value: 'package',
					description: 'Services for lines of an order that are sent in one package',
				},
				{ name: 'Of a Shop', value: 'shop', description: 'All services of the platform' },
				{
					name: 'Of an Order',
					value: 'order',
					description: 'Online services that an order may be sent with',
				},
				{
					name: 'Of Order Lines',
					value: 'orderLines',
					description: 'Services for each of the given lines of an order',
				},
			],
			default: 'shop',
			description: 'Which services to list',
		},
		orderLocator({
			required: true,
			displayOptions: { show: { servicesOf: ofOrder } },
			description: 'The order that is to be sent',
		}),
		{
			displayName: 'Order Line IDs',
			name: 'orderLineIds',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { servicesOf: ['orderLines', 'package'] } },
			placeholder: 'e.g. 8100000000000002, 8100000000000003',
			description: 'IDs of lines of the order (its child orders), up to 100, separated by commas',
		},
		simplifyField(),
		shopOptionsField([
			localeOption('The language of the names. Not for services of the shop and carriers.'),
			sizeOption(
				'Height (Centimeters)',
				'goodsHeight',
				'Of the parcel. For services of an order only.',
			),
			sizeOption(
				'Length (Centimeters)',
				'goodsLength',
				'Of the parcel. For services of an order only.',
			),
			sizeOption(
				'Weight (Kilograms)',
				'goodsWeight',
				'Of the parcel. For services of an order only.',
			),
			sizeOption(
				'Width (Centimeters)',
				'goodsWidth',
				'Of the parcel. For services of an order only.',
			),
		]),
	];
}

/** The most lines the platform takes in one call. */
const MAX_LINES = 100;

/** A list of services to read, and where it stands in the answer. */
interface ServiceQuery {
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
function serviceQuery(context: IExecuteFunctions, index: number): ServiceQuery {
	const more = collectionOf(context, 'options', index);
	const locale = localeOf(context, index);
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

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const { method, params, place } = serviceQuery(context, index);
	const options = optionsOf(context, index);
	const simplified = isSimplified(context, index);
	const answer = await client.call(method, params);
	const services = readAnswer(context, () => parseServices(answer, place));
	return services.map((raw): IDataObject => {
		const item = toServiceItem(raw);
		const shown = simplified ? simplifyService(item) : item;
		return withRaw(shown, raw.source, options);
	});
}

/** Lists logistics services: of the shop, of an order, or the carriers inside China. */
export const getServices: Operation = {
	name: 'Get Services',
	value: 'getServices',
	action: 'Get logistics services',
	description:
		'Costs one call. Get the logistics services of the shop, the ones an order may be sent with, or the domestic carriers: code, name, company, processing days.',
	fields: serviceFields,
	run,
};
