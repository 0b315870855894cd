import { optionsCollection } from '../../../action/fields';
import { isBlank } from '../../../wire/text';
import { refused } from '../../message/checked';
import { sendMessage } from '../../message/send';
import { textDraft } from '../../message/text';
import { insist, keywordOption, mentionFields, mentionOf, type Operation, textOf } from '../fields';

/** Sends a line or more of text. */
export const sendText: Operation = {
	name: 'Send Text',
	value: 'sendText',
	action: 'Send text message',
	description: 'Send a plain text to the group. Sends one message.',
	fields: () => [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. New order 8123456789012345',
			description: 'The text to send. Text beyond 20 KB is cut.',
		},
		...mentionFields(),
		optionsCollection([
			{
				displayName: 'Escape Mentions',
				name: 'escapeMentions',
				type: 'boolean',
				default: true,
				description:
					'Whether tags and links behind words are shown as characters, so that text of buyers can neither notify the group nor hide where a link leads. Turn off only for text you wrote yourself with at-tags of your own; the field Mention works either way.',
			},
			keywordOption(),
		]),
	],
	async run(context, index) {
		const text = textOf(context.getNodeParameter('text', index));
		if (isBlank(text)) {
			return insist(context, index, refused('The text is empty', 'Fill in the field Text.'));
		}
		const options = context.getNodeParameter('options', index, {});
		const draft = textDraft({
			text,
			escapeMentions: options.escapeMentions !== false,
			mention: mentionOf(context, index),
			keyword: textOf(options.keyword).trim(),
		});
		return await sendMessage(context, index, draft);
	},
};
