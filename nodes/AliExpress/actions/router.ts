import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Client } from '../../client/client';
import { findOperation } from './catalog';
import { tellingSuccessors } from './successors';

async function runItem(
	context: IExecuteFunctions,
	client: Client,
	index: number,
): Promise<IDataObject[]> {
	const resource = String(context.getNodeParameter('resource', index));
	const name = String(context.getNodeParameter('operation', index));
	const operation = findOperation(resource, name);
	if (operation) return await operation.run(context, client, index);
	throw new NodeOperationError(
		context.getNode(),
		`The node has no operation "${name}" for "${resource}"`,
		{ description: 'Choose resource and operation from the lists of the node.' },
	);
}

function paired(context: IExecuteFunctions, rows: IDataObject[], item: number) {
	return context.helpers.constructExecutionMetaData(context.helpers.returnJsonArray(rows), {
		itemData: { item },
	});
}

// Spreading a hundred thousand items into one call of `push` is more than the stack holds.
function add(results: INodeExecutionData[], more: readonly INodeExecutionData[]): void {
	for (const item of more) results.push(item);
}

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error(String(reason));
}

/** What goes on in place of a result when the node is set to continue. */
function reasonRow(reason: unknown): IDataObject {
	const { message } = asError(reason);
	const isNodeError = reason instanceof NodeApiError || reason instanceof NodeOperationError;
	const description = isNodeError ? reason.description : undefined;
	return { error: message, ...(description && { description }) };
}

/**
 * Runs the chosen operation for every input item. The only place that pairs items and decides
 * whether to go on after an item that brought no result.
 *
 * @throws NodeApiError or NodeOperationError with the index of the item.
 */
export async function runItems(
	context: IExecuteFunctions,
	client: Client,
): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[] = [];
	const told = tellingSuccessors(context, client);
	for (let index = 0; index < context.getInputData().length; index++) {
		try {
			add(results, paired(context, await runItem(context, told, index), index));
		} catch (reason) {
			if (context.continueOnFail()) {
				add(results, paired(context, [reasonRow(reason)], index));
				continue;
			}
			// n8n hands its own errors back as they are, so the index has to be put on them.
			if (reason instanceof NodeApiError) {
				reason.context.itemIndex = index;
				throw new NodeApiError(context.getNode(), reason as unknown as JsonObject);
			}
			if (reason instanceof NodeOperationError) reason.context.itemIndex = index;
			throw new NodeOperationError(context.getNode(), asError(reason), { itemIndex: index });
		}
	}
	return results;
}
