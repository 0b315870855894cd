import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, refusalOf, textOf, type TextForm } from '../../../action/checks';
import {
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addQuotaHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { paginate } from '../../../client/paginate';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/zones';
import { simplifyDispute, toDisputeItem } from '../../parse/dispute/dispute';
import { withRaw, type Operation } from '../operation';
import { optionsField, optionsOf, zoneOption } from '../fields';
import { orderLocator, pickedIdOrNone } from '../locators';
import { disputePages, PAGE_SIZE, type DisputeQuery } from './disputePages';

// The platform may add statuses, so expressions may bring other words.
const STATUS: TextForm = { label: 'status', pattern: /^[a-z_]{2,40}$/i, example: 'processing' };

/**
 * Reads the filters of an item and checks them.
 *
 * @param zone of the dates, which the platform does not state.
 * @throws NodeOperationError before a call is spent.
 */
function disputeQuery(context: IExecuteFunctions, index: number, zone: PlatformZone): DisputeQuery {
	const filters = collectionOf(context, 'filters', index);
	const fromMs = dateMs(context, 'Created After', filters.createdAfter);
	const toMs = dateMs(context, 'Created Before', filters.createdBefore);
	if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
		const remedy = 'No dispute can lie in this range.';
		throw refusalOf(context, '"Created After" is not before "Created Before"', remedy);
	}
	return {
		issue_status: formedText(context, STATUS, filters.status),
		order_no: pickedIdOrNone(context, 'filters.orderId', 'order ID', index),
		buyer_login_id: textOf(filters.buyerLoginId),
		create_time_start: fromMs === undefined ? undefined : boundText(fromMs, 'start', zone),
		create_time_end: toMs === undefined ? undefined : boundText(toMs, 'end', zone),
	};
}

function fields(): INodeProperties[] {
	return [
		...limitFields(PAGE_SIZE),
		simplifyField(),
		filtersCollection([
			{
				displayName: 'Buyer Login ID',
				name: 'buyerLoginId',
				type: 'string',
				default: '',
				placeholder: 'e.g. us1000000001',
				description: 'Only disputes of this buyer. It is sent to AliExpress and not put out.',
			},
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Only disputes opened at or after this time',
			},
			{
				displayName: 'Created Before',
				name: 'createdBefore',
				type: 'dateTime',
				default: '',
				description: 'Only disputes opened up to this time',
			},
			orderLocator({ description: 'Only disputes of this order' }),
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Canceled', value: 'canceled_issue' },
					{ name: 'Finished', value: 'finish' },
					{ name: 'Processing', value: 'processing' },
				],
				default: 'processing',
				description: 'Only disputes in this status',
			},
		]),
		optionsField([zoneOption('Time Zone', 'disputes')]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = disputeQuery(context, index, options.zone);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const { access } = await client.open();
	const choice = { ...options, pseudonymKey: access.appSecret };
	const disputes = paginate({
		parts: [disputePages(context, client, query)],
		keyOf: (dispute) => dispute.fields.issue_id,
		limit,
		onQuotaStop: (rows, reason) => addQuotaHint(context, rows, 'disputes', { reason }),
	});
	const items: IDataObject[] = [];
	for await (const raw of disputes) {
		const item = toDisputeItem(raw, choice);
		const shown = simplified ? simplifyDispute(item, options) : item;
		items.push(withRaw(shown, raw.source, options, choice));
	}
	return items;
}

/** Lists the disputes of the shop. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many disputes',
	description:
		'Costs one call per 50 disputes. Get the disputes of the shop by status, order or date: ID, order, reason, status, times.',
	fields,
	run,
};
