import type { INodeProperties } from 'n8n-workflow';

import { limitFields, simplifyField } from '../../../action/fields';
import { shopOptionsField, zoneOption } from '../fields';
import { orderLocator } from '../locators';

/** Shipments of a page. */
export const PAGE_SIZE = 50;

function textFilter(
	displayName: string,
	name: string,
	placeholder: string,
	description: string,
): INodeProperties {
	return { displayName, name, type: 'string', default: '', placeholder, description };
}

/** The fields of Logistics: Get Shipments. */
export function shipmentFields(): INodeProperties[] {
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
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
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
			],
		},
		shopOptionsField([zoneOption('Time Zone', 'shipments')]),
	];
}
