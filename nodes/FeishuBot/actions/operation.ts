import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Operation as AnyOperation } from '../../action/catalog';

/** An operation of the node: its fields and what it sends for one item. */
export interface Operation extends Omit<AnyOperation<never>, 'run'> {
	/**
	 * Sends the message of one item.
	 *
	 * @returns the JSON of the output item.
	 * @throws NodeOperationError for the user's input, NodeApiError for refusals by Feishu.
	 */
	run(context: IExecuteFunctions, index: number): Promise<IDataObject>;
}
