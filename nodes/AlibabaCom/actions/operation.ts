import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../wire/envelope';
import type { RequestParam } from '../../wire/sign';
import type { Profile } from '../profile';

type Params = Readonly<Record<string, RequestParam>>;

/** What an operation talks to: the client, and what is known of the credential. */
export interface Api {
	profile: Profile;
	/** Key of pseudonyms of buyers. */
	pseudonymKey: string;
	/**
	 * Makes a call that is about a product, or about none.
	 *
	 * @param idHint what to know about the product ID if there is no such product.
	 * @throws NodeApiError, also when the product cannot be had: then it says what is known about why.
	 */
	call(method: string, params: Params, idHint?: string): Promise<JsonObject>;
	/** As `call`, but undefined when nothing is found. */
	find(method: string, params: Params): Promise<JsonObject | undefined>;
}

/** One entry of the Operation drop-down, with its fields and what it does. */
export interface Operation {
	name: string;
	value: string;
	action: string;
	description: string;
	/** The profiles that have a method for it; the router refuses the others before a call. */
	profiles: readonly [Profile, ...Profile[]];
	/** The fields, built fresh: n8n changes the objects it is given. */
	fields(): INodeProperties[];
	/** What it adds to the options. */
	options?(): INodeProperties[];
	/**
	 * Runs for one input item and returns the items it makes of it.
	 *
	 * @param index of the input item; every parameter is read with it.
	 * @throws NodeApiError and NodeOperationError; the router adds the item index.
	 */
	run(context: IExecuteFunctions, api: Api, index: number): Promise<IDataObject[]>;
}

/** One entry of the Resource drop-down. The first operation is the default. */
export interface Resource {
	name: string;
	value: string;
	operations: readonly [Operation, ...Operation[]];
}
