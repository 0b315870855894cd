import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Operation as AnyOperation, Resource as AnyResource } from '../../action/catalog';
import type { Client } from '../../client/client';
import type { JsonObject } from '../../wire/json';
import type { RequestParam } from '../../wire/sign';
import { absentIn } from '../parse/absence';
import type { Profile } from '../profile';
import { absenceErrorOf } from './refusal';

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

/** What operations talk to: a client, with refusals about one product made errors of the node. */
export function openApi(
	context: Pick<IExecuteFunctions, 'getNode'>,
	client: Pick<Client, 'call'>,
	{ profile, appSecret }: { profile: Profile; appSecret: string },
): Api {
	return {
		profile,
		pseudonymKey: appSecret,
		async call(method, params, idHint) {
			const answer = await client.call(method, params);
			const absence = absentIn(answer);
			if (absence) throw absenceErrorOf(context, absence, idHint);
			return answer;
		},
		async find(method, params) {
			const answer = await client.call(method, params);
			return absentIn(answer) ? undefined : answer;
		},
	};
}
