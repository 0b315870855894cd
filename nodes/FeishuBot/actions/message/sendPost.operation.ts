import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { optionsCollection } from '../../../action/fields';
import { isBlank } from '../../../wire/text';
import { readJsonParameter, refused } from '../../message/checked';
import {
	type Draft,
	postDraft,
	type PostFrame,
	type PostLink,
	readPostContent,
	richPostDraft,
} from '../../message/text';
import { sendMessage } from '../../message/send';
import { insist, keywordOption, mentionFields, mentionOf, type Operation, textOf } from '../fields';

const LINKS = z.object({
	link: z.array(z.object({ text: z.string().default(''), url: z.string() })).default([]),
});

/** The list of links below the text of a post. */
function linksField(): INodeProperties {
	return {
		displayName: 'Links',
		name: 'links',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Link',
		displayOptions: { show: { contentType: ['text'] } },
		default: {},
		description: 'Links below the text, one per line',
		options: [
			{
				displayName: 'Link',
				name: 'link',
				values: [
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						placeholder: 'e.g. Open order',
						description: 'The words to click on; the address itself when empty',
					},
					{
						displayName: 'URL',
						name: 'url',
						type: 'string',
						default: '',
						placeholder: 'e.g. https://www.aliexpress.com',
						description: 'Address that opens, with https:// or http://',
					},
				],
			},
		],
	};
}

/**
 * The links of an item.
 *
 * @throws NodeOperationError when one is not a web address: Feishu would refuse the whole post.
 */
function linksOf(context: IExecuteFunctions, index: number): PostLink[] {
	const parsed = LINKS.safeParse(context.getNodeParameter('links', index, {}));
	const links = parsed.success ? parsed.data.link : undefined;
	if (links === undefined || !links.every(({ url }) => isWebAddress(url))) {
		return insist(
			context,
			index,
			refused(
				'A link has no web address',
				'Each URL under Links must start with https:// or http://.',
			),
		);
	}
	return links.map(({ text, url }) => ({ text, href: url.trim() }));
}

function isWebAddress(url: string): boolean {
	return URL.canParse(url.trim()) && /^https?:$/.test(new URL(url.trim()).protocol);
}

/** Sends a titled text with links. */
export const sendPost: Operation = {
	name: 'Send Post',
	value: 'sendPost',
	action: 'Send post',
	description: 'Send a text with a title and links to the group. Sends one message.',
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
		optionsCollection([keywordOption()]),
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
