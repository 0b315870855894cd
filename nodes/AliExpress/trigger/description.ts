import type { INodeProperties } from 'n8n-workflow';

import { CONNECTOR_POLICY } from '../../quota/policy';
import { planOrders, readsByList, type PlannedList } from '../../quota/triggerPlan';
import { NEGATIVE_UP_TO_STARS } from '../../wire/sentiment';
import { authenticationProperty } from '../account/openClient';
import { ticketLanguageField } from '../ticketLanguage';
import { EVENTS, TRIGGER_EVENTS, type TriggerEvent } from './events/events';

/** The zones in which times may be that the platform does not state. */
function zoneChoices() {
	return [
		{ name: 'Beijing', value: 'Asia/Shanghai' },
		{ name: 'US Pacific', value: 'America/Los_Angeles' },
		{ name: 'UTC', value: 'UTC' },
	];
}

/** The options of the trigger, alphabetical. Built afresh at each call. */
function triggerOptions(): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
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
		],
	};
}

/** What the notice calls the lists that are read at the pace of the day, and the events that need each. */
const WORDS: Readonly<Record<PlannedList, string>> = {
	orders: 'new and paid orders',
	changed: 'shipped orders and wishes to cancel',
	finished: 'finished and cancelled orders',
	reviews: 'reviews',
	disputes: 'disputes',
};
const LISTS = Object.keys(WORDS) as PlannedList[];

/** Whether an event has a list read at the pace of the day; payments need the changes once a day only. */
function needs(event: TriggerEvent, list: PlannedList): boolean {
	const { lists } = EVENTS[event];
	return lists.includes(list) && !(list === 'changed' && lists.includes('orders'));
}

function textOf(lists: readonly PlannedList[]): string {
	const share = CONNECTOR_POLICY.shares.trigger;
	const setting = { share, callsPerRead: 1, pollEveryMinutes: 1, activeHours: 24 };
	const reads = readsByList(lists, setting);
	const paces = lists.map(
		(list) =>
			`${WORDS[list]} about every ${Math.round(reads[list]?.readEveryMinutes ?? 0)} minutes`,
	);
	const orders = planOrders(lists, setting);
	const capacity = orders
		? ` Up to about ${orders.orderCapacityPerDay.toLocaleString('en')} orders a day (fewer with Order Paid) come in time, busy hours included; beyond that they fall behind.`
		: '';
	return `"Every Minute" under Poll Times is safe: the node makes a call only when one is due. All AliExpress triggers of an account share the ${share} calls a day that the connector tier leaves for them. With these events alone they read ${paces.join(', ')}; an app with more calls reads more often.${capacity} Account → Plan works it out for your numbers.`;
}

/** Every choice of lists, but for none. */
function choices(): PlannedList[][] {
	return Array.from({ length: 2 ** LISTS.length - 1 }, (_, nth) =>
		LISTS.filter((_list, place) => ((nth + 1) >> place) % 2 === 1),
	);
}

/**
 * What the chosen events cost and how early they come: one notice for each choice of lists, of which n8n
 * shows the one that fits. It cannot work with numbers itself, and knows the parameters alone, not the
 * limits in the credential.
 */
function costNotices(): INodeProperties[] {
	const withoutDots = (event: string) => event.replaceAll('.', '\\.');
	return choices().map((lists) => {
		/** Hides it when no chosen event needs the list. */
		const missing = (list: PlannedList) => {
			const others = TRIGGER_EVENTS.filter((event) => !needs(event, list));
			return { _cnd: { regex: `^(${others.map(withoutDots).join('|')})$` } };
		};
		const foreign = TRIGGER_EVENTS.filter((event) =>
			LISTS.some((list) => needs(event, list) && !lists.includes(list)),
		);
		return {
			displayName: textOf(lists),
			name: 'costNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: { events: [...TRIGGER_EVENTS] },
				hide: { events: [...foreign, ...lists.map(missing)] },
			},
		};
	});
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
