import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { remembered } from '../../action/lookup';
import { accountKey } from '../../client/access';
import { printJson, type JsonObject, type PrintableJson } from '../../wire/json';
import type { RequestParam } from '../../wire/sign';
import { openClient } from '../account/openClient';
import { readAnswer } from '../actions/answer';
import { withFamily } from '../actions/product/family';
import { tellingSuccessors } from '../actions/successors';

/** Asks the platform, or takes the answer of the last minutes. */
export type Ask = <T>(
	method: string,
	params: Readonly<Record<string, RequestParam>>,
	parse: (answer: JsonObject) => T,
) => Promise<T>;

/** Finds the entries of a drop-down. `filter` is what was typed, without blanks around it. */
export type Search = (
	ask: Ask,
	filter: string,
	paginationToken: string | undefined,
) => Promise<INodeListSearchResult>;

/** Makes the `listSearch` method of a search; its calls are taken from the share `browse`. */
export function listSearch(search: Search) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const client = withFamily(tellingSuccessors(this, openClient(this, 'browse')));
		const { access } = await client.open();
		const account = accountKey(access);
		const ask: Ask = async (method, params, parse) => {
			const key = `${account} ${method} ${printJson(params as PrintableJson)}`;
			return await remembered(key, Date.now(), async () => {
				const answer = await client.call(method, params);
				return readAnswer(this, () => parse(answer));
			});
		};
		return await search(ask, (filter ?? '').trim(), paginationToken);
	};
}
