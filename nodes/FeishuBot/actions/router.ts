import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { chosenOperation } from '../../action/catalog';
import { runItems as runEach } from '../../action/router';
import { findOperation } from './catalog';

/**
 * Sends the message of every input item. Each output item carries on the `eventId` of its input item,
 * so that later nodes can tell an event they have handled.
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const output = await runEach(context, {
		run: async (index) => {
			const operation = chosenOperation(context, { find: findOperation }, index);
			return [await operation.run(context, index)];
		},
		carried: (index) => {
			const eventId = items[index]?.json.eventId;
			return typeof eventId === 'string' ? { eventId } : {};
		},
		failed: { sent: false },
	});
	return [output];
}
