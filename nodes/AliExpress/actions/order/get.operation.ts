import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isSimplified, simplifyField } from '../../../action/fields';
import type { Client } from '../../../client/client';
import { simplifyOrder } from '../../parse/order/order';
import { parseOrderDetail, toOrderDetailItem, withPlainBuyer } from '../../parse/order/orderDetail';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf } from '../fields';
import { orderLocator, pickedId } from '../locators';
import { decryptOption, isDecryptAsked, plainBuyer } from './decrypt';

const METHOD = 'aliexpress.trade.new.redefining.findorderbyid';

function fields(): INodeProperties[] {
	return [
		orderLocator({ required: true, description: 'The order to read' }),
		simplifyField(),
		optionsField([decryptOption()]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	const options = optionsOf(context, index);
	const isAsked = isDecryptAsked(context, index);
	const { access } = await client.open();
	const choice = { ...options, pseudonymKey: access.appSecret };
	const answer = await client.call(METHOD, { param1: { order_id: orderId } });
	const masked = readAnswer(context, () => parseOrderDetail(answer));
	const oaid = masked.fields.oaid ?? masked.fields.receipt_address.oaid;
	const plain = isAsked ? await plainBuyer(context, client, orderId, oaid) : undefined;
	const raw = plain ? withPlainBuyer(masked, plain) : masked;
	const item = toOrderDetailItem(raw, choice);
	const shown = isSimplified(context, index) ? simplifyOrder(item, options) : item;
	const told = isAsked ? { ...shown, isDecrypted: plain !== undefined } : shown;
	return [withRaw(told, raw.source, options, choice)];
}

/** Reads one order in detail. */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get order',
	description:
		'Costs one call, two when buyer data is decrypted. Get one order of the shop by its ID: status, times, amounts, product lines, shipments.',
	fields,
	run,
};
