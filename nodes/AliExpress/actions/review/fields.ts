import type { INodeProperties } from 'n8n-workflow';

import { limitFields, simplifyField } from '../../../action/fields';
import { optionsField, zoneOption } from '../fields';
import { productLocator } from '../locators';

function filtersField(): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Order IDs',
				name: 'parentOrderIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 8100000000000001, 8100000000000003',
				description: 'Only reviews of these orders: up to 50 IDs, separated by commas',
			},
			productLocator({ description: 'Only reviews of this product' }),
			{
				displayName: 'Valid After',
				name: 'validAfter',
				type: 'dateTime',
				default: '',
				description:
					'Only reviews that became effective at or after this time. Without dates and order IDs, the last 30 days are read. A review may become effective weeks after it was written.',
			},
			{
				displayName: 'Valid Before',
				name: 'validBefore',
				type: 'dateTime',
				default: '',
				description: 'Only reviews that became effective up to this time',
			},
		],
	};
}

/** The fields of Review: Get Many. */
export function reviewFields(): INodeProperties[] {
	return [
		{
			displayName: 'Stars',
			name: 'stars',
			type: 'multiOptions',
			options: [1, 2, 3, 4, 5].map((value) => ({ name: String(value), value })),
			default: [],
			description:
				'Only reviews with one of these ratings, e.g. 1 and 2 for negative ones. Without a choice all are returned.',
		},
		...limitFields(),
		simplifyField(),
		filtersField(),
		optionsField([zoneOption('Review Time Zone', 'reviews')]),
	];
}
