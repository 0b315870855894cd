import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsCollection } from '../../../action/fields';
import { readItem } from '../../cards/item';
import { ORDER_ITEM, orderDraft } from '../../cards/orderCard';
import type { CardSettings } from '../../cards/parts';
import { REVIEW_ITEM, reviewDraft } from '../../cards/reviewCard';
import { readJsonParameter } from '../../message/checked';
import type { Draft } from '../../message/text';
import { sendMessage } from '../../message/send';
import { cardOptions, cardSettingsOf, insist, mentionFields, type Operation } from '../fields';

/** A card that is drawn, what it is about, and the event that it tells. */
interface Drawn {
	draft: Draft;
	orderId: string;
	eventId: string | undefined;
}

/** The field that holds an order. */
export function orderField(): INodeProperties {
	return {
		displayName: 'Order',
		name: 'order',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'Order item of AliExpress or AliExpress Trigger. Only orderId is required.',
	};
}

/** The field that holds a review. */
export function reviewField(): INodeProperties {
	return {
		displayName: 'Review',
		name: 'review',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'Review item of AliExpress or AliExpress Trigger. Only orderId is required.',
	};
}

/**
 * Draws the card of the order of an item.
 *
 * @throws NodeOperationError that names the field which does not fit.
 */
export function drawOrder(
	context: IExecuteFunctions,
	index: number,
	settings: CardSettings,
): Drawn {
	const json = readJsonParameter(context.getNodeParameter('order', index), 'Order');
	const item = readItem(ORDER_ITEM, insist(context, index, json), 'order');
	const order = insist(context, index, item);
	return { draft: orderDraft(order, settings), orderId: order.orderId, eventId: order.eventId };
}

/**
 * Draws the card of the review of an item.
 *
 * @throws NodeOperationError that names the field which does not fit.
 */
export function drawReview(
	context: IExecuteFunctions,
	index: number,
	settings: CardSettings,
): Drawn {
	const json = readJsonParameter(context.getNodeParameter('review', index), 'Review');
	const item = readItem(REVIEW_ITEM, insist(context, index, json), 'review');
	const review = insist(context, index, item);
	return { draft: reviewDraft(review, settings), orderId: review.orderId, eventId: review.eventId };
}

function readyCardFields(input: INodeProperties): INodeProperties[] {
	return [input, ...mentionFields(), optionsCollection(cardOptions())];
}

async function send(
	context: IExecuteFunctions,
	index: number,
	draw: typeof drawOrder,
): Promise<IDataObject> {
	const { draft, eventId } = draw(context, index, cardSettingsOf(context, index));
	const sent = await sendMessage(context, index, draft);
	return eventId === undefined ? sent : { ...sent, eventId };
}

/** Sends the ready card of an AliExpress order. */
export const sendOrderCard: Operation = {
	name: 'Send Order Card',
	value: 'sendOrderCard',
	action: 'Send order card',
	description: 'Send a ready card of an AliExpress order. Sends one message.',
	fields: () => readyCardFields(orderField()),
	run: async (context, index) => await send(context, index, drawOrder),
};

/** Sends the ready card of an AliExpress review. */
export const sendReviewCard: Operation = {
	name: 'Send Review Card',
	value: 'sendReviewCard',
	action: 'Send review card',
	description: 'Send a ready card of an AliExpress review. Sends one message.',
	fields: () => readyCardFields(reviewField()),
	run: async (context, index) => await send(context, index, drawReview),
};
