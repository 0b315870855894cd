import type { INodeProperties } from 'n8n-workflow';

/** The options of the trigger, alphabetical. Built afresh at each call. */
export function triggerOptions(): INodeProperties {
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
					"Hour of the day, in the workflow's time zone, from which orders and reviews are read. The calls of the day are spread over the active hours only; what happens outside is reported when they begin.",
			},
			{
				displayName: 'Active To Hour',
				name: 'activeToHour',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 24 },
				default: 22,
				description:
					"Hour of the day, in the workflow's time zone, up to which orders and reviews are read. An hour before the first one is one of the next day.",
			},
			{
				displayName: 'Also on Edits',
				name: 'alsoOnEdits',
				type: 'boolean',
				default: false,
				description: 'Whether to report a review again each time it is modified',
			},
			{
				displayName: 'Include Buyer Data',
				name: 'includeBuyerData',
				type: 'boolean',
				default: false,
				description:
					'Whether to return names and login IDs of buyers in plain text. They are stored with each execution.',
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
				default: 2,
				description: 'Reviews with at most this many stars count as negative',
			},
			{
				displayName: 'Review Overlap (Days)',
				name: 'reviewOverlapDays',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 30 },
				default: 5,
				description: 'How far back reviews are read again to find late ones and edits',
			},
			{
				displayName: 'Review Time Zone',
				name: 'reviewZone',
				type: 'options',
				options: [
					{ name: 'Beijing', value: 'Asia/Shanghai' },
					{ name: 'US Pacific', value: 'America/Los_Angeles' },
					{ name: 'UTC', value: 'UTC' },
				],
				default: 'America/Los_Angeles',
				description:
					'How to read the times of reviews. AliExpress does not say it; order times are US Pacific.',
			},
		],
	};
}
