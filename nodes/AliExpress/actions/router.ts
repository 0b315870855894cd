import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { chosenOperation } from '../../action/catalog';
import type { EarlierTries } from '../../action/earlierTries';
import { runItems as runEach } from '../../action/router';
import type { Client } from '../../client/client';
import { findOperation } from './catalog';
import { tellingSuccessors } from './successors';

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
