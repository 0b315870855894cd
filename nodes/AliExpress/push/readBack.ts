import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { BuyerDataChoice } from '../../client/buyerData';
import { ANY_ACCOUNT } from '../../quota/policy';
import type { Clock } from '../../time/clock';
import type { Account } from '../account/account';
import { openClient } from '../account/openClient';
import { simplifyOrder } from '../parse/order/order';
import { parseOrderDetail, toOrderDetailItem } from '../parse/order/orderDetail';
import type { PushMessage } from './message';
import type { PushSettings } from './settings';

const METHOD = 'aliexpress.trade.new.redefining.findorderbyid';

/** An order that was read because of a message, or why it was not. */
export type ReadBack =
	| { order: IDataObject; note?: undefined }
	| { order?: undefined; note: string };

/** How long the order is waited for; the message is handed out without it after that. */
const READ_WITHIN_MS = 20_000;

async function readOrder(
	context: IWebhookFunctions,
	orderId: string,
	settings: Pick<PushSettings, 'simplify' | 'includeBuyerData'>,
	choice: BuyerDataChoice,
	clock: Clock,
): Promise<IDataObject> {
	const client = openClient(context, 'trigger', { clock });
	const answer = await client.call(METHOD, { param1: { order_id: BigInt(orderId) } });
	const full = toOrderDetailItem(parseOrderDetail(answer), choice);
	return settings.simplify ? simplifyOrder(full, settings) : full;
}

function noteOf(reason: unknown): string {
	// Messages of our own errors hold no secret; a parser names the field and nothing of its content.
	const why = reason instanceof Error ? reason.message : 'The order could not be read.';
	return `The order was not read: ${why}`;
}

/**
 * Reads the order that a message is about, within the quota's share for triggers. Never rejects: the
 * message is handed out in any case.
 *
 * @param account whose token reads; it cannot see the orders of another shop.
 */
export async function readBack(
	context: IWebhookFunctions,
	account: Account,
	message: PushMessage,
	settings: Pick<PushSettings, 'simplify' | 'includeBuyerData'>,
	choice: BuyerDataChoice,
	clock: Clock,
): Promise<ReadBack> {
	const { orderId, sellerId } = message;
	if (orderId === undefined) return { note: 'The message names no order.' };
	const isOthers = sellerId !== undefined && ![sellerId, ANY_ACCOUNT].includes(account.account);
	if (isOthers) return { note: 'The order belongs to another shop than the credential.' };
	const late = clock.sleepMs(READ_WITHIN_MS).then((): ReadBack => {
		return { note: 'The order was not read in time.' };
	});
	const read = readOrder(context, orderId, settings, choice, clock).then(
		(order): ReadBack => ({ order }),
		(reason: unknown): ReadBack => ({ note: noteOf(reason) }),
	);
	return await Promise.race([read, late]);
}
