import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';

import type { Operation as AnyOperation } from '../../action/catalog';
import { systemClock } from '../../time/clock';
import type { CardSettings } from '../cards/parts';
import type { Checked } from '../message/checked';
import { type Mention, readMention } from '../message/text';

/** An operation of the node: its fields and what it sends for one item. */
export interface Operation extends Omit<AnyOperation<never>, 'run'> {
	/**
	 * Sends the message of one item.
	 *
	 * @returns the JSON of the output item.
	 * @throws NodeOperationError for the user's input, NodeApiError for refusals by Feishu.
	 */
	run(context: IExecuteFunctions, index: number): Promise<IDataObject>;
}

/** The fields that choose who a message calls. */
export function mentionFields(): INodeProperties[] {
	return [
		{
			displayName: 'Mention',
			name: 'mention',
			type: 'options',
			options: [
				{ name: 'Everyone', value: 'everyone', description: 'Notify the whole group' },
				{ name: 'None', value: 'none', description: 'Notify nobody in particular' },
				{ name: 'Users', value: 'users', description: 'Notify members by their ID' },
			],
			default: 'none',
			description: 'Who of the group is notified by name',
		},
		{
			displayName: 'Mention User IDs',
			name: 'mentionUserIds',
			type: 'string',
			required: true,
			displayOptions: { show: { mention: ['users'] } },
			default: '',
			placeholder: 'e.g. ou_18eac85d35a26f989317ad4f02e8bbbb',
			description: 'Open IDs or user IDs of group members, separated by commas',
		},
	];
}

/** The option that satisfies a bot with keyword check. */
export function keywordOption(): INodeProperties {
	return {
		displayName: 'Keyword',
		name: 'keyword',
		type: 'string',
		default: '',
		placeholder: 'e.g. AliExpress',
		description:
			"One of the words in the bot's security settings. It is added unless the message or its title has it already.",
	};
}

/** The mention chosen for an item. */
export function mentionOf(context: IExecuteFunctions, index: number): Mention {
	const kind = textOf(context.getNodeParameter('mention', index, 'none'));
	const ids = kind === 'users' ? context.getNodeParameter('mentionUserIds', index, '') : '';
	return insist(context, index, readMention(kind, textOf(ids)));
}

/** A parameter as text; expressions may give numbers, or nothing at all. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/**
 * The value of a check.
 *
 * @throws NodeOperationError with the words of the check when it did not pass.
 */
export function insist<T>(context: IExecuteFunctions, index: number, checked: Checked<T>): T {
	if (checked.ok) return checked.value;
	const { message, description } = checked.refusal;
	throw new NodeOperationError(context.getNode(), message, { itemIndex: index, description });
}

/** The options of a ready card. */
export function cardOptions(): INodeProperties[] {
	return [
		{
			displayName: 'Header Title',
			name: 'headerTitle',
			type: 'string',
			default: '',
			placeholder: 'e.g. To be packed today',
			description: 'Text to show in place of the ready title',
		},
		keywordOption(),
		{
			displayName: 'Language',
			name: 'language',
			type: 'options',
			options: [
				{ name: 'Chinese (Simplified)', value: 'zh' },
				{ name: 'English', value: 'en' },
			],
			default: 'en',
			description: 'Language of titles, labels and buttons',
		},
		{
			displayName: 'Shop Name',
			name: 'shopName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Hangzhou Lamps',
			description: 'Name to show behind the title, where several shops write to one group',
		},
	];
}

/**
 * The chosen settings of a ready card; times are shown in the workflow's timezone.
 *
 * @param nowMs wall clock, milliseconds since the epoch.
 */
export function cardSettingsOf(
	context: IExecuteFunctions,
	index: number,
	nowMs: number = systemClock.nowMs(),
): CardSettings {
	const options = context.getNodeParameter('options', index, {});
	return {
		language: options.language === 'zh' ? 'zh' : 'en',
		zone: context.getTimezone(),
		nowMs,
		headerTitle: textOf(options.headerTitle).trim(),
		keyword: textOf(options.keyword).trim(),
		shopName: textOf(options.shopName).trim(),
		choices: [],
		mention: mentionOf(context, index),
	};
}
