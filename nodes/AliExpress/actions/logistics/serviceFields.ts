import type { INodeProperties } from 'n8n-workflow';

import { simplifyField } from '../../../action/fields';
import { shopOptionsField } from '../fields';
import { orderLocator } from '../locators';
import { localeOption } from './localeOption';

function sizeOption(displayName: string, name: string, description: string): INodeProperties {
	const typeOptions = { minValue: 0, numberPrecision: name === 'goodsWeight' ? 3 : 0 };
	return { displayName, name, type: 'number', typeOptions, default: 0, description };
}

/** The fields of Logistics: Get Services. */
export function serviceFields(): INodeProperties[] {
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
			sizeOption('Height (Cm)', 'goodsHeight', 'Of the parcel. For services of an order only.'),
			sizeOption('Length (Cm)', 'goodsLength', 'Of the parcel. For services of an order only.'),
			sizeOption('Weight (Kg)', 'goodsWeight', 'Of the parcel. For services of an order only.'),
			sizeOption('Width (Cm)', 'goodsWidth', 'Of the parcel. For services of an order only.'),
		]),
	];
}
