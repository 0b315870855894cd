import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collectionOf, filtersCollection, limitFields, limitOf } from '../../../action/fields';
import { dateMs } from '../../../time/dates';
import { boundText } from '../../../time/zones';
import { fieldsOf } from '../../../wire/reading';
import { orderRowItem } from '../../items/orderItems';
import { readOrderRow } from '../../parse/order';
import { rowsAt, writtenText } from '../../parse/rows';
import type { Operation } from '../operation';
import { readPages } from '../pages';
import { withRaw } from '../parameters';

/** The greatest page that the platform takes. */
const PAGE_SIZE = 100;

const STATES = [
	['Captured', 'captured'],
	['Charge Back', 'charge_back'],
	['Closed', 'trade_close'],
	['Delivering', 'delivering'],
	['Frozen', 'frozen'],
	['In Negotiation', 'intention_processing'],
	['Paid', 'paid'],
	['Paying', 'paying'],
	['Relating', 'relating'],
	['Success', 'trade_success'],
	['To Be Audited', 'to_be_audited'],
	['Unavailable', 'trade_unavailable'],
	['Undelivered', 'undeliver'],
	['Unpaid', 'unpay'],
	['Wait for Confirmation of a Change', 'wait_confirm_modify'],
	['Wait for Receipt', 'wait_confirm_receipt'],
] as const;

function dateField(displayName: string, name: string): INodeProperties {
	return { displayName, name, type: 'dateTime', default: '' };
}

function filtersField(): INodeProperties {
	return filtersCollection([
		dateField('Created After', 'createdAfter'),
		dateField('Created Before', 'createdBefore'),
		dateField('Modified After', 'modifiedAfter'),
		dateField('Modified Before', 'modifiedBefore'),
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: STATES.map(([name, value]) => ({ name, value })),
			default: 'paid',
		},
	]);
}

/** The query of an item; times go out in the zone of the platform. */
function queryOf(context: IExecuteFunctions, index: number) {
	const filters = collectionOf(context, 'filters', index);
	const date = (name: string, label: string, edge: 'start' | 'end') => {
		const ms = dateMs(context, label, filters[name]);
		return ms === undefined ? undefined : { date_str: boundText(ms, edge, 'America/Los_Angeles') };
	};
	return {
		// The platform would answer with purchases otherwise.
		role: 'seller',
		status: writtenText(filters.status),
		create_date_start: date('createdAfter', 'Created After', 'start'),
		create_date_end: date('createdBefore', 'Created Before', 'end'),
		modified_date_start: date('modifiedAfter', 'Modified After', 'start'),
		modified_date_end: date('modifiedBefore', 'Modified Before', 'end'),
	};
}

/** The orders of the seller, newest first. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many orders',
	description: 'Costs one call per 100 orders. Retrieve orders with their state and times.',
	profiles: ['openPlatform', 'top'],
	fields: () => [...limitFields(), filtersField()],
	async run(context, api, index) {
		const query = queryOf(context, index);
		const limit = limitOf(context, index);
		const pageSize = Math.min(limit ?? PAGE_SIZE, PAGE_SIZE);
		const rows = await readPages(context, {
			pageSize,
			limit,
			what: 'orders',
			read: async (page) => {
				// Pages of the platform count from 0.
				const params = { ...query, start_page: page - 1, page_size: pageSize };
				return await (api.profile === 'top'
					? api.call('alibaba.seller.order.list', { param_trade_ecology_order_list_query: params })
					: api.call('/alibaba/order/list', params));
			},
			open: (answer) => {
				const value = fieldsOf((fieldsOf(answer.result) ?? answer).value);
				if (!value) throw new TypeError('The field "value" of the answer is not an object.');
				return { rows: rowsAt(value, 'order_list'), total: value.total_count };
			},
			keyOf: (row) => String(row.trade_id),
		});
		return rows.map((row) => withRaw(context, index, orderRowItem(readOrderRow(row)), row));
	},
};
