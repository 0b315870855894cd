import {
	SEND_AND_WAIT_OPERATION,
	WAIT_INDEFINITELY,
	type IExecuteFunctions,
	type INodeProperties,
} from 'n8n-workflow';
import { z } from 'zod';

import { optionsCollection } from '../../../action/fields';
import { systemClock } from '../../../time/clock';
import { dateMs } from '../../../time/dates';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { isBlank } from '../../../wire/text';
import { questionDraft, type CardSettings } from '../../cards/parts';
import { refused } from '../../message/checked';
import { choicesOf, holdItem, readAnswers } from '../../message/decision';
import type { Draft } from '../../message/text';
import { sendMessage } from '../../message/send';
import { cardOptions, cardSettingsOf, insist, mentionFields, textOf } from '../fields';
import type { Operation } from '../fields';
import { drawOrder, drawReview, orderField, reviewField } from './readyCards.operation';

const shownWith = (content: string, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { content: [content] } },
});

function contentFields(): INodeProperties[] {
	return [
		{
			displayName: 'Content',
			name: 'content',
			type: 'options',
			options: [
				{ name: 'Order Card', value: 'order', description: 'The ready card of an order' },
				{ name: 'Review Card', value: 'review', description: 'The ready card of a review' },
				{ name: 'Text', value: 'text', description: 'A text of your own' },
			],
			default: 'text',
			description: 'What stands above the buttons',
		},
		shownWith('order', orderField()),
		shownWith('review', reviewField()),
		shownWith('text', {
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Order 8123456789012345: refund the buyer?',
			description: 'What is to be decided. Nothing in it is interpreted; beyond 20 KB it is cut.',
		}),
	];
}

const DEFAULT_BUTTONS = [
	{ name: 'take', words: 'Take', style: 'primary' },
	{ name: 'ignore', words: 'Ignore', style: 'default' },
	{ name: 'refund', words: 'Refund', style: 'danger' },
];

function buttonsField(): INodeProperties {
	return {
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true, maxAllowedFields: 3 },
		placeholder: 'Add Button',
		default: { button: DEFAULT_BUTTONS },
		description: 'One to three buttons, of which one is pressed',
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. take',
						description: 'What the field decision of the output says when it was pressed',
					},
					{
						displayName: 'Style',
						name: 'style',
						type: 'options',
						options: [
							{ name: 'Danger', value: 'danger', description: 'Red' },
							{ name: 'Default', value: 'default', description: 'Grey' },
							{ name: 'Primary', value: 'primary', description: 'Blue' },
						],
						default: 'default',
						description: 'How the button looks',
					},
					{
						displayName: 'Words',
						name: 'words',
						type: 'string',
						default: '',
						placeholder: 'e.g. I take it',
						description: 'What stands on the button; its name when empty',
					},
				],
			},
		],
	};
}

/** As in n8n's own nodes that send and wait, so that nobody has to learn it twice. */
function limitOption(): INodeProperties {
	return {
		displayName: 'Limit Wait Time',
		name: 'limitWaitTime',
		type: 'fixedCollection',
		default: {
			values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' },
		},
		description:
			'Whether the workflow goes on without a decision after some time. Without a limit it waits until somebody decides.',
		options: [
			{
				displayName: 'Values',
				name: 'values',
				values: [
					{
						displayName: 'Limit Type',
						name: 'limitType',
						type: 'options',
						options: [
							{
								name: 'After Time Interval',
								value: 'afterTimeInterval',
								description: 'Waits for a certain time',
							},
							{
								name: 'At Specified Time',
								value: 'atSpecifiedTime',
								description: 'Waits until a certain time',
							},
						],
						default: 'afterTimeInterval',
						description: 'What ends the wait',
					},
					{
						displayName: 'Amount',
						name: 'resumeAmount',
						type: 'number',
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 1,
						description: 'How many of the unit to wait',
					},
					{
						displayName: 'Unit',
						name: 'resumeUnit',
						type: 'options',
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						options: [
							{ name: 'Days', value: 'days' },
							{ name: 'Hours', value: 'hours' },
							{ name: 'Minutes', value: 'minutes' },
						],
						default: 'hours',
						description: 'Unit of the amount',
					},
					{
						displayName: 'Max Date and Time',
						name: 'maxDateAndTime',
						type: 'dateTime',
						displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
						default: '',
						description: 'When to go on, in the time zone of the workflow',
					},
				],
			},
		],
	};
}

