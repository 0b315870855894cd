import { readCard, readJsonParameter } from '../../message/checked';
import { sendMessage } from '../../message/send';
import { insist, type Operation } from '../fields';

/** Sends a card the user designed. */
export const sendCard: Operation = {
	name: 'Send Card',
	value: 'sendCard',
	action: 'Send card',
	description:
		'Send a card of your own as JSON of version 1.0 or 2.0, or a published template. Sends one message.',
	fields: () => [
		{
			displayName: 'Card',
			name: 'card',
			type: 'json',
			typeOptions: { rows: 8 },
			required: true,
			default:
				'{"header":{"template":"blue","title":{"tag":"plain_text","content":"Hello"}},"elements":[{"tag":"div","text":{"tag":"plain_text","content":"From n8n"}}]}',
			description:
				'JSON of the card, sent as it is. Put text of buyers into plain_text elements: in lark_md and markdown it could notify the whole group.',
		},
	],
	async run(context, index) {
		const json = readJsonParameter(context.getNodeParameter('card', index), 'Card');
		const card = insist(context, index, readCard(insist(context, index, json)));
		const body = { msg_type: 'interactive' as const, card };
		return await sendMessage(context, index, { body, shortened: false });
	},
};
