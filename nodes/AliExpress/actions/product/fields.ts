import type { INodeProperties } from 'n8n-workflow';

import { limitFields, simplifyField } from '../../../action/fields';
import { shopOptionsField, zoneOption } from '../fields';
import { groupLocator } from '../locators';
import { familyOption } from './family';
import { MAX_PAGE_SIZE, MAX_TITLE, productStatusOptions } from './list';

/** The zone of product times, which the platform does not document. */
export function productZoneOption(): INodeProperties {
	return zoneOption('Product Time Zone', 'products');
}

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
			dateField('Created After', 'createdAfter', 'Only products created at or after this time'),
			dateField('Created Before', 'createdBefore', 'Only products created up to this time'),
			groupLocator({ description: 'Only products of this group' }),
			{
				displayName: 'Has National Prices',
				name: 'hasNationalPrices',
				type: 'boolean',
				default: true,
				description: 'Whether the products have prices of their own for some countries',
			},
			dateField('Modified After', 'modifiedAfter', 'Only products changed at or after this time'),
			dateField('Modified Before', 'modifiedBefore', 'Only products changed up to this time'),
			{
				displayName: 'Offline Within (Days)',
				name: 'offlineWithinDays',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 3,
				description: 'Only products whose listing ends within this number of days',
			},
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: '',
				placeholder: 'e.g. Earbuds',
				description: `Only products with this text in their title: Latin letters and digits, up to ${MAX_TITLE} characters`,
			},
		],
	};
}

/** The fields of Product: Get Many. */
export function productListFields(): INodeProperties[] {
	return [
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: productStatusOptions(),
			default: ['onSelling'],
			description:
				'Only products in one of these statuses. AliExpress lists one status at a time, so each costs calls of its own. Without a choice all six are read in turn.',
			hint: 'Nothing chosen: products in any status, for six times the calls',
		},
		...limitFields(MAX_PAGE_SIZE),
		simplifyField(),
		filtersField(),
		shopOptionsField([familyOption(), productZoneOption()]),
	];
}
