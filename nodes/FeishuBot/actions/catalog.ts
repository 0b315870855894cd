import type { INodeProperties } from 'n8n-workflow';

import { shownFor } from '../../action/shownFor';
import { sendCard } from './message/sendCard.operation';
import { sendOrderCard } from './message/sendOrderCard.operation';
import { sendPost } from './message/sendPost.operation';
import { sendReviewCard } from './message/sendReviewCard.operation';
import { sendText } from './message/sendText.operation';
import type { Operation } from './operation';

/** Operations of the resource Message, in the order of the drop-down. */
export const MESSAGE_OPERATIONS: readonly Operation[] = [
	sendCard,
	sendOrderCard,
	sendPost,
	sendReviewCard,
	sendText,
];

/** All properties of the node, built anew for each caller. */
export function messageProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'Message', value: 'message' }],
			default: 'message',
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['message'] } },
			options: MESSAGE_OPERATIONS.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
			default: 'sendText',
		},
		...MESSAGE_OPERATIONS.flatMap((operation) =>
			shownFor({ resource: ['message'], operation: [operation.value] }, operation.fields()),
		),
	];
}
