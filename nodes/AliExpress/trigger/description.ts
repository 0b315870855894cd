import type { INodeProperties } from 'n8n-workflow';

import { NEGATIVE_UP_TO_STARS } from '../../wire/sentiment';
import { authenticationProperty } from '../account/openClient';
import { ticketLanguageField } from '../ticketLanguage';
import { costNotices } from './costNotice';
import { EVENTS, TRIGGER_EVENTS } from './events/events';
import { watchOptions, zoneChoices } from './settings';

/** Options that are not of a watch. */
function ownOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Active From Hour',
			name: 'activeFromHour',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 23 },
			default: 8,
			description:
				"Hour of the day, in the workflow's time zone, from which the lists are read. The calls of the day are spread over the active hours only; what happens outside is reported when they begin.",
		},
		{
			displayName: 'Active To Hour',
			name: 'activeToHour',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 24 },
			default: 22,
			description:
				"Hour of the day, in the workflow's time zone, up to which the lists are read. An hour before the first one is one of the next day.",
		},
		{
			displayName: 'Also on Edits',
			name: 'alsoOnEdits',
			type: 'boolean',
			default: false,
			description: 'Whether to report a review again each time it is modified',
		},
		{
			displayName: 'Dispute Time Zone',
			name: 'disputeZone',
			type: 'options',
			options: zoneChoices(),
			default: 'America/Los_Angeles',
			description:
				'How to read the times of disputes. AliExpress says it for one of them only, as US Pacific.',
		},
		{
			displayName: 'Executions',
			name: 'executions',
			type: 'options',
			options: [
				{ name: 'One for All New Events', value: 'all' },
				{ name: 'One for Each Event', value: 'each' },
			],
			default: 'each',
			description:
				'How many events start the workflow together. Without this option each review and each dispute starts it by itself, and new orders start it together. What is handed out again comes one by one.',
		},
		{
			displayName: 'Include Buyer Data',
			name: 'includeBuyerData',
			type: 'boolean',
			default: false,
			description:
				'Whether to return names and login IDs of buyers in plain text. n8n stores them with each execution: check that your rules for personal data allow it.',
		},
		{
			displayName: 'Include Feed Status',
			name: 'includeFeedStatus',
			type: 'boolean',
			default: false,
			description:
				'Whether to add to each item when the trigger read last, up to when everything was handed out, and what came late',
		},
		{
			displayName: 'Items per Poll',
			name: 'itemsPerPoll',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 50,
			description: 'The most items of one execution. What is more follows with the next polls.',
		},
		{
			displayName: 'Negative up to Stars',
			name: 'negativeUpToStars',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5 },
			default: NEGATIVE_UP_TO_STARS,
			description: 'Reviews with at most this many stars count as negative',
		},
		{
			displayName: 'Repeat Until the Workflow Succeeds',
			name: 'repeatUntilSuccess',
			type: 'boolean',
			default: true,
			description:
				'Whether events whose execution failed are handed out again: after 1, 5, 15 and 60 minutes, then every hour for a day, with the same eventId. Without this option it is on, and off in triggers that were added before it existed (node version 1).',
		},
		{
			displayName: 'Report After Failed Reads',
			name: 'reportAfterFailedReads',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1000 },
			default: 5,
			description:
				'After so many reads in a row that brought nothing, and half an hour at least, an execution says so. Again every six hours while it lasts.',
		},
		{
			displayName: 'Review Overlap (Days)',
			name: 'reviewOverlapDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 30 },
			default: 5,
			description:
				'How far back reviews are read again to find late ones and edits. For "Review Updated" every twelfth read looks back 30 days.',
		},
		{
			displayName: 'Review Time Zone',
			name: 'reviewZone',
			type: 'options',
			options: zoneChoices(),
			default: 'America/Los_Angeles',
			description:
				'How to read the times of reviews. AliExpress does not say it; order times are US Pacific.',
		},
		ticketLanguageField(),
	];
}

const byName = (a: INodeProperties, b: INodeProperties) =>
	a.displayName.localeCompare(b.displayName, 'en');

/** The options of the trigger, alphabetical. Built afresh at each call. */
function triggerOptions(): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...ownOptions(), ...watchOptions()].sort(byName),
	};
}

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
			displayName: 'Watched Products',
			name: 'watchedProducts',
			type: 'string',
			noDataExpression: true,
			required: true,
			displayOptions: { show: { events: ['product.stockLow'] } },
			default: '',
			placeholder: 'e.g. 1005000000000000, 1005000000000001',
			description:
				'The products whose stock is looked at: up to 50 IDs, separated by commas. Each costs one call a look.',
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
		triggerOptions(),
	];
}
