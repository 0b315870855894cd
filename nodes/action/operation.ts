import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One entry of the Operation drop-down, with its fields and what it does. `Api` is what it talks to. */
export interface Operation<Api> {
	/** As shown in the drop-down. */
	name: string;
	value: string;
	/** As shown in the list of actions. */
	action: string;
	/** Read by people and by AI agents; ends with what it costs. */
	description: string;
	/** The fields, built fresh: n8n changes the objects it is given. */
	fields(): INodeProperties[];
	/**
	 * Runs for one input item and returns the items it makes of it.
	 *
	 * @param index of the input item; every parameter is read with it.
	 * @throws NodeApiError and NodeOperationError; the router adds the item index.
	 */
	run(context: IExecuteFunctions, api: Api, index: number): Promise<IDataObject[]>;
}

/** One entry of the Resource drop-down. */
export interface Resource<Entry> {
	name: string;
	value: string;
	operations: readonly [Entry, ...Entry[]];
	/** Value of the operation that stands in a new node; the first one when absent. */
	usual?: string;
}
