import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsCollection } from '../../action/fields';
import type { CardSettings } from '../cards/parts';
import { keywordOption, mentionFields, mentionOf, textOf } from './fields';

/**
 * The fields of a ready card.
 *
 * @param input the field that holds the item, first in the panel.
 */
export function readyCardFields(input: INodeProperties): INodeProperties[] {
	return [
		input,
		...mentionFields(),
		optionsCollection([
			{
				displayName: 'Header Title',
				name: 'headerTitle',
				type: 'string',
				default: '',
				placeholder: 'e.g. Shop Hangzhou: new order',
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
		]),
	];
}

/** The chosen settings of a ready card; times are shown in the workflow's timezone. */
export function cardSettingsOf(context: IExecuteFunctions, index: number): CardSettings {
	const options = context.getNodeParameter('options', index, {});
	return {
		language: options.language === 'zh' ? 'zh' : 'en',
		zone: context.getTimezone(),
		nowMs: Date.now(),
		headerTitle: textOf(options.headerTitle).trim(),
		keyword: textOf(options.keyword).trim(),
		mention: mentionOf(context, index),
	};
}
