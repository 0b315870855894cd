import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../../../platform/client';
import { maskedSource } from '../../parse/maskedSource';
import { simplifyOrder, toOrderItem } from '../../parse/order';
import { parseOrderList, type RawOrder } from '../../parse/orderList';
import { dateMs } from '../dates';
import {
	choicesOf,
	isSimplified,
	limitFields,
	limitOf,
	optionsField,
	optionsOf,
	simplifyField,
} from '../fields';
import { addHint } from '../hint';
import type { Operation } from '../operation';
import { paginate, type Page } from '../paginate';
import { readAnswer } from '../readAnswer';
import { orderQueries, type OrderFilter, type OrderQuery } from './query';
import { statusOptions } from './statuses';

const METHOD = 'aliexpress.trade.seller.orderlist.get';
const MAX_PAGE_SIZE = 50;

function dateField(displayName: string, name: string, description: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '', description };
}

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			options: statusOptions(),
			default: [],
			description:
				'Only orders in one of these statuses. Without a choice all orders that are not finished are returned.',
		},
		...limitFields(),
		simplifyField(),
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				dateField(
					'Created After',
					'createdAfter',
					'Only orders placed at or after this time. AliExpress looks back 180 days, for finished orders 30 days.',
				),
				dateField('Created Before', 'createdBefore', 'Only orders placed up to this time'),
				dateField(
					'Modified After',
					'modifiedAfter',
					'Only orders that changed at or after this time',
				),
				dateField(
					'Modified Before',
					'modifiedBefore',
					'Only orders whose last change is not after this time',
				),
			],
		},
		optionsField(),
	];
}

const filterSchema = z.record(z.string(), z.unknown()).catch({});

function filterOf(context: IExecuteFunctions, index: number): OrderFilter {
	const filters = filterSchema.parse(context.getNodeParameter('filters', index, {}));
	const date = (label: string, name: string) => dateMs(context, label, filters[name]);
	return {
		statuses: choicesOf(context.getNodeParameter('statuses', index, [])),
		createdAfterMs: date('Created After', 'createdAfter'),
		createdBeforeMs: date('Created Before', 'createdBefore'),
		modifiedAfterMs: date('Modified After', 'modifiedAfter'),
		modifiedBeforeMs: date('Modified Before', 'modifiedBefore'),
	};
}

function pageReader(context: IExecuteFunctions, client: Client, query: OrderQuery, size: number) {
	return async (page: number): Promise<Page<RawOrder>> => {
		const asked = { ...query, current_page: page, page_size: size };
		const answer = await client.call(METHOD, { param_aeop_order_query: asked });
		const { orders, totalPages } = readAnswer(context, () => parseOrderList(answer));
		// A total of 0 beside orders is no total; a page that is not full then tells the end.
		const isLast = totalPages ? page >= totalPages : orders.length < size;
		return { rows: orders, isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const asked = orderQueries(filterOf(context, index), Date.now());
	if (!asked.ok) {
		const { message, description } = asked;
		throw new NodeOperationError(context.getNode(), message, { description });
	}
	const limit = limitOf(context, index);
	const options = optionsOf(context, index);
	const simplified = isSimplified(context, index);
	const { access } = await client.open();
	const pageSize = Math.min(limit ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
	const orders = paginate({
		parts: asked.queries.map((query) => pageReader(context, client, query, pageSize)),
		keyOf: (order) => order.fields.order_id,
		limit,
		onQuotaStop: (rows, reason) =>
			addHint(context, `Limited to ${rows} orders by today's quota. ${reason.message}.`),
	});
	const items: IDataObject[] = [];
	for await (const raw of orders) {
		const choice = { ...options, pseudonymKey: access.appSecret, nowMs: Date.now() };
		const item = toOrderItem(raw, choice);
		const shown = simplified ? simplifyOrder(item, options) : item;
		items.push(options.includeRaw ? { ...shown, raw: maskedSource(raw.source, choice) } : shown);
	}
	return items;
}

/** Reads the order list. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many orders',
	description:
		'Get the orders of the shop: ID, status, times, amount, products. Costs one call per 50 orders, and finished orders cost calls of their own.',
	fields,
	run,
};
