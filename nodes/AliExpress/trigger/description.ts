import type { INodeProperties } from 'n8n-workflow';

import { authenticationProperty } from '../openClient';
import { triggerOptions } from './options';

/** The parameters of the trigger. Built afresh at each call: n8n's loader changes them. */
export function triggerProperties(): INodeProperties[] {
	return [
		authenticationProperty(),
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			noDataExpression: true,
			options: [
				{
					name: 'Dispute Opened',
					value: 'dispute.opened',
					description: 'A buyer has opened a dispute',
				},
				{
					name: 'Dispute Updated',
					value: 'dispute.updated',
					description: 'A dispute has changed since it was first seen, or has ended',
				},
				{
					name: 'Negative Review',
					value: 'review.negative',
					description: 'A review has few stars, or was edited down to few',
				},
				{
					name: 'New Order',
					value: 'order.created',
					description:
						'A buyer has placed an order, paid or not. One that is closed before the next read is left out, unless an event of finished orders is chosen too.',
				},
				{
					name: 'New Review',
					value: 'review.created',
					description: 'A review has become effective',
				},
				{
					name: 'Order Cancelled',
					value: 'order.cancelled',
					description:
						'A buyer asks to cancel (status IN_CANCEL), or an order was closed without being completed. Two events when both happen.',
				},
				{
					name: 'Order Finished',
					value: 'order.finished',
					description: 'An order was completed: received, or refunded after a dispute',
				},
				{
					name: 'Order Paid',
					value: 'order.paid',
					description: 'An order is paid and has passed the payment check',
				},
				{
					name: 'Order Shipped',
					value: 'order.shipped',
					description: 'An order was sent. One that is sent in parts gives two events at most.',
				},
				{
					name: 'Review Updated',
					value: 'review.updated',
					description:
						'A review that was seen before was edited, or has got a follow-up or a reply of yours',
				},
			],
			default: ['order.created'],
			description: 'What starts the workflow. Each item says in "event" which one it was.',
		},
		{
			displayName:
				'"Every Minute" under Poll Times is safe: the node makes a call only when one is due. All AliExpress triggers of an account share their reads and the 130 calls a day that the connector tier leaves for triggers.',
			name: 'costNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				'Orders cost one call a read, one more for every 50 new ones. Alone they are read every 11 minutes (130 of 200 calls a day); each further list takes as long again: two lists are read every 22 minutes, three every 33.',
			name: 'orderCostNotice',
			type: 'notice',
			displayOptions: {
				show: {
					events: ['order.created', 'order.paid', 'order.shipped', 'order.cancelled'],
				},
			},
			default: '',
		},
		{
			displayName:
				'Finished and cancelled orders are a list of their own: one call a read more, so that orders and finished orders are read every 22 minutes. AliExpress lists them only if they were placed in the last 30 days.',
			name: 'finishedCostNotice',
			type: 'notice',
			displayOptions: { show: { events: ['order.cancelled', 'order.finished'] } },
			default: '',
		},
		{
			displayName:
				'Reviews cost one call a read. Alone they are read every 11 minutes (130 of 200 calls a day), together with orders every 22 (65 calls).',
			name: 'reviewCostNotice',
			type: 'notice',
			displayOptions: {
				show: { events: ['review.created', 'review.negative', 'review.updated'] },
			},
			default: '',
		},
		{
			displayName:
				'Disputes cost one call a read, two more in every fourth for those that have ended, and more when there are more than 50. Alone they are read every 17 minutes.',
			name: 'disputeCostNotice',
			type: 'notice',
			displayOptions: { show: { events: ['dispute.opened', 'dispute.updated'] } },
			default: '',
		},
		{
			displayName: 'Start',
			name: 'startFrom',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'From a Date', value: 'date' },
				{ name: 'From Now', value: 'now' },
				{ name: 'With the Last Ones', value: 'last' },
			],
			default: 'now',
			description: 'Where a newly added trigger begins. Changing it later starts over.',
		},
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			required: true,
			noDataExpression: true,
			displayOptions: { show: { startFrom: ['date'] } },
			default: '',
			description:
				'Open orders are listed for up to 180 days, finished ones for 30. Reviews are read for up to 60 days, disputes for 90.',
		},
		{
			displayName: 'Start Count',
			name: 'startCount',
			type: 'number',
			noDataExpression: true,
			typeOptions: { minValue: 1, maxValue: 50 },
			displayOptions: { show: { startFrom: ['last'] } },
			default: 10,
			description: 'How many of the last 30 days to begin with, for each event',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName:
				'Names and login IDs of buyers will be stored in plain text in the executions of n8n. Check that your rules for personal data allow it.',
			name: 'buyerDataNotice',
			type: 'notice',
			displayOptions: { show: { '/options.includeBuyerData': [true] } },
			default: '',
		},
		triggerOptions(),
	];
}
