import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, type TextForm } from '../../../action/checks';
import type { Client } from '../../../client/client';
import { parseLinkedShops, toLinkedShopItem } from '../../parse/store';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';

const METHOD = 'global.seller.relation.query';
const TYPE: TextForm = {
	label: 'business type',
	pattern: /^[A-Z][A-Z_]{1,39}$/,
	example: 'ONE_STOP_SERVICE',
};

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Business Type',
			name: 'businessType',
			type: 'options',
			options: [
				{ name: 'All', value: '' },
				{ name: 'Choice and Half-Managed', value: 'POP_CHOICE' },
				{ name: 'Fully Managed', value: 'ONE_STOP_SERVICE' },
			],
			default: '',
			description: 'Only shops that are run in this way',
		},
		shopOptionsField(),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const given = context.getNodeParameter('businessType', index, '');
	const businessType = formedText(context, TYPE, given);
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, { business_type: businessType });
	const shops = readAnswer(context, () => parseLinkedShops(answer));
	// Pages of the platform disagree whether the parameter filters, so other shops are left out here.
	return shops
		.filter(
			({ fields: { business_type: type } }) => !businessType || !type || type === businessType,
		)
		.map((raw) => withRaw(toLinkedShopItem(raw), raw.source, options));
}

/** Lists the shops that are linked to the account. */
export const getLinkedShops: Operation = {
	name: 'Get Linked Shops',
	value: 'getLinkedShops',
	action: 'Get linked shops',
	description:
		'Costs one call. Get the shops linked to the account, with the channel and channel seller ID that methods for managed and local shops ask for.',
	fields,
	run,
};
