import type { INodeProperties } from 'n8n-workflow';

import { limitFields } from '../../../action/fields';
import { shopOptionsField, zoneOption } from '../fields';
import { productLocator } from '../locators';

/** Promotions of a page. */
export const PAGE_SIZE = 50;

function choice(
	displayName: string,
	name: string,
	options: Array<[string, string]>,
	description: string,
): INodeProperties {
	const property: INodeProperties = {
		displayName,
		name,
		type: 'options',
		options: options.map(([shown, value]) => ({ name: shown, value })),
		default: '',
		description,
	};
	return { ...property, default: options[0]?.[1] ?? '' };
}

/** The fields of Promotion: Get Many. */
export function promotionFields(): INodeProperties[] {
	return [
		...limitFields(PAGE_SIZE),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Name',
					name: 'promotionName',
					type: 'string',
					default: '',
					placeholder: 'e.g. Summer sale',
					description: 'Only promotions with this name',
				},
				productLocator({
					description:
						'Only promotions this product takes part in. Cannot be combined with the other filters.',
				}),
				{
					displayName: 'Promotion ID',
					name: 'promotionId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 5000000000000001',
					description: 'Only the promotion with this ID',
				},
				choice(
					'Status',
					'status',
					[
						['Finished', 'Finished'],
						['Not Started', 'NotStarted'],
						['Ongoing', 'Ongoing'],
						['Paused', 'Invalid'],
					],
					'Only promotions in this status',
				),
				choice(
					'Type',
					'promotionType',
					[
						['Bundle Deals', 'BundleDeals'],
						['Free Shipping', 'FreeShipping'],
						['Group Buy', 'GroupBuy'],
						['Order Price Discount', 'OrderPriceDiscount'],
						['Order Quantity Discount', 'OrderQuantityDiscount'],
						['Product Discount', 'ProductDiscount'],
					],
					'Only promotions of this type',
				),
			],
		},
		shopOptionsField([zoneOption('Time Zone', 'promotions')]),
	];
}
