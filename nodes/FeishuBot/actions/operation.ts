import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One operation of the node: its fields and what it does for one item. */
export interface Operation {
	/** As shown in the drop-down. */
	name: string;
	value: string;
	/** As shown in the list of actions. */
	action: string;
	description: string;
	/** Fresh arrays each time, because n8n's loader changes descriptions in place. */
	fields(): INodeProperties[];
	/**
	 * Sends the message of one item.
	 *
	 * @returns the JSON of the output item.
	 * @throws NodeOperationError for the user's input, NodeApiError for refusals by Feishu.
	 */
	run(context: IExecuteFunctions, index: number): Promise<IDataObject>;
}
