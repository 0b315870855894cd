import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../../client/client';
import { parseFreightCosts, toFreightCostItem } from '../../parse/freight';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { freightFields } from './freightFields';
import { freightQuery } from './freightQuery';

const METHOD = 'aliexpress.freight.redefining.calculatefreight';

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const query = freightQuery(context, index);
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, query);
	const costs = readAnswer(context, () => parseFreightCosts(answer));
	return costs.map((raw) => withRaw(toFreightCostItem(raw), raw.source, options));
}

/** Calculates what sending a parcel would cost. */
export const calculateFreight: Operation = {
	name: 'Calculate Freight',
	value: 'calculateFreight',
	action: 'Calculate freight',
	description:
		'Calculate what each service of a freight template would cost for a parcel to a country. One item per service. Costs one call.',
	fields: freightFields,
	run,
};
