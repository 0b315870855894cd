import type { INodeProperties } from 'n8n-workflow';

import { limitFields, simplifyField } from '../../../action/fields';
import { optionsField } from '../fields';
import { MAX_PAGE_SIZE } from './lists';
import { statusOptions } from './statuses';

function dateField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

function filtersField(): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			dateField(
				'Created After',
				'createdAfter',
				'Only orders placed at or after this time. AliExpress looks back 180 days, for finished orders 30 days.',
			),
			dateField('Created Before', 'createdBefore', 'Only orders placed up to this time'),
			dateField(
				'Modified After',
				'modifiedAfter',
				'Only orders that changed at or after this time. Not with Light.',
			),
			dateField(
				'Modified Before',
				'modifiedBefore',
				'Only orders whose last change is not after this time. Not with Light.',
			),
		],
	};
}

/** How many rows a page may hold is not documented; 50 is what other connectors ask for. */
function pageSizeOption(): INodeProperties {
	return {
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE },
		default: MAX_PAGE_SIZE,
		description:
			'How many orders to ask for in one call. The limit is not documented; lower it to 20 if AliExpress refuses the page size.',
	};
}

/** The fields of Order: Get Many. */
export function orderListFields(): INodeProperties[] {
	return [
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: statusOptions(),
			default: [],
			description:
				'Only orders in one of these statuses. Without a choice all orders that are not finished are returned.',
		},
		{
			displayName: 'Light List',
			name: 'light',
			type: 'boolean',
			default: false,
			description:
				'Whether to read the list that holds no names and login IDs of buyers, and no amounts, payment times and deadlines of orders either',
		},
		...limitFields(MAX_PAGE_SIZE),
		simplifyField(),
		filtersField(),
		optionsField([pageSizeOption()]),
	];
}
