import { readItem } from '../../cards/item';
import { ORDER_ITEM, orderDraft } from '../../cards/orderCard';
import { readJsonParameter } from '../../message/jsonParameter';
import { sendMessage } from '../../message/send';
import { cardSettingsOf, insist, readyCardFields } from '../fields';
import type { Operation } from '../operation';

/** Sends the ready card of an AliExpress order. */
export const sendOrderCard: Operation = {
	name: 'Send Order Card',
	value: 'sendOrderCard',
	action: 'Send order card',
	description: 'Send a ready card of an AliExpress order. Sends one message.',
	fields: () =>
		readyCardFields({
			displayName: 'Order',
			name: 'order',
			type: 'json',
			required: true,
			default: '={{ $json }}',
			description: 'Order item of AliExpress or AliExpress Trigger. Only orderId is required.',
		}),
	async run(context, index) {
		const json = readJsonParameter(context.getNodeParameter('order', index), 'Order');
		const item = readItem(ORDER_ITEM, insist(context, index, json), 'order');
		const order = insist(context, index, item);
		const sent = await sendMessage(
			context,
			index,
			orderDraft(order, cardSettingsOf(context, index)),
		);
		return order.eventId === undefined ? sent : { ...sent, eventId: order.eventId };
	},
};
