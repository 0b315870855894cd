import type { INodeProperties } from 'n8n-workflow';

import { shopOptionsField } from '../fields';
import { freightTemplateLocator } from '../locators';

function numberField(
	displayName: string,
	name: string,
	numberPrecision: number,
	defaultValue: number,
	description: string,
): INodeProperties {
	const typeOptions = { minValue: 0, numberPrecision };
	return { displayName, name, type: 'number', typeOptions, default: defaultValue, description };
}

function required(field: INodeProperties): INodeProperties {
	return { ...field, required: true };
}

/** The fields of Logistics: Calculate Freight. */
export function freightFields(): INodeProperties[] {
	return [
		freightTemplateLocator({
			required: true,
			description: 'The freight template of the product',
		}),
		{
			displayName: 'Country',
			name: 'country',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. US',
			description:
				'The code of the country the parcel goes to. AliExpress writes some its own way, such as UK, SRB and MNE.',
		},
		required(numberField('Pieces', 'count', 0, 1, 'How many pieces are sent')),
		required(numberField('Weight (Kg)', 'weight', 3, 0, 'Weight of one packed piece')),
		required(numberField('Length (Cm)', 'length', 0, 0, 'Length of the package')),
		required(numberField('Width (Cm)', 'width', 0, 0, 'Width of the package')),
		required(numberField('Height (Cm)', 'height', 0, 0, 'Height of the package')),
		{
			displayName: 'Product Price',
			name: 'price',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 12.34',
			description: 'The price of one piece, with a dot before the decimals',
		},
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: 'USD',
			required: true,
			placeholder: 'e.g. USD',
			description: 'The currency of the price, as a code of three letters',
		},
		shopOptionsField([
			numberField(
				'Custom Weight: Base Pieces',
				'packBaseUnit',
				0,
				0,
				'Up to how many pieces count as one by weight. Give all three of custom weight, or none.',
			),
			numberField(
				'Custom Weight: Step in Pieces',
				'packAddUnit',
				0,
				0,
				'Per how many further pieces weight is added',
			),
			numberField(
				'Custom Weight: Weight per Step (Kg)',
				'packAddWeight',
				3,
				0,
				'How much weight is added per step',
			),
		]),
	];
}
