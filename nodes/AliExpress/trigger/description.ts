import type { INodeProperties } from 'n8n-workflow';

import { authenticationProperty } from '../account/openClient';
import { costNotices } from './costNotice';
import { EVENTS, TRIGGER_EVENTS } from './events/events';
import { triggerOptions } from './options';

/** The events as the drop-down offers them, by name. */
function eventChoices() {
	return TRIGGER_EVENTS.map((value) => {
		const { name, description } = EVENTS[value];
		return { name, value, description };
	}).sort((a, b) => (a.name < b.name ? -1 : 1));
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
		...costNotices(),
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
		triggerOptions(),
	];
}
