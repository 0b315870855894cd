import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';

import { collectionOf } from '../../../action/fields';
import { addHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import { parseUnmasking, type PlainBuyer } from '../../parse/order/orderAddress';
import { readAnswer } from '../operation';

const METHOD = 'aliexpress.trade.seller.order.decrypt';

/** The option that has the platform unmask the buyer, behind the one that includes buyer data. */
export function decryptOption(): INodeProperties {
	return {
		displayName: 'Decrypt Buyer Data',
		name: 'decryptBuyerData',
		type: 'boolean',
		displayOptions: { show: { includeBuyerData: [true] } },
		default: false,
		description:
			'Whether to have AliExpress show name, phone and street that it masks itself. Costs one more call, and the app needs a permission of its own.',
	};
}

/** Whether an item asks for it; without Include Buyer Data it would fetch what is not to be shown. */
export function isDecryptAsked(context: IExecuteFunctions, index: number): boolean {
	const { includeBuyerData, decryptBuyerData } = collectionOf(context, 'options', index);
	return includeBuyerData === true && decryptBuyerData === true;
}

/** @throws NodeOperationError when there is no key, or the platform does not unmask. */
async function unmask(
	context: IExecuteFunctions,
	client: Client,
	orderId: bigint,
	oaid: string | undefined,
): Promise<PlainBuyer> {
	if (oaid === undefined) {
		throw new NodeOperationError(context.getNode(), 'This order cannot be decrypted', {
			description: 'AliExpress gave no key (oaid) for it.',
		});
	}
	const answer = await client.call(METHOD, { orderId, oaid });
	const outcome = readAnswer(context, () => parseUnmasking(answer));
	if (outcome.ok) return outcome.plain;
	const said = outcome.said ? ` AliExpress said: ${outcome.said}` : '';
	throw new NodeOperationError(
		context.getNode(),
		'AliExpress did not decrypt the buyer data of this order',
		{
			description: `The app may lack the permission for it.${said}`,
		},
	);
}

/**
 * Has the platform unmask the buyer of an order. Costs one call.
 *
 * @param oaid the key that the order or its address carries.
 * @returns undefined when it does not: the order was read before that, so it is kept, and a notice says why it
 * stays masked.
 */
export async function plainBuyer(
	context: IExecuteFunctions,
	client: Client,
	orderId: bigint,
	oaid: string | undefined,
): Promise<PlainBuyer | undefined> {
	try {
		return await unmask(context, client, orderId, oaid);
	} catch (reason) {
		const isTold = reason instanceof NodeApiError || reason instanceof NodeOperationError;
		const isCancelled =
			reason instanceof NodeApiError && reason.errorResponse?.cause === 'cancelled';
		if (!isTold || isCancelled) return await Promise.reject(reason);
		const why = [`${reason.message}.`, reason.description].filter(Boolean).join(' ');
		addHint(context, `The buyer data of order ${orderId} stays masked. ${why}`);
		return undefined;
	}
}
