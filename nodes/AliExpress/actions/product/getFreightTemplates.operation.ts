import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseFreightTemplates, toFreightTemplateItem } from '../../parse/product/freightTemplates';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';

const METHOD = 'aliexpress.freight.redefining.listfreighttemplate';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, {});
	const templates = readAnswer(context, () => parseFreightTemplates(answer));
	return templates.map((entry) => withRaw(toFreightTemplateItem(entry), entry.source, options));
}

/** Reads the freight templates of the shop. */
export const getFreightTemplates: Operation = {
	name: 'Get Freight Templates',
	value: 'getFreightTemplates',
	action: 'Get freight templates',
	description: 'Costs one call. Get the freight templates of the shop by ID and name.',
	fields: () => [shopOptionsField()],
	run,
};
