import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseProductGroups, toGroupItem } from '../../parse/product/category';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';

const METHOD = 'aliexpress.product.productgroups.get';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, {});
	const groups = readAnswer(context, () => parseProductGroups(answer));
	return groups.map((group) => withRaw(toGroupItem(group), group.source, options));
}

/** Reads the product groups of the shop. */
export const getGroups: Operation = {
	name: 'Get Groups',
	value: 'getGroups',
	action: 'Get product groups',
	description: 'Costs one call. Get the product groups of the shop, each with the group above it.',
	fields: () => [shopOptionsField()],
	run,
};
