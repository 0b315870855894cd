import { readItem } from '../../cards/item';
import { REVIEW_ITEM, reviewDraft } from '../../cards/reviewCard';
import { readJsonParameter } from '../../message/jsonParameter';
import { sendMessage } from '../../message/send';
import { cardSettingsOf, insist, readyCardFields } from '../fields';
import type { Operation } from '../operation';

/** Sends the ready card of an AliExpress review. */
export const sendReviewCard: Operation = {
	name: 'Send Review Card',
	value: 'sendReviewCard',
	action: 'Send review card',
	description: 'Send a ready card of an AliExpress review. Sends one message.',
	fields: () =>
		readyCardFields({
			displayName: 'Review',
			name: 'review',
			type: 'json',
			required: true,
			default: '={{ $json }}',
			description: 'Review item of AliExpress or AliExpress Trigger. Only orderId is required.',
		}),
	async run(context, index) {
		const json = readJsonParameter(context.getNodeParameter('review', index), 'Review');
		const item = readItem(REVIEW_ITEM, insist(context, index, json), 'review');
		const review = insist(context, index, item);
		const draft = reviewDraft(review, cardSettingsOf(context, index));
		const sent = await sendMessage(context, index, draft);
		return review.eventId === undefined ? sent : { ...sent, eventId: review.eventId };
	},
};
