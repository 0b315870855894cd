import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { refused } from '../../message/checked';
import type { PostLink } from '../../message/post';
import { insist } from '../fields';

const LINKS = z.object({
	link: z.array(z.object({ text: z.string().default(''), url: z.string() })).default([]),
});

/** The list of links below the text of a post. */
export function linksField(): INodeProperties {
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
export function linksOf(context: IExecuteFunctions, index: number): PostLink[] {
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
