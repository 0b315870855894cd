import type { INodeProperties } from 'n8n-workflow';

import { codeField, countries, languages } from '../../action/codes';
import { optionsCollection, rawOption } from '../../action/fields';
import { waitOption } from '../../action/waiting';

/** What the platform translates products into. */
export const LANGUAGES = languages('ar de en es fr he hi id it ja ko nl pl pt ru th tr vi zh');
export const COUNTRIES = countries();

/** Enough for the items of other workflows that are in front. */
export const DEFAULT_WAIT_SECONDS = 600;

const PRODUCT_URL =
	'^https?:\\/\\/.*?(?:_|\\/|[?&](?:productId|product_id|id)=)(\\d{6,19})(?:\\D.*)?$';

/** `Product`. By ID at first: the list costs a call, and Product Detail has none. */
export function productIdField(): INodeProperties {
	return {
		displayName: 'Product',
		name: 'productId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		builderHint: {
			propertyHint:
				"Use mode 'id' with the ID that an item has in its field productId. Opening the list costs a call.",
		},
		required: true,
		description:
			'The ID usually has 15 digits with the profile Product Detail, 11 to 14 on the Open Platform, and 24 characters on TOP. Every length is accepted. Pass it as text, so that no digit is lost.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				hint: 'The own products, 30 to a call. Open Platform and TOP only: Product Detail has no list.',
				typeOptions: { searchListMethod: 'searchProducts', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 123456789012345',
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://www.alibaba.com/product-detail/Case_1600000000001.html',
				hint: 'The address of the page of a product, which holds its ID. Not for TOP.',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: PRODUCT_URL,
							errorMessage: 'The address holds no ID of a product',
						},
					},
				],
				extractValue: { type: 'regex', regex: PRODUCT_URL },
			},
		],
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
	return codeField({
		displayName: 'Language',
		name: 'language',
		list: LANGUAGES,
		lookup: 'searchLanguages',
		initial: 'en',
		form: { pattern: /^[A-Za-z]{2,3}([-_][A-Za-z]{2,4})*$/, example: 'ar or pt-BR' },
		description:
			'The language that texts are wanted in. Where a text has none, the English one stands in, then the Chinese one, and the item says so.',
	});
}

/** `Country`. */
export function countryField(description: string): INodeProperties {
	return codeField({
		displayName: 'Country',
		name: 'country',
		list: COUNTRIES,
		lookup: 'searchCountries',
		initial: 'US',
		form: { pattern: /^[A-Za-z]{2}$/, example: 'DE' },
		description,
	});
}

/** Language and country of the buyer; the product detail profile signs both. */
export function marketFields(): INodeProperties[] {
	return [languageField(), countryField('The country of the buyer')];
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
			'Which items are read first when the plan lets out only a few calls a minute: 5 before 1. It matters with several input items alone, e.g. for the products of a buyer who waits. The output keeps the order of the input.',
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
