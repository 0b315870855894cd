import type { INodeProperties } from 'n8n-workflow';

import { authenticationProperty } from '../account/openClient';
import { EVENTS, TRIGGER_EVENTS, type TriggerEvent } from './events/events';
import type { ListName } from './lists/lists';
import { triggerOptions } from './options';

/** The events as the drop-down offers them, by name. */
function eventChoices() {
	return TRIGGER_EVENTS.map((value) => {
		const { name, description } = EVENTS[value];
		return { name, value, description };
	}).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The events for which a list is read. */
function eventsOf(...lists: ListName[]): TriggerEvent[] {
	return TRIGGER_EVENTS.filter((event) => lists.some((list) => EVENTS[event].lists.includes(list)));
}

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
			options: eventChoices(),
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
				'Orders cost one call a read, one more for every 50 new ones. Alone they are read every 11 minutes (130 of 200 calls a day), beside reviews, disputes or finished orders every 15. Payments of older orders are read every one to two hours. A shop with more than 2,000 orders a day falls behind in busy hours.',
			name: 'orderCostNotice',
			type: 'notice',
			displayOptions: { show: { events: eventsOf('orders', 'toSend', 'changed') } },
			default: '',
		},
		{
			displayName:
				'Finished and cancelled orders are a list of their own, read every 45 minutes beside orders. AliExpress lists them only if they were placed in the last 30 days.',
			name: 'finishedCostNotice',
			type: 'notice',
			displayOptions: { show: { events: eventsOf('finished') } },
			default: '',
		},
		{
			displayName:
				'Reviews cost one call a read. Alone they are read every 11 minutes (130 of 200 calls a day), beside orders every 45 (32 calls).',
			name: 'reviewCostNotice',
			type: 'notice',
			displayOptions: { show: { events: eventsOf('reviews') } },
			default: '',
		},
		{
			displayName:
				'Disputes cost one call a read, two more in every fourth for those that have ended, and more when there are more than 50. Alone they are read every 17 minutes, beside orders every hour or so.',
			name: 'disputeCostNotice',
			type: 'notice',
			displayOptions: { show: { events: eventsOf('disputes') } },
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
