import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { PROFILE_NAMES } from '../profile';
import { findOperation } from './catalog';
import type { EarlierTries } from './earlierTries';
import type { Api } from './operation';
import { priorityOf, readingOrder } from './priority';
import { refusalOf } from './refusal';

async function runItem(
	context: IExecuteFunctions,
	api: Api,
	index: number,
): Promise<IDataObject[]> {
	const resource = String(context.getNodeParameter('resource', index));
	const name = String(context.getNodeParameter('operation', index));
	const operation = findOperation(resource, name);
	if (!operation) {
		throw refusalOf(
			context,
			`The node has no operation "${name}" for "${resource}"`,
			'Choose resource and operation from the lists of the node.',
		);
	}
	const { profiles } = operation;
	if (!profiles.includes(api.profile)) {
		const others = profiles.map((profile) => PROFILE_NAMES[profile]).join(' or ');
		throw refusalOf(
			context,
			`The profile ${PROFILE_NAMES[api.profile]} has no method for "${operation.action}"`,
			`Choose a credential of the profile ${others}.`,
		);
	}
	priorityOf(context, index);
	return await operation.run(context, api, index);
}

function paired(context: IExecuteFunctions, rows: IDataObject[], item: number) {
	return context.helpers.constructExecutionMetaData(context.helpers.returnJsonArray(rows), {
		itemData: { item },
	});
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
 * Runs the chosen operation for every input item, those with a higher priority first. The only place
 * that pairs items and decides whether to go on after an item that brought no result.
 *
 * @param before what earlier tries of this run have read.
 * @returns the results in the order of the input.
 * @throws NodeApiError or NodeOperationError with the index of the item.
 */
export async function runItems(
	context: IExecuteFunctions,
	api: Api,
	before: EarlierTries,
): Promise<INodeExecutionData[]> {
	const results = new Map<number, INodeExecutionData[]>();
	for (const index of readingOrder(context)) {
		try {
			const rows = before.resultOf(index) ?? (await runItem(context, api, index));
			before.note(index, rows);
			results.set(index, paired(context, rows, index));
		} catch (reason) {
			if (context.continueOnFail()) {
				results.set(index, paired(context, [reasonRow(reason)], index));
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
	return [...results].sort(([left], [right]) => left - right).flatMap(([, items]) => items);
}
