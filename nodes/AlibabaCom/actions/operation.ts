import type { INodeProperties } from 'n8n-workflow';

import type { Operation as AnyOperation, Resource as AnyResource } from '../../action/catalog';
import type { JsonObject } from '../../wire/json';
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

/** An operation, and for whom it is. */
export interface Operation extends AnyOperation<Api> {
	/** The profiles that have a method for it; the router refuses the others before a call. */
	profiles: readonly [Profile, ...Profile[]];
	/** What it adds to the options. */
	options?(): INodeProperties[];
}

export type Resource = AnyResource<Operation>;
