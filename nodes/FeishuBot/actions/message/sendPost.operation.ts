import type { IExecuteFunctions } from 'n8n-workflow';

import { isBlank } from '../../../wire/text';
import { refused } from '../../message/checked';
import type { Draft } from '../../message/draft';
import { readJsonParameter } from '../../message/jsonParameter';
import type { PostFrame } from '../../message/post';
import { postDraft, readPostContent, richPostDraft } from '../../message/post';
import { sendMessage } from '../../message/send';
import { insist, keywordOption, mentionFields, mentionOf, optionsField, textOf } from '../fields';
import type { Operation } from '../operation';
import { linksField, linksOf } from './postLinks';

/** Sends a titled text with links. */
export const sendPost: Operation = {
	name: 'Send Post',
	value: 'sendPost',
	action: 'Send post',
	description: 'Send a text with a title and links to the group',
	fields: () => [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Orders of today',
			description: 'The bold first line of the post',
		},
		{
			displayName: 'Content Type',
			name: 'contentType',
			type: 'options',
			options: [
				{ name: 'JSON', value: 'json', description: 'Paragraphs in the JSON of Feishu' },
				{ name: 'Text', value: 'text', description: 'Plain text, one paragraph per line' },
			],
			default: 'text',
			description: 'How the content is given',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			displayOptions: { show: { contentType: ['text'] } },
			default: '',
			placeholder: 'e.g. 12 orders paid',
			description:
				'One paragraph per line. Nothing in it is interpreted; text beyond 20 KB is cut.',
		},
		linksField(),
		{
			displayName: 'Content',
			name: 'content',
			type: 'json',
			required: true,
			displayOptions: { show: { contentType: ['json'] } },
			default:
				'[[{"tag":"text","text":"New order "},{"tag":"a","text":"open","href":"https://www.aliexpress.com"}]]',
			description: 'List of paragraphs, each a list of elements with a tag',
		},
		...mentionFields(),
		optionsField([keywordOption()]),
	],
	async run(context, index) {
		const options = context.getNodeParameter('options', index, {});
		const frame = {
			title: textOf(context.getNodeParameter('title', index, '')).trim(),
			mention: mentionOf(context, index),
			keyword: textOf(options.keyword).trim(),
		};
		return await sendMessage(context, index, draftOf(context, index, frame));
	},
};

function draftOf(context: IExecuteFunctions, index: number, frame: PostFrame): Draft {
	if (context.getNodeParameter('contentType', index) === 'json') {
		const json = readJsonParameter(context.getNodeParameter('content', index), 'Content');
		return richPostDraft(
			insist(context, index, readPostContent(insist(context, index, json))),
			frame,
		);
	}
	const text = textOf(context.getNodeParameter('text', index));
	if (isBlank(text)) {
		return insist(context, index, refused('The text is empty', 'Fill in the field Text.'));
	}
	return postDraft(text, linksOf(context, index), frame);
}
