import type { INodeProperties } from 'n8n-workflow';

import { optionsCollection, rawOption } from '../../action/fields';
import { waitOption } from '../../action/waiting';

/** Enough for the items of other workflows that are in front. */
export const DEFAULT_WAIT_SECONDS = 600;

/** `Product ID`. */
export function productIdField(): INodeProperties {
	return {
		displayName: 'Product ID',
		name: 'productId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 123456789012345',
		description:
			'Usually 15 digits with the profile Product Detail, 11 to 14 on the Open Platform, and 24 characters on TOP. Every length is accepted. Pass it as text, so that no digit is lost.',
	};
}

/** `Quantity`. */
export function quantityField(): INodeProperties {
	return {
		displayName: 'Quantity',
		name: 'quantity',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 100,
		required: true,
		description: 'How many pieces are asked for',
	};
}

/** `Language`. */
export function languageField(): INodeProperties {
	return {
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: 'en',
		placeholder: 'e.g. ar',
		description:
			'Code of the language that texts are wanted in, such as en, ar or pt-BR. Where a text has none, the English one stands in, then the Chinese one, and the item says so.',
	};
}

/** `Country`. */
export function countryField(description: string): INodeProperties {
	return {
		displayName: 'Country',
		name: 'country',
		type: 'string',
		default: 'US',
		placeholder: 'e.g. DE',
		description,
	};
}

/** Language and country of the buyer; the product detail profile signs both. */
export function marketFields(): INodeProperties[] {
	return [languageField(), countryField('Code of the country of the buyer, two letters')];
}

/** `View`: whose eyes an Open Platform call looks through. */
export function viewOption(): INodeProperties {
	return {
		displayName: 'View',
		name: 'view',
		type: 'options',
		options: [
			{ name: 'Buyer (Any Product)', value: 'buyer' },
			{ name: 'Seller (Own Products)', value: 'seller' },
		],
		default: 'seller',
		description: 'Whose product it is. The view of a buyer is on the Open Platform alone.',
	};
}

/** `Priority`: which items are read first when calls are scarce. */
export function priorityField(): INodeProperties {
	return {
		displayName: 'Priority',
		name: 'priority',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 5, numberPrecision: 0 },
		default: 3,
		description:
			'From 1 to 5: items with a higher number are read first. The output keeps the order of the input.',
	};
}

/** The `Options` collection: what every operation has and what one adds, by name. */
export function optionsField(more: readonly INodeProperties[] = []): INodeProperties {
	return optionsCollection([
		...more,
		rawOption('Whether to add the object as Alibaba.com wrote it, in the field "raw"'),
		waitOption({
			defaultSeconds: DEFAULT_WAIT_SECONDS,
			description:
				'How long a call may wait for its turn in the limits of the plan. The wait ends when the execution is cancelled. The free plan lets 5 calls out a minute, and none in the first minute and a half after n8n has started.',
		}),
	]);
}
