import type { INodeProperties } from 'n8n-workflow';

import { authenticationProperty } from '../openClient';
import { triggerOptions } from './options';

/** The parameters of the trigger. Built afresh at each call: n8n's loader changes them. */
export function triggerProperties(): INodeProperties[] {
	return [
		authenticationProperty(),
		{
			displayName:
				'"Every Minute" under Poll Times is safe: the node makes a call only when one is due. All AliExpress triggers of an account share their reads and the 130 calls a day that the connector tier leaves for triggers.',
			name: 'costNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				'Orders cost one call a read, one more for every 50 new ones. Alone they are read every 11 minutes (130 of 200 calls a day), together with reviews every 22 (65 calls).',
			name: 'orderCostNotice',
			type: 'notice',
			displayOptions: { show: { events: ['order.created', 'order.paid'] } },
			default: '',
		},
		{
			displayName:
				'Reviews cost one call a read. Alone they are read every 11 minutes (130 of 200 calls a day), together with orders every 22 (65 calls).',
			name: 'reviewCostNotice',
			type: 'notice',
			displayOptions: { show: { events: ['review.created', 'review.negative'] } },
			default: '',
		},
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			required: true,
			noDataExpression: true,
			options: [
				{
					name: 'Negative Review',
					value: 'review.negative',
					description: 'A review has few stars, or was edited down to few',
				},
				{
					name: 'New Order',
					value: 'order.created',
					description:
						'A buyer has placed an order, paid or not. One that is closed before the next read is left out.',
				},
				{
					name: 'New Review',
					value: 'review.created',
					description: 'A review has become effective',
				},
				{
					name: 'Order Paid',
					value: 'order.paid',
					description: 'An order is paid and has passed the payment check',
				},
			],
			default: ['order.created'],
			description: 'What starts the workflow. Each item says in "event" which one it was.',
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
				'Orders are listed for up to 180 days, reviews are read for up to 60. Finished orders are not included.',
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
