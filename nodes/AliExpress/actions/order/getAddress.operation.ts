import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isSimplified, simplifyField } from '../../../action/fields';
import type { Client } from '../../../client/client';
import {
	parseReceipt,
	simplifyReceipt,
	toReceiptItem,
	withPlainText,
} from '../../parse/order/orderAddress';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsField, optionsOf } from '../fields';
import { orderLocator, pickedId } from '../locators';
import { decryptOption, isDecryptAsked, plainBuyer } from './decrypt';

const METHOD = 'aliexpress.trade.redefining.findorderreceiptinfo';

function fields(): INodeProperties[] {
	return [
		orderLocator({ required: true, description: 'The order whose address to read' }),
		simplifyField(),
		optionsField([decryptOption()]),
	];
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const orderId = pickedId(context, 'orderId', 'order ID', index);
	const options = optionsOf(context, index);
	const isAsked = isDecryptAsked(context, index);
	const { access } = await client.open();
	const answer = await client.call(METHOD, { param1: { order_id: orderId } });
	const masked = readAnswer(context, () => parseReceipt(answer));
	const { oaid } = masked.fields;
	const plain = isAsked ? await plainBuyer(context, client, orderId, oaid) : undefined;
	const receipt = plain ? withPlainText(masked, plain) : masked;
	const choice = { ...options, pseudonymKey: access.appSecret };
	const item = toReceiptItem(String(orderId), receipt, choice);
	const shown = isSimplified(context, index) ? simplifyReceipt(item) : item;
	const told = isAsked ? { ...shown, isDecrypted: plain !== undefined } : shown;
	return [withRaw(told, receipt.source, options, choice)];
}

/** Reads the delivery address of an order. */
export const getAddress: Operation = {
	name: 'Get Address',
	value: 'getAddress',
	action: 'Get order address',
	description:
		'Costs one call, two when it is decrypted. Get the delivery address of one order. All but the country is masked unless buyer data is included.',
	fields,
	run,
};