const UNIT_MS = { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS };
const LIMIT = z
	.object({
		values: z.discriminatedUnion('limitType', [
			z.object({
				limitType: z.literal('afterTimeInterval'),
				resumeAmount: z.number(),
				resumeUnit: z.enum(['minutes', 'hours', 'days']),
			}),
			z.object({ limitType: z.literal('atSpecifiedTime'), maxDateAndTime: z.unknown() }),
		]),
	})
	.optional();

/**
 * Until when to wait.
 *
 * @throws NodeOperationError for a limit that is none, or is over already.
 */
function waitUntil(context: IExecuteFunctions, index: number, nowMs: number): Date {
	const { limitWaitTime } = context.getNodeParameter('options', index, {});
	const parsed = LIMIT.safeParse(limitWaitTime);
	if (parsed.success && parsed.data === undefined) return WAIT_INDEFINITELY;
	const values = parsed.data?.values;
	const untilMs =
		values?.limitType === 'afterTimeInterval'
			? nowMs + values.resumeAmount * UNIT_MS[values.resumeUnit]
			: dateMs(context, 'Max Date and Time', values?.maxDateAndTime);
	if (untilMs !== undefined && untilMs > nowMs && untilMs < WAIT_INDEFINITELY.getTime()) {
		return new Date(untilMs);
	}
	return insist(
		context,
		index,
		refused(
			'The limit of the wait is no time to come',
			'Give an amount above 0 or a time that is still to come under Limit Wait Time, or remove that option. Nothing was sent.',
		),
	);
}

function drawText(context: IExecuteFunctions, index: number, settings: CardSettings): Draft {
	const text = textOf(context.getNodeParameter('message', index));
	if (isBlank(text)) {
		const blank = refused('There is nothing to decide about', 'Fill in the field Message.');
		return insist(context, index, blank);
	}
	return questionDraft(text, settings);
}

function draw(context: IExecuteFunctions, index: number, settings: CardSettings): Draft {
	switch (context.getNodeParameter('content', index, 'text')) {
		case 'order':
			return drawOrder(context, index, settings).draft;
		case 'review':
			return drawReview(context, index, settings).draft;
		default:
			return drawText(context, index, settings);
	}
}

/** @throws NodeOperationError where n8n could not wait, or would for one item what is meant for all. */
function insistOnOne(context: IExecuteFunctions, index: number): void {
	if (context.isToolExecution?.()) {
		insist(
			context,
			index,
			refused(
				'Send and Wait cannot be a tool of an agent',
				'An agent does not wait for days. Take it as a node of the workflow, or put it before a tool as human review.',
			),
		);
	}
	const count = context.getInputData().length;
	if (count > 1) {
		insist(
			context,
			index,
			refused(
				`Send and Wait takes one item at a time, and ${count} came in`,
				'Set "Executions" of the AliExpress Trigger to "One for Each Event", or put a Loop Over Items with a batch size of 1 in front: one decision is about one item. Nothing was sent.',
			),
		);
	}
}

/** Sends a card with buttons, and lets the execution wait until one is pressed. */
export const sendAndWait: Operation = {
	name: 'Send and Wait',
	// n8n checks the signature of the addresses for this value alone.
	value: SEND_AND_WAIT_OPERATION,
	action: 'Send card and wait for decision',
	description:
		'Send a card with up to three buttons and wait until one is pressed. Sends one message.',
	fields: () => [
		...contentFields(),
		buttonsField(),
		...mentionFields(),
		optionsCollection([...cardOptions(), limitOption()]),
	],
	async run(context, index) {
		insistOnOne(context, index);
		const nowMs = systemClock.nowMs();
		const askedAt = new Date(nowMs).toISOString();
		const until = waitUntil(context, index, nowMs);
		const buttons = context.getNodeParameter('buttons', index, {});
		const answers = insist(context, index, readAnswers(buttons));
		const settings = cardSettingsOf(context, index, nowMs);
		const choices = choicesOf(context, answers, { askedAt, language: settings.language });
		await sendMessage(context, index, draw(context, index, { ...settings, choices }));
		const held = holdItem(context, index, askedAt);
		await context.putExecutionToWait(until);
		return held;
	},
};
