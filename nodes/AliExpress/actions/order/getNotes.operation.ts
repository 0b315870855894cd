import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { refusalOf } from '../../../action/checks';
import { idsOf } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { parseNotes } from '../../parse/store';
import { present } from '../../parse/present';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField } from '../fields';

const METHOD = 'aliexpress.merchant.redefining.queryremarks';
/** The kind of note that belongs to orders. */
const ORDER_NOTES = 0;
const MAX_ORDERS = 100;

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Order IDs',
			name: 'orderIds',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 8100000000000001, 8100000000000003',
			description: `The orders whose notes to read: up to ${MAX_ORDERS} IDs, separated by commas`,
		},
		shopOptionsField(),
	];
}

/** An order, and a note of the seller on it. */
type Noted = { orderId: string; hasNote: boolean; note?: string };

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const given: unknown = context.getNodeParameter('orderIds', index, '');
	const orderIds = idsOf(context, 'order ID', given, MAX_ORDERS);
	if (orderIds.length === 0) {
		throw refusalOf(context, 'No order ID was given', 'Give at least one order ID.');
	}
	const options = optionsOf(context, index);
	const answer = await client.call(METHOD, { biz_type: ORDER_NOTES, remark_ids: orderIds });
	const notes = readAnswer(context, () => parseNotes(answer));
	return orderIds.map(String).flatMap((orderId): Noted[] => {
		const own = notes.filter(({ fields: { remark_id: id } }) => id === orderId);
		if (own.length === 0) return [{ orderId, hasNote: false }];
		return own.map(({ fields: { content: note }, source }) =>
			withRaw(present({ orderId, hasNote: note !== undefined, note }), source, options),
		);
	});
}

/** Reads the seller's own notes on orders. */
export const getNotes = {
	name: 'Get Notes',
	value: 'getNotes',
	action: 'Get order notes',
	description:
		'Costs one call for up to 100 orders. Get the notes that the seller wrote on orders, one item per order, with or without a note.',
	fields,
	run,
} satisfies Operation;
