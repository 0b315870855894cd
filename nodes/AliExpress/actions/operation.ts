import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Client } from '../../client/client';

/** One entry of the Operation drop-down, with its fields and what it does. */
export interface Operation {
	name: string;
	value: string;
	action: string;
	description: string;
	/** The fields, built fresh: n8n changes the objects it is given. */
	fields(): INodeProperties[];
	/**
	 * Runs for one input item and returns the items it makes of it.
	 *
	 * @param index of the input item; every parameter is read with it.
	 * @throws NodeApiError and NodeOperationError; the router adds the item index.
	 */
	run(context: IExecuteFunctions, client: Client, index: number): Promise<IDataObject[]>;
}

/** One entry of the Resource drop-down. The first operation is the default. */
export interface Resource {
	name: string;
	value: string;
	operations: readonly [Operation, ...Operation[]];
}
