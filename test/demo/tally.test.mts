import { printJson } from '../sandbox/json.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { createNews } from './news.mts';
import { tally } from './tally.mts';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(async () => await sandbox.close());

const post = async (url: string, body: string, headers: Record<string, string> = {}) => {
	const response = await fetch(url, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
	});
	expect(response.ok).toBe(true);
};
const sendCard = async (orderId: bigint) => {
	const element = { tag: 'markdown', content: `Order ${orderId}` };
	await post(
		sandbox.feishu.url,
		printJson({ msg_type: 'interactive', card: { elements: [element] } }),
	);
};
const openTicket = async (orderId: bigint) => {
	const { url, accessToken } = sandbox.helpdesk;
	const ticket = {
		title: 'Bad review',
		group: 'Users',
		customer: 'marketplace@example.com',
		article: { subject: 'Bad review', body: `Order ${orderId}`, type: 'note' },
	};
	const authorization = `Token token=${accessToken}`;
	await post(`${url}/api/v1/tickets`, JSON.stringify(ticket), { authorization });
};

describe('the result of the demonstration', () => {
	it('counts an order without a card and a bad review without a ticket as lost', () => {
		const { id } = sandbox.shop.placeOrder();
		sandbox.shop.writeReview({ orderId: id, stars: 2 });
		sandbox.shop.writeReview({ orderId: sandbox.shop.placeOrder().id, stars: 3 });
		expect(tally(sandbox)).toMatchObject({
			ordersPlaced: 2,
			feishuCards: 0,
			negativeReviews: 1,
			tickets: 0,
			lost: 3,
			repeated: 0,
		});
	});

	it('finds cards and tickets by their order and counts the second ones as repeated', async () => {
		const { id } = sandbox.shop.placeOrder();
		sandbox.shop.writeReview({ orderId: id, stars: 1 });
		await sendCard(id);
		await openTicket(id);
		expect(tally(sandbox)).toMatchObject({ feishuCards: 1, tickets: 1, lost: 0, repeated: 0 });
		await sendCard(id);
		await openTicket(id);
		expect(tally(sandbox)).toMatchObject({ feishuCards: 2, tickets: 2, lost: 0, repeated: 2 });
	});

	it('takes no longer number for the number of an order', async () => {
		const { id } = sandbox.shop.placeOrder();
		await sendCard(id * 10n);
		expect(tally(sandbox).lost).toBe(1);
	});

	it('tells every arrival once', async () => {
		const told: string[] = [];
		const tell = createNews(sandbox, (sentence) => told.push(sentence));
		const { id } = sandbox.shop.placeOrder();
		await sendCard(id);
		tell();
		await openTicket(id);
		tell();
		tell();
		expect(told).toEqual([
			`order ${id} → Feishu card`,
			`bad review of order ${id} → helpdesk ticket`,
		]);
	});
});
