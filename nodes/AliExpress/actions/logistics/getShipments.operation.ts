import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, refusalOf, type TextForm } from '../../../action/checks';
import {
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import { idOf, isEmpty } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import {
	parseShipments,
	simplifyShipment,
	toShipmentItem,
	type RawShipmentRow,
} from '../../parse/logistics/shipment';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField, zoneOption } from '../fields';
import { TRACKING_NUMBER } from '../forms';
import { orderLocator, pickedIdOrNone } from '../locators';

/** Shipments of a page. */
const PAGE_SIZE = 50;

function textFilter(
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties {
	return { displayName, name, type: 'string', default: '', placeholder, description };
}

/** The fields of Logistics: Get Shipments. */
function shipmentFields(): INodeProperties[] {
	return [
		{
			displayName: 'Shipments',
			name: 'shipmentKind',
			type: 'options',
			options: [
				{
					name: 'Logistics Orders',
					value: 'logisticsOrder',
					description: 'As the logistics orders of AliExpress hold them, with creation times',
				},
				{
					name: 'Online Shipments',
					value: 'online',
					description: 'Parcels handed over to the online logistics of AliExpress',
				},
			],
			default: 'online',
			description: 'Which of the two lists of AliExpress to read',
		},
		...limitFields(PAGE_SIZE),
		simplifyField(),
		filtersCollection([
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Only shipments created at or after this time',
			},
			{
				displayName: 'Created Before',
				name: 'createdBefore',
				type: 'dateTime',
				default: '',
				description: 'Only shipments created up to this time',
			},
			textFilter(
				'Domestic Tracking Number',
				'domesticNumber',
				'e.g. SF1234567890',
				'Only the shipment with this number inside China',
			),
			textFilter(
				'Logistics Order Code',
				'lpNumber',
				'e.g. LP00123456789012',
				'Only the shipment with this LP number. For online shipments only.',
			),
			textFilter(
				'Logistics Order ID',
				'logisticsOrderId',
				'e.g. 3000000000000001',
				'Only the shipment with this ID. For online shipments only.',
			),
			orderLocator({ description: 'Only shipments of this order' }),
			textFilter(
				'Status',
				'status',
				'e.g. INIT',
				'Only shipments in this status, as AliExpress writes it. The documentation does not list all of them.',
			),
			textFilter(
				'Tracking Number',
				'trackingNumber',
				'e.g. LP00123456789012',
				'Only the shipment with this international tracking number',
			),
		]),
		shopOptionsField([zoneOption('Time Zone', 'shipments')]),
	];
}

/** A list of shipments to read: the method, and its parameters without the page. */
interface ShipmentQuery {
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
function shipmentQuery(
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

function pageReader(context: IExecuteFunctions, client: Client, { method, params }: ShipmentQuery) {
	return async (page: number): Promise<Page<RawShipmentRow>> => {
		const asked = { ...params, current_page: page, page_size: PAGE_SIZE };
		const answer = await client.call(method, asked);
		const { shipments, totalPages } = readAnswer(context, () => parseShipments(answer, page));
		// A total of 0 beside rows is no total; a page that is not full then tells the end.
		const isLast = totalPages ? page >= totalPages : shipments.length < PAGE_SIZE;
		return { rows: shipments, isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = shipmentQuery(context, index, options.zone);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const shipments = paginate({
		parts: [pageReader(context, client, query)],
		keyOf: ({ key }) => key,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'shipments', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const raw of shipments) {
		const item = toShipmentItem(raw, options.zone);
		const shown = simplified ? simplifyShipment(item) : item;
		items.push(withRaw(shown, raw.source, options));
	}
	return items;
}

/** Lists shipments, of the online service or of the logistics orders. */
export const getShipments: Operation = {
	name: 'Get Shipments',
	value: 'getShipments',
	action: 'Get shipments',
	description:
		'Costs one call per 50 shipments. Get online shipments or logistics orders of the shop: status, tracking number, service, fee. Filter by order, number, status or date.',
	fields: shipmentFields,
	run,
};
