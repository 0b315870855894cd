import type { IExecuteFunctions } from 'n8n-workflow';
import type { Client } from '../../nodes/client/client.ts';
import { built, n8nHttp, NODE } from '../frame/built.mts';
import { UNLIMITED } from '../frame/unlimited.mts';
import { openClient } from '../quota/client.mts';
import { PAGE_SIZE } from './pages.mts';

const { findOperation } = built(
	'nodes/AliExpress/actions/catalog',
) as typeof import('../../nodes/AliExpress/actions/catalog.ts');
const { FULL_LIST, isLastPage } = built(
	'nodes/AliExpress/actions/order/getMany.operation',
) as typeof import('../../nodes/AliExpress/actions/order/getMany.operation.ts');
const { orderQueries } = built(
	'nodes/AliExpress/actions/order/query',
) as typeof import('../../nodes/AliExpress/actions/order/query.ts');
const { toSimpleOrder } = built(
	'nodes/AliExpress/parse/order/order',
) as typeof import('../../nodes/AliExpress/parse/order/order.ts');
const { paginate } = built(
	'nodes/client/paginate',
) as typeof import('../../nodes/client/paginate.ts');

/** Our client towards a gateway, through n8n's own `helpers.httpRequest`. */
export const clientOf = (baseUrl: string): Client => openClient(n8nHttp(), baseUrl, UNLIMITED);

/** The node's parameters: everything as the editor leaves it, but Return All. */
const PARAMETERS: Readonly<Record<string, unknown>> = { returnAll: true };

const context = {
	getNode: () => NODE,
	getNodeParameter: (name: string, _index: number, fallback?: unknown) =>
		PARAMETERS[name] ?? fallback,
	addExecutionHints: () => undefined,
} as unknown as IExecuteFunctions;

/** Runs Order: Get Many as the node does, for one input item. @returns how many items it made. */
export const runOperation = async (client: Client): Promise<number> => {
	const operation = findOperation('order', 'getAll');
	if (!operation) throw new Error('The built node has no operation Order: Get Many.');
	return (await operation.run(context, client, 0)).length;
};

/**
 * Reads all orders with the parts that the operation is made of and drops each item at once: what
 * memory it then needs is that of the reader and not that of its results.
 *
 * @param onOrder told the number of each order.
 */
export const streamOrders = async (
	client: Client,
	onOrder: (number: number) => void,
): Promise<void> => {
	const asked = orderQueries({ statuses: [] }, Date.now());
	if (!asked.ok) throw new Error(asked.message);
	const { access } = await client.open();
	const orders = paginate({
		parts: asked.queries.map((query) => async (page: number) => {
			const answer = await client.call(FULL_LIST.method, FULL_LIST.params(query, page, PAGE_SIZE));
			const read = FULL_LIST.parse(answer, page);
			const { orders: rows, totalPages: pages = 0 } = read;
			const isLast = isLastPage(read, page, PAGE_SIZE);
			return { rows, isLast, extent: { pages, pageSize: PAGE_SIZE } };
		}),
		keyOf: (order) => order.fields.order_id,
		limit: undefined,
		onQuotaStop: (_rows, reason) => {
			throw reason;
		},
	});
	const choice = { includeBuyerData: false, pseudonymKey: access.appSecret, nowMs: Date.now() };
	let number = 0;
	for await (const order of orders) {
		toSimpleOrder(order, choice);
		onOrder(++number);
	}
};
