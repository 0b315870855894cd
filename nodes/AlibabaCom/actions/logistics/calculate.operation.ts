import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { addHint } from '../../../action/hints';
import { freightItem } from '../../items/productItems';
import { freightWarnings } from '../../parse/logistics/freightOffer';
import { writtenText } from '../../parse/rows';
import { countryField, productIdField, quantityField } from '../fields';
import type { Operation } from '../operation';
import { countryOf, productIdOf, quantityOf, withRaw } from '../parameters';
import { calculateFreight } from './freight';

function moreOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Company ID',
			name: 'companyId',
			type: 'string',
			default: '',
			description:
				'Encrypted ID of the seller, for a calculation as of an order (Open Platform). Only then do orders accept the codes of the carriers.',
		},
		{
			displayName: 'Dispatch From',
			name: 'dispatchLocation',
			type: 'options',
			options: [
				{ name: 'China', value: 'CN' },
				{ name: 'Mexico', value: 'MX' },
				{ name: 'United States', value: 'US' },
			],
			default: 'CN',
		},
		{
			displayName: 'Zip Code',
			name: 'zipCode',
			type: 'string',
			default: '',
			description: 'Of the destination',
		},
	];
}

/** The company that an order would be with; undefined for a calculation of one product. */
function companyOf(context: IExecuteFunctions, index: number, isTop: boolean): string | undefined {
	const company = writtenText(collectionOf(context, 'options', index).companyId);
	if (company === undefined || !isTop) return company;
	throw refusalOf(
		context,
		'TOP calculates for one product alone',
		'Remove the company ID, or choose a credential of the profile Open Platform.',
	);
}

/** Every way of sending as an item of its own. */
export const calculate = {
	name: 'Calculate',
	value: 'calculate',
	action: 'Calculate freight',
	description:
		'Costs one call. Calculate the freight of a quantity of a product, one item for each carrier.',
	profiles: ['openPlatform', 'top'],
	fields: () => [productIdField(), quantityField(), countryField('The country of destination')],
	options: moreOptions,
	async run(context, api, index) {
		const { id: productId } = productIdOf(context, index);
		const quantity = quantityOf(context, index);
		const country = countryOf(context, index);
		const { dispatchLocation, zipCode } = collectionOf(context, 'options', index);
		const company = companyOf(context, index, api.profile === 'top');
		const shared = {
			destination_country: country,
			dispatch_location: writtenText(dispatchLocation) ?? 'CN',
		};
		const zip = writtenText(zipCode);
		const { offers, source } = await (company === undefined
			? calculateFreight(context, api, '/shipping/freight/calculate', {
					...shared,
					product_id: productId,
					quantity,
					zip_code: zip,
				})
			: calculateFreight(context, api, '/order/freight/calculate', {
					...shared,
					e_company_id: company,
					address: zip === undefined ? undefined : { zip },
					logistics_product_list: [{ product_id: productId, quantity }],
				}));
		for (const { en } of freightWarnings(offers)) addHint(context, en);
		return offers.map((offer) =>
			withRaw(context, index, { productId, quantity, ...freightItem(offer) }, source),
		);
	},
} satisfies Operation;
