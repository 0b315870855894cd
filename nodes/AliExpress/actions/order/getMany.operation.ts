import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { refusalOf, wholeOf, type NumberForm } from '../../../action/checks';
import {
	choicesOf,
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { newRowsOf, type Page } from '../../../client/paginate';
import { dateMs } from '../../../time/dates';
import type { JsonObject } from '../../../wire/json';
import { toOrderItem, toSimpleOrder } from '../../parse/order/order';
import {
	parseOrderList,
	parseSlimOrderList,
	type OrderPage,
	type RawOrder,
} from '../../parse/order/orderList';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf } from '../fields';
import { orderQueries, statusOptions, type OrderFilter, type OrderQuery } from './query';

/** One of the two order lists of the platform. */
interface OrderList {
	method: string;
	/** The parameters of a page. */
	params(query: OrderQuery, page: number, pageSize: number): Record<string, OrderQuery>;
	parse(answer: JsonObject, page: number): OrderPage;
}

/** The list with all fields. */
export const FULL_LIST: OrderList = {
	method: 'aliexpress.trade.seller.orderlist.get',
	params: (query, page, pageSize) => ({
		param_aeop_order_query: { ...query, current_page: page, page_size: pageSize },
	}),
	parse: (answer, page) => parseOrderList(answer, page),
};

/** The list without buyers and without a range of modification. */
const LIGHT_LIST: OrderList = {
	method: 'aliexpress.trade.redefining.findorderlistsimplequery',
	params: (query, page, pageSize) => ({ param1: { ...query, page, page_size: pageSize } }),
	parse: (answer, page) => parseSlimOrderList(answer, page),
};

/** Rows a page of either list holds at most. */
export const MAX_PAGE_SIZE = 50;

/**
 * Whether a page is the last. A total of 0 beside orders is no total; a page that is not full then
 * tells the end.
 */
export function isLastPage(read: OrderPage, page: number, pageSize: number): boolean {
	if (read.totalPages) return page >= read.totalPages;
	return read.orders.length < pageSize;
}

function dateField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

function filtersField(): INodeProperties {
	return filtersCollection([
		dateField(
			'Created After',
			'createdAfter',
			'Only orders placed at or after this time. AliExpress looks back 180 days, for finished orders 30 days.',
		),
		dateField('Created Before', 'createdBefore', 'Only orders placed up to this time'),
		dateField(
			'Modified After',
			'modifiedAfter',
			'Only orders that changed at or after this time. Not with Light.',
		),
		dateField(
			'Modified Before',
			'modifiedBefore',
			'Only orders whose last change is not after this time. Not with Light.',
		),
	]);
}

/** How many rows a page may hold is not documented; 50 is what other connectors ask for. */
function pageSizeOption(): INodeProperties {
	return {
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_PAGE_SIZE },
		default: MAX_PAGE_SIZE,
		description:
			'How many orders to ask for in one call. The limit is not documented; lower it to 20 if AliExpress refuses the page size.',
	};
}

/** The fields of Order: Get Many. */
function orderListFields(): INodeProperties[] {
	return [
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: statusOptions(),
			default: [],
			description:
				'Only orders in one of these statuses. Without a choice all orders that are not finished are returned.',
			hint: 'Nothing chosen: all orders that are not finished',
		},
		{
			displayName: 'Light List',
			name: 'light',
			type: 'boolean',
			default: false,
			description:
				'Whether to read the list that holds no names and login IDs of buyers, and no amounts, payment times and deadlines of orders either',
		},
		...limitFields(MAX_PAGE_SIZE),
		simplifyField(),
		filtersField(),
		optionsField([pageSizeOption()]),
	];
}

const PAGE_SIZE: NumberForm = { label: 'Page Size', least: 1, most: MAX_PAGE_SIZE };

function filterOf(context: IExecuteFunctions, index: number): OrderFilter {
	const filters = collectionOf(context, 'filters', index);
	const date = (label: string, name: string) => dateMs(context, label, filters[name]);
	return {
		statuses: choicesOf(context.getNodeParameter('statuses', index, [])),
		createdAfterMs: date('Created After', 'createdAfter'),
		createdBeforeMs: date('Created Before', 'createdBefore'),
		modifiedAfterMs: date('Modified After', 'modifiedAfter'),
		modifiedBeforeMs: date('Modified Before', 'modifiedBefore'),
	};
}

function listOf(context: IExecuteFunctions, filter: OrderFilter, index: number): OrderList {
	if (context.getNodeParameter('light', index, false) !== true) return FULL_LIST;
	const { modifiedAfterMs, modifiedBeforeMs } = filter;
	if (modifiedAfterMs === undefined && modifiedBeforeMs === undefined) return LIGHT_LIST;
	throw refusalOf(
		context,
		'The light list cannot be filtered by the time of the last change',
		'Turn Light List off, or remove "Modified After" and "Modified Before".',
	);
}

function queriesOf(context: IExecuteFunctions, filter: OrderFilter): OrderQuery[] {
	const asked = orderQueries(filter, Date.now());
	if (asked.ok) return asked.queries;
	const { message, description } = asked;
	throw new NodeOperationError(context.getNode(), message, { description });
}

function pageReader(
	context: IExecuteFunctions,
	client: Client,
	list: OrderList,
	query: OrderQuery,
	pageSize: number,
) {
	return async (page: number): Promise<Page<RawOrder>> => {
		const answer = await client.call(list.method, list.params(query, page, pageSize));
		const read = readAnswer(context, () => list.parse(answer, page));
		const isLast = isLastPage(read, page, pageSize);
		const { orders: rows, totalPages: pages } = read;
		return { rows, isLast, ...(pages && { extent: { pages, pageSize } }) };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const filter = filterOf(context, index);
	const list = listOf(context, filter, index);
	const queries = queriesOf(context, filter);
	const limit = limitOf(context, index);
	const options = optionsOf(context, index);
	const { includeBuyerData } = options;
	const toItem = isSimplified(context, index) ? toSimpleOrder : toOrderItem;
	const asked = collectionOf(context, 'options', index).pageSize;
	const mostRows = wholeOf(context, PAGE_SIZE, asked) ?? MAX_PAGE_SIZE;
	const { access } = await client.open();
	const pageSize = Math.min(limit ?? mostRows, mostRows);
	const pages = newRowsOf({
		parts: queries.map((query) => pageReader(context, client, list, query, pageSize)),
		keyOf: (order) => order.fields.order_id,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'orders', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const orders of pages) {
		const choice = { includeBuyerData, pseudonymKey: access.appSecret, nowMs: Date.now() };
		for (const raw of orders) {
			items.push(withRaw(toItem(raw, choice), raw.source, options, choice));
		}
	}
	return items;
}

/** Reads the order list. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many orders',
	description:
		'Costs one call per 50 orders, and finished orders cost calls of their own. Get the orders of the shop: ID, status, times, amount, products.',
	fields: orderListFields,
	run,
};
