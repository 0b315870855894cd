import type { Example } from './example.mts';

const ORDER = {
	orderId: '8123456789012345678',
	status: 'WAIT_SELLER_SEND_GOODS',
	createdAt: '2026-11-22T01:05:00Z',
	amount: { amount: '12.30', currency: 'USD' },
};

/** Only of a message that is too long, and of one that Feishu refused at first as one too many. */
const RARE = ['shortened', 'attempts'] as const;

/** Every operation of the Feishu Bot node. */
export const FEISHU_BOT: ReadonlyArray<Example<void>> = [
	{
		resource: 'appCard',
		operation: 'send',
		parameters: () => ({ receiver: 'oc_group', order: ORDER }),
		unseen: ['attempts'],
	},
	{
		resource: 'appCard',
		operation: 'update',
		parameters: () => ({ receiver: 'oc_group', order: ORDER }),
		unseen: ['attempts'],
	},
	{
		resource: 'message',
		operation: 'sendAndWait',
		parameters: () => ({ message: 'Refund the buyer?' }),
		// What somebody decides is in test/engine/feishuDecision.test.mts.
		unseen: ['decision', 'decidedAt'],
	},
	{
		resource: 'message',
		operation: 'sendCard',
		parameters: () => ({ card: { elements: [{ tag: 'markdown', content: 'Hello' }] } }),
		unseen: RARE,
	},
	{
		resource: 'message',
		operation: 'sendOrderCard',
		parameters: () => ({ order: ORDER }),
		unseen: RARE,
	},
	{
		resource: 'message',
		operation: 'sendPost',
		parameters: () => ({ title: 'Orders', contentType: 'text', text: 'One' }),
		unseen: RARE,
	},
	{
		resource: 'message',
		operation: 'sendReviewCard',
		parameters: () => ({ review: { orderId: '81', stars: 1, text: 'Broken' } }),
		unseen: RARE,
	},
	{
		resource: 'message',
		operation: 'sendText',
		parameters: () => ({ text: 'Hello' }),
		unseen: RARE,
	},
];
