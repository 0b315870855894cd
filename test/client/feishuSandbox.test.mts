import '../engine/harness/environment.mts';
import type { IDataObject } from 'n8n-workflow';

import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';
import { feishuContext } from './feishuContext.mts';

const SECRET = 'bot-secret-7Qw';
const KEYWORD = '速卖通';
const EVENT = { eventId: 'ev-1' };

let sandbox: Sandbox | undefined;
afterEach(async () => {
	await sandbox?.close();
	sandbox = undefined;
});

/** Runs the node against the sandbox's group chat. */
async function run(options: SandboxOptions, parameters: IDataObject, secret = SECRET) {
	sandbox ??= await startSandbox(options);
	const { url } = sandbox.feishu;
	const context = feishuContext({ url, secret, items: [EVENT], parameters });
	return { output: await new FeishuBot().execute.call(context), chat: sandbox.feishu };
}

const HOSTILE = '<at id=all></at> **bold** [x](https://evil.example) "\\ \n 👨‍👩‍👧';
const MESSAGES: Array<[string, IDataObject]> = [
	['text', { operation: 'sendText', text: HOSTILE, mention: 'everyone' }],
	[
		'post',
		{
			operation: 'sendPost',
			title: 'Orders',
			contentType: 'text',
			text: `one\n\n${HOSTILE}`,
			links: { link: [{ text: '', url: 'https://a.example' }] },
			mention: 'users',
			mentionUserIds: 'ou_a, ou_b',
		},
	],
	[
		'post',
		{
			operation: 'sendPost',
			contentType: 'json',
			content: '[[{"tag":"text","text":"x"},{"tag":"at","user_id":"all"}]]',
		},
	],
	[
		'interactive',
		{
			operation: 'sendOrderCard',
			order: {
				orderId: '8123456789012345678',
				status: 'WAIT_SELLER_SEND_GOODS',
				createdAt: '2026-11-22T01:05:00Z',
				amount: { amount: '12.30', currency: 'USD' },
				products: [{ name: HOSTILE, quantity: 2, skuCode: HOSTILE }],
				buyerCountry: 'ES',
				shipBy: '2026-11-25T06:30:00Z',
				url: 'https://trade.aliexpress.com/order',
			},
			mention: 'everyone',
		},
	],
	['interactive', { operation: 'sendOrderCard', order: { orderId: '81' } }],
	[
		'interactive',
		{
			operation: 'sendReviewCard',
			review: { orderId: '81', stars: 1, text: HOSTILE.repeat(2_000), url: 'https://a.example' },
		},
	],
];

describe('against the sandbox', () => {
	it.each(MESSAGES)('has a signed %s with keyword accepted', async (messageType, parameters) => {
		const { output, chat } = await run(
			{ feishu: { secret: SECRET, keyword: KEYWORD } },
			{ ...parameters, options: { keyword: KEYWORD } },
		);
		expect(chat.refusals).toEqual([]);
		expect(chat.messages.map(({ msgType }) => msgType)).toEqual([messageType]);
		expect(output[0]?.[0]?.json).toMatchObject({ sent: true, messageType, ...EVENT });
		expect(JSON.stringify(output)).not.toContain('sandbox-bot-token');
	});

	it.each([
		['version 1.0', { elements: [{ tag: 'hr' }] }],
		['version 2.0', { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'x' }] } }],
		['a template', { type: 'template', data: { template_id: 'AAq' } }],
	])('has a card of %s accepted', async (_name, card) => {
		const { chat } = await run(
			{ feishu: { secret: SECRET } },
			{ operation: 'sendCard', card: card as IDataObject },
		);
		expect(chat.messages[0]?.body.card).toEqual(card);
	});

	const text = { operation: 'sendText', text: 'x' };
	it.each<[SandboxOptions['feishu'], string, RegExp]>([
		[{ secret: 'another' }, SECRET, /19021/],
		[{ secret: SECRET }, '', /19021/],
		[{ keyword: KEYWORD }, '', /19024/],
		[{ allowedIps: ['203.0.113.9'] }, '', /19022/],
	])('tells the refusal of a bot with %j', async (feishu, secret, expected) => {
		await expect(run({ feishu }, text, secret)).rejects.toThrow(expected);
		expect(sandbox?.feishu.messages).toEqual([]);
	});

	it('counts an answer in the old form as sent', async () => {
		const { output } = await run({ feishu: { oldForm: true } }, text, '');
		expect(output[0]?.[0]?.json.sent).toBe(true);
	});
});
