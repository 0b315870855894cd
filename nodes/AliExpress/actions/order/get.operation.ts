import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../platform/client';
import { maskedSource } from '../../parse/maskedSource';
import { simplifyOrder } from '../../parse/order';
import { parseOrderDetail, toOrderDetailItem } from '../../parse/orderDetail';
import { isSimplified, optionsField, optionsOf, simplifyField } from '../fields';
import { idOf } from '../ids';
import type { Operation } from '../operation';
import { readAnswer } from '../readAnswer';

const METHOD = 'aliexpress.trade.new.redefining.findorderbyid';
const ID_IN_URL =
	'^https?:\\/\\/.*?(?:[?&](?:orderId|order_id|tradeId|id)=|\\/)(\\d{10,19})(?:\\D.*)?$';

function fields(): INodeProperties[] {
	return [
		{
			displayName: 'Order',
			name: 'orderId',
			type: 'resourceLocator',
			default: { mode: 'id', value: '' },
			required: true,
			description: 'The order to read',
			modes: [
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 8100000000000001',
					hint: 'The number of the order. Pass it as text, so that no digit is lost.',
					validation: [
						{
							type: 'regex',
							properties: {
								regex: '^\\s*\\d{1,19}\\s*$',
								errorMessage: 'An order ID has digits only',
							},
						},
					],
				},
				{
					displayName: 'By URL',
					name: 'url',
					type: 'string',
					placeholder:
						'e.g. https://trade.aliexpress.com/order_detail.htm?orderId=8100000000000001',
					hint: 'The address of the order page, which holds the order ID',
					validation: [
						{
							type: 'regex',
							properties: { regex: ID_IN_URL, errorMessage: 'The address holds no order ID' },
						},
					],
					extractValue: { type: 'regex', regex: ID_IN_URL },
				},
			],
		},
		simplifyField(),
		optionsField(),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const given = context.getNodeParameter('orderId', index, '', { extractValue: true });
	const orderId = idOf(context, 'order ID', given);
	const options = optionsOf(context, index);
	const { access } = await client.open();
	const choice = { ...options, pseudonymKey: access.appSecret };
	const answer = await client.call(METHOD, { param1: { order_id: orderId } });
	return readAnswer(context, () => {
		const raw = parseOrderDetail(answer);
		const item = toOrderDetailItem(raw, choice);
		const shown = isSimplified(context, index) ? simplifyOrder(item, options) : item;
		return [options.includeRaw ? { ...shown, raw: maskedSource(raw.source, choice) } : shown];
	});
}

/** Reads one order in detail. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get order',
	description:
		'Get one order of the shop by its ID: status, times, amounts, product lines, shipments. Costs one call.',
	fields,
	run,
};
