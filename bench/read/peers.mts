import { createRequire } from 'node:module';
import { join } from 'node:path';
import { request } from 'undici';
import { n8nHttp } from '../frame/built.mts';
import { PAGE_SIZE } from './pages.mts';

const METHOD = 'aliexpress.trade.seller.orderlist.get';

interface Answer {
	readonly result: { readonly target_list: readonly unknown[]; readonly total_page: number };
}

const queryOf = (page: number): string =>
	JSON.stringify({ current_page: page, page_size: PAGE_SIZE });

/**
 * Reads the first page and then all others that it says there are.
 *
 * @param callsAtOnce how many calls are under way at a time.
 * @returns how many orders.
 */
const readAll = async (
	readPage: (page: number) => Promise<Answer>,
	callsAtOnce = 1,
): Promise<number> => {
	let orders = 0;
	let pages = 1;
	let page = 1;
	const readNext = async (): Promise<void> => {
		const { result } = await readPage(page++);
		orders += result.target_list.length;
		pages = result.total_page;
	};
	const readOn = async (): Promise<void> => {
		while (page <= pages) await readNext();
	};
	await readNext();
	await Promise.all(Array.from({ length: callsAtOnce }, readOn));
	return orders;
};

const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';

const formOf = (page: number): string =>
	`method=${METHOD}&param_aeop_order_query=${encodeURIComponent(queryOf(page))}`;

/** The least that can be done: undici, which keeps its connection, and `JSON.parse`. */
export const bareReader = (baseUrl: string) => async (): Promise<number> =>
	await readAll(async (page) => {
		const { body } = await request(`${baseUrl}/sync`, {
			method: 'POST',
			headers: { 'content-type': FORM },
			body: formOf(page),
		});
		return JSON.parse(await body.text()) as Answer;
	});

/**
 * The least that a node can do: n8n's `helpers.httpRequest`, which opens a connection for each call,
 * and `JSON.parse`. What is between it and ours is our work; what is above it is n8n's.
 */
export const helperReader = (baseUrl: string, callsAtOnce: number): (() => Promise<number>) => {
	const http = n8nHttp();
	return async () =>
		await readAll(async (page) => {
			const text = await http.httpRequest({
				method: 'POST',
				url: `${baseUrl}/sync`,
				headers: { 'Content-Type': FORM },
				body: formOf(page),
				encoding: 'text',
			});
			return JSON.parse(String(text)) as Answer;
		}, callsAtOnce);
};

interface AeSdkClient {
	/** No option sets the address, and the field is not public in its types; it is one at run time. */
	migrated_apis_url: string;
	callAPIDirectly(
		method: string,
		params: Record<string, string>,
	): Promise<{ ok: true; data: Answer } | { ok: false; message: string }>;
}

/**
 * npm ae_sdk, which signs, sends and parses, and has no method for orders of a shop: the list is
 * called by name and paged by hand.
 */
export const aeSdkReader = (baseUrl: string): (() => Promise<number>) => {
	const { DropshipperClient } = createRequire(join(process.cwd(), 'package.json'))('ae_sdk') as {
		DropshipperClient: new (init: Record<string, string>) => AeSdkClient;
	};
	const client = new DropshipperClient({
		app_key: '12345678',
		app_secret: 'benchSecretbenchSecretbenchSecre',
		session: '50000001a27k15ZmbenchTokenbenchTokenbenchTokenbench',
	});
	client.migrated_apis_url = `${baseUrl}/sync`;
	return async () =>
		await readAll(async (page) => {
			const answer = await client.callAPIDirectly(METHOD, {
				param_aeop_order_query: queryOf(page),
			});
			if (!answer.ok) throw new Error(`ae_sdk: ${answer.message}`);
			return answer.data;
		});
};
