import { customRead } from './customRead';
import { dispute } from './dispute';
import { logistics } from './logistics';
import { order } from './order';
import { price } from './price';
import { product } from './product';
import { promotion } from './promotion';
import { quota } from './quota';
import { review } from './review';
import { store } from './store';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { catalogOf, chosenOperation } from '../../action/catalog';
import type { EarlierTries } from '../../action/earlierTries';
import { runItems as runEach } from '../../action/router';
import type { Client } from '../../client/client';
import type { Resource } from './operation';
import { tellingSuccessors } from './successors';

/** Everything the node can do. A new resource is one more entry. */
const RESOURCES: readonly Resource[] = [
	customRead,
	dispute,
	logistics,
	order,
	price,
	product,
	promotion,
	quota,
	review,
	store,
];

export const { find: findOperation, properties: catalogProperties } = catalogOf(RESOURCES, {
	first: 'order',
});

/**
 * Runs the chosen operation for every input item.
 *
 * @param before what earlier tries of this run have read.
 */
export async function runItems(
	context: IExecuteFunctions,
	client: Client,
	before?: EarlierTries,
): Promise<INodeExecutionData[]> {
	const told = tellingSuccessors(context, client);
	return await runEach(context, {
		...(before && { before }),
		run: async (index) =>
			await chosenOperation(context, { find: findOperation }, index).run(context, told, index),
	});
}
