import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { catalogOf, chosenOperation, type Resource } from '../../action/catalog';
import { runItems as runEach } from '../../action/router';
import type { Operation } from './fields';
import { sendAppCard, updateAppCard } from './appCard/appCard.operation';
import { sendOrderCard, sendReviewCard } from './message/readyCards.operation';
import { sendAndWait } from './message/sendAndWait.operation';
import { sendCard } from './message/sendCard.operation';
import { sendPost } from './message/sendPost.operation';
import { sendText } from './message/sendText.operation';

const message: Resource<Operation> = {
	name: 'Message',
	value: 'message',
	operations: [sendAndWait, sendCard, sendOrderCard, sendPost, sendReviewCard, sendText],
	usual: 'sendText',
};

const appCard: Resource<Operation> = {
	name: 'App Card',
	value: 'appCard',
	operations: [sendAppCard, updateAppCard],
	usual: 'update',
};

export const { find: findOperation, properties: catalogProperties } = catalogOf(
	[appCard, message],
	{
		first: 'message',
	},
);

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
