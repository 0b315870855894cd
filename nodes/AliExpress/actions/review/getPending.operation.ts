import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionOf, filtersCollection, limitFields, limitOf } from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { paginate, type Page } from '../../../client/paginate';
import { parsePendingReviews, type RawPending } from '../../parse/review/reviewPending';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf } from '../fields';

const METHOD = 'aliexpress.appraise.redefining.querysellerevaluationorderlist';
const MAX_PAGE_SIZE = 50;
const MAX_ORDERS = 50;

function fields(): INodeProperties[] {
	return [
		...limitFields(MAX_PAGE_SIZE),
		filtersCollection([
			{
				displayName: 'Order IDs',
				name: 'orderIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 8100000000000001, 8100000000000003',
				description: `Only these orders: up to ${MAX_ORDERS} IDs, separated by commas`,
			},
		]),
		optionsField(),
	];
}

function pageReader(
	context: IExecuteFunctions,
	client: Client,
	orderIds: readonly bigint[],
	pageSize: number,
) {
	return async (page: number): Promise<Page<RawPending>> => {
		const query = {
			current_page: page,
			page_size: pageSize,
			...(orderIds.length > 0 && { order_ids: orderIds.join(',') }),
		};
		const answer = await client.call(METHOD, { query_d_t_o: query });
		const read = readAnswer(context, () => parsePendingReviews(answer, page));
		const isLast = read.totalCount
			? page * pageSize >= read.totalCount
			: read.pending.length < pageSize;
		return { rows: read.pending, isLast };
	};
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const filters = collectionOf(context, 'filters', index);
	const orderIds = idsOf(context, 'order ID', filters.orderIds, MAX_ORDERS);
	const limit = limitOf(context, index);
	const options = optionsOf(context, index);
	const { access } = await client.open();
	const pageSize = Math.min(limit ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
	const pending = paginate({
		parts: [pageReader(context, client, orderIds, pageSize)],
		keyOf: (entry) => entry.orderId,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'orders', { reason }),
	});
	const choice = { ...options, pseudonymKey: access.appSecret };
	const items: IDataObject[] = [];
	for await (const { orderId, source } of pending) {
		items.push(withRaw({ orderId }, source, options, choice));
	}
	return items;
}

/** Reads which orders wait for the seller's rating. */
export const getPending: Operation = {
	name: 'Get Pending',
	value: 'getPending',
	action: 'Get pending reviews',
	description:
		'Costs one call per 50 orders. Get the IDs of the orders that wait for the rating of the seller.',
	fields,
	run,
};
