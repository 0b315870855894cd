import { NodeApiError, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { collectionOf } from '../../action/fields';
import { accountKey } from '../../client/access';
import type { Client } from '../../client/client';
import type { Cause } from '../../wire/failure';
import { PRODUCT_LIST } from '../parse/product/productList';
import { PRODUCT_DETAIL } from '../parse/product/productSchema';

/**
 * Sets of methods that take and tell the same. Apps of sellers in China may call the one, apps that were
 * registered overseas the other, and nothing but a refusal tells which.
 */
export type ApiFamily = 'seller' | 'solution';

/** The methods of the other family, by those that the operations name. */
const SOLUTION: Readonly<Record<string, string>> = {
	[PRODUCT_LIST]: 'aliexpress.solution.product.list.get',
	[PRODUCT_DETAIL]: 'aliexpress.solution.product.info.get',
};

/** Accounts beyond this are not met in one process; then all begin anew. */
const MOST_ACCOUNTS = 200;
/** Which family has answered an account, in the memory of the process. */
const answered = new Map<string, ApiFamily>();

/** Which family the products are read with. */
export function familyOption(): INodeProperties {
	return {
		displayName: 'API Family',
		name: 'apiFamily',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description:
					'The seller methods; the solution methods where the app may not call those. What answers is remembered for the account.',
			},
			{ name: 'Seller Methods', value: 'seller', description: 'For apps of sellers in China' },
			{ name: 'Solution Methods', value: 'solution', description: 'For apps registered overseas' },
		],
		default: 'auto',
		description: 'With which methods AliExpress is asked; both tell the same',
	};
}

/** @returns undefined unless one family was chosen. */
export function familyOf(context: IExecuteFunctions, index: number): ApiFamily | undefined {
	const { apiFamily } = collectionOf(context, 'options', index);
	return z.enum(['seller', 'solution']).optional().catch(undefined).parse(apiFamily);
}

/** A method that is gone is known by its status: what tells its successor leaves the cause out. */
function isOfTheMethod({ errorResponse, httpCode }: NodeApiError): boolean {
	const cause: Cause = 'permission';
	return httpCode === '404' || errorResponse?.cause === cause;
}

/** The answer, or the refusal of this method for this app. */
async function orRefusal<T>(call: Promise<T>): Promise<T | NodeApiError> {
	try {
		return await call;
	} catch (reason) {
		if (reason instanceof NodeApiError && isOfTheMethod(reason)) return reason;
		return await Promise.reject(reason);
	}
}

/** A client that knows which family has answered it. */
export interface ProductClient extends Client {
	/** Undefined before the first answer. */
	family(): ApiFamily | undefined;
}

/**
 * A client that reads products with the family which the account's app may call. The seller methods come
 * first; where they are refused the solution methods are asked once, and what answers comes first from then on.
 *
 * @param chosen the only family to ask; undefined to find out.
 */
export function withFamily(client: Client, chosen?: ApiFamily): ProductClient {
	let family = chosen;

	/** @throws NodeApiError the first refusal when both are refused. */
	async function either(method: string, params: Parameters<Client['call']>[1]) {
		const account = accountKey((await client.open()).access);
		const ask = async (one: ApiFamily) => {
			const name = one === 'solution' ? SOLUTION[method] : undefined;
			const answer = await orRefusal(client.call(name ?? method, params));
			if (answer instanceof NodeApiError) return answer;
			family = one;
			if (answered.size >= MOST_ACCOUNTS) answered.clear();
			answered.set(account, one);
			return answer;
		};
		const known = answered.get(account);
		const first = await ask(known ?? 'seller');
		if (!(first instanceof NodeApiError)) return first;
		answered.delete(account);
		// A product that is not of the shop is refused in the same words.
		if (known && method === PRODUCT_DETAIL && first.httpCode !== '404') throw first;
		const second = await ask(known === 'solution' ? 'seller' : 'solution');
		if (second instanceof NodeApiError) throw first;
		return second;
	}

	return {
		...client,
		family: () => family,
		call: async (method, params) => {
			const solution = SOLUTION[method];
			if (solution === undefined || chosen === 'seller') return await client.call(method, params);
			if (chosen === 'solution') return await client.call(solution, params);
			return await either(method, params);
		},
	};
}
