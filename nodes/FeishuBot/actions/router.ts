import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { MESSAGE_OPERATIONS } from './catalog';
import { sentBefore } from './sentBefore';

/**
 * Runs the chosen operation for every item: the one loop and the one `try` of the node.
 *
 * Each output item is paired with its input item and carries on its `eventId`, so that later
 * nodes can tell an event they have handled. A message that an earlier try of the same run has sent
 * is not sent again.
 */
export async function runItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	const before = sentBefore(context);
	for (const [index, item] of context.getInputData().entries()) {
		const { eventId } = item.json;
		const passedOn = typeof eventId === 'string' ? { eventId } : {};
		try {
			const result = before.resultOf(item) ?? (await runOne(context, index));
			before.note(item, result);
			output.push({ json: { ...passedOn, ...result }, pairedItem: { item: index } });
		} catch (error) {
			if (context.continueOnFail()) {
				const { message } = asNodeError(context, error, index);
				const json = { ...passedOn, sent: false, error: message };
				output.push({ json, pairedItem: { item: index } });
				continue;
			}
			throw asNodeError(context, error, index);
		}
	}
	return [output];
}

async function runOne(context: IExecuteFunctions, index: number): Promise<IDataObject> {
	const value = context.getNodeParameter('operation', index);
	const operation = MESSAGE_OPERATIONS.find((candidate) => candidate.value === value);
	if (operation === undefined) {
		throw new NodeOperationError(context.getNode(), 'The chosen operation does not exist', {
			itemIndex: index,
			description: 'Choose one of the operations in the list.',
		});
	}
	return await operation.run(context, index);
}

function asNodeError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const cause = error instanceof Error ? error : String(error);
	return new NodeOperationError(context.getNode(), cause, { itemIndex });
}
