import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';

import { printJson } from '../sandbox/json.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Host } from './harness/host.mts';
import { createHost } from './harness/host.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

// Cards of an app: one message for an order from new to shipped.

const APP = 'app-credential';
const DAY_MS = 24 * 3_600_000;

// Feishu's pace for one chat is kept on the real clock.
jest.setTimeout(30_000);

/** Starts the workflow with the body of a request. */
const ORDERS: INodeType = {
	description: {
		displayName: 'Orders',
		name: 'orders',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Orders' },
		inputs: [],
		outputs: ['main'],
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'orders', isFullPath: true }],
		properties: [],
	},
	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	},
};

let sandbox: Sandbox;
let host: Host;
beforeEach(async () => {
	sandbox = await startSandbox({});
	const data = sandbox.feishuApp.credential;
	host = await createHost({
		credentials: { [APP]: { type: 'feishuAppApi', data } },
		extraNodes: { 'test.orders': ORDERS },
	});
});
afterEach(async () => {
	await host.close();
	await sandbox.close();
});

const workflow = (parameters: INodeParameters = {}): WorkflowJson => ({
	nodes: [
		{
			name: 'Orders',
			type: 'test.orders',
			typeVersion: 1,
			position: [0, 0],
			webhookId: '7f2a3c4e-0000-4000-8000-000000000001',
			parameters: {},
		},
		{
			name: 'Card',
			type: 'n8n-nodes-aliexpress.feishuBot',
			typeVersion: 1,
			position: [200, 0],
			parameters: {
				resource: 'appCard',
				operation: 'update',
				receiver: 'oc_group',
				order: '={{ $json }}',
				...parameters,
			},
			credentials: { feishuAppApi: { id: APP, name: APP } },
		},
	],
	connections: { Orders: { main: [[{ node: 'Card', type: 'main', index: 0 }]] } },
});

const order = (orderId: string, status: string, event: string) => ({
	orderId,
	status,
	event,
	eventId: `${event}:${orderId}`,
});
const placed = (id: string) => order(id, 'PLACE_ORDER_SUCCESS', 'order.created');
const paid = (id: string) => order(id, 'WAIT_SELLER_SEND_GOODS', 'order.paid');
const shipped = (id: string) => order(id, 'WAIT_BUYER_ACCEPT_GOODS', 'order.shipped');

const run = async (parameters: INodeParameters, ...items: IDataObject[]): Promise<Execution> =>
	await host.runWorkflow(workflow(parameters), {
		startNode: 'Card',
		inputData: items.map((json) => ({ json })),
	});
const outputOf = (execution: Execution | undefined) => {
	if (execution?.error) throw execution.error;
	return (execution?.runData.Card?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
};
/** Titles that the card of a message has had, oldest first. */
const titlesOf = (message: { cards: readonly unknown[] } | undefined) =>
	(message?.cards ?? []).map(
		(card) => (card as { header: { title: { content: string } } }).header.title.content,
	);

it('shows an order from new to shipped in one message, with one token', async () => {
	const items = outputOf(
		await run(
			{ options: { shopName: 'Lamps' } },
			placed('81'),
			paid('81'),
			shipped('81'),
			paid('82'),
		),
	);
	const { messages, refusals, tokenRequests } = sandbox.feishuApp;
	expect(refusals).toEqual([]);
	expect(messages).toHaveLength(2);
	expect(titlesOf(messages[0])).toEqual([
		'New AliExpress order · Lamps',
		'AliExpress order paid · Lamps',
		'AliExpress order shipped · Lamps',
	]);
	expect(messages.map(({ receiver }) => receiver)).toEqual(['oc_group', 'oc_group']);
	expect(items.map(({ messageId, updated, eventId }) => [messageId, updated, eventId])).toEqual([
		['om_sandbox000001', false, 'order.created:81'],
		['om_sandbox000001', true, 'order.paid:81'],
		['om_sandbox000001', true, 'order.shipped:81'],
		['om_sandbox000002', false, 'order.paid:82'],
	]);
	expect(tokenRequests).toBe(1);
});

it('finds the card again after n8n was started anew', async () => {
	await host.activate(workflow());
	const arrive = async (body: IDataObject) => {
		const response = await fetch(`${host.baseUrl}/webhook/orders`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		expect(response.status).toBe(200);
		await host.idle();
		outputOf(host.executions.at(-1));
	};
	await arrive(placed('81'));
	await host.restart();
	await arrive(paid('81'));
	expect(sandbox.feishuApp.messages).toHaveLength(1);
	expect(titlesOf(sandbox.feishuApp.messages[0])).toHaveLength(2);
});

it('makes one card and one token of many executions at once', async () => {
	const events = [placed('81'), paid('81'), shipped('81')];
	// The same workflow, as a push starts it for each message.
	const json = { ...workflow(), id: 'one-workflow' };
	const executions = await Promise.all(
		events.map(async (one) =>
			host.runWorkflow(json, { startNode: 'Card', inputData: [{ json: one }] }),
		),
	);
	const items = executions.flatMap(outputOf);
	expect(items.filter(({ updated }) => updated === false)).toHaveLength(1);
	expect(sandbox.feishuApp.messages).toHaveLength(1);
	expect(sandbox.feishuApp.messages[0]?.cards).toHaveLength(3);
	expect(sandbox.feishuApp.tokenRequests).toBe(1);
});

it('renews a token that Feishu does not accept, and repeats what was refused', async () => {
	await run({}, placed('81'));
	sandbox.feishuApp.endTokens();
	const items = outputOf(await run({ operation: 'send' }, paid('82'), paid('83')));
	expect(items).toHaveLength(2);
	expect(sandbox.feishuApp.refusals).toEqual([99991663]);
	expect(sandbox.feishuApp.tokenRequests).toBe(2);
	expect(sandbox.feishuApp.messages).toHaveLength(3);
});

it('sends a card anew when the one that it knows is recalled or too old to be changed', async () => {
	const json = { ...workflow(), id: 'one-workflow' };
	const arrive = async (one: IDataObject) =>
		outputOf(await host.runWorkflow(json, { startNode: 'Card', inputData: [{ json: one }] }));
	await arrive(placed('81'));
	const [first] = sandbox.feishuApp.messages;
	first!.isRecalled = true;
	expect(await arrive(paid('81'))).toMatchObject([{ updated: false }]);
	sandbox.feishuApp.messages[1]!.sentAtMs -= 15 * DAY_MS;
	expect(await arrive(shipped('81'))).toMatchObject([{ updated: false }]);
	expect(await arrive(shipped('81'))).toMatchObject([{ updated: true }]);
	expect(sandbox.feishuApp.refusals).toEqual([230011, 230031]);
	expect(sandbox.feishuApp.messages.map(({ cards }) => cards.length)).toEqual([1, 1, 2]);
});

it('always sends one with Send Card, and keeps receivers and orders apart', async () => {
	await run({ operation: 'send' }, paid('81'), paid('81'));
	expect(sandbox.feishuApp.messages).toHaveLength(2);
	const mail = { receiverKind: 'email', receiver: 'li@example.com' };
	const person = { receiverKind: 'open_id', receiver: ' ou_li ' };
	const json = { ...workflow(mail), id: 'one-workflow' };
	const other = { ...workflow(person), id: 'one-workflow' };
	for (const one of [json, other, json]) {
		outputOf(await host.runWorkflow(one, { startNode: 'Card', inputData: [{ json: paid('81') }] }));
	}
	const sent = sandbox.feishuApp.messages.slice(2);
	expect(sent.map(({ receiver, cards }) => [receiver, cards.length])).toEqual([
		['li@example.com', 2],
		['ou_li', 1],
	]);
});

it('updates a card of your own by its order', async () => {
	const card = (content: string) => ({ elements: [{ tag: 'markdown', content }] });
	const own = { content: 'json', card: '={{ $json.card }}', orderId: '={{ $json.id }}' };
	await run(own, { id: '81', card: card('one') }, { id: '81', card: card('two') });
	expect(sandbox.feishuApp.messages).toHaveLength(1);
	expect(sandbox.feishuApp.messages[0]?.cards.map((one) => one.elements)).toEqual([
		card('one').elements,
		card('two').elements,
	]);
	expect(sandbox.feishuApp.messages[0]?.cards.at(-1)?.config).toEqual({ update_multi: true });
});

it('waits for its place when a chat gets more than five cards a second', async () => {
	const ids = Array.from({ length: 9 }, (_, index) => `8${index}`);
	const items = outputOf(await run({}, ...ids.map(paid)));
	expect(items).toHaveLength(9);
	expect(sandbox.feishuApp.refusals).toEqual([]);
});

it.each<[string, INodeParameters, RegExp, number]>([
	[
		'a chat that the app is not in',
		{ receiver: 'oc_other' },
		/not in this chat \(code 230002\)/,
		1,
	],
	['a person out of its reach', { receiverKind: 'open_id', receiver: 'ou_no' }, /230013/, 1],
	['a chat ID that is none', { receiver: 'group' }, /receiver or the card \(code 230001\)/, 1],
	['no receiver', { receiver: ' ' }, /no ID or address of the chosen kind/, 0],
	['a mail address without @', { receiverKind: 'email', receiver: 'li' }, /chosen kind/, 0],
	[
		'a card about nothing',
		{ content: 'json', orderId: '={{ $json.nothing }}' },
		/about no order/,
		0,
	],
	['a card that is none', { content: 'json', orderId: '1', card: '[]' }, /not a JSON object/, 0],
	[
		'a card that Feishu cannot make',
		{ content: 'json', orderId: '1', card: { elements: [{ tag: 'blink' }] } },
		/could not make a card of this JSON \(code 230099\)/,
		1,
	],
])('says what to do about %s', async (_what, parameters, words, refusals) => {
	const execution = await run(parameters, paid('81'));
	expect(execution.error?.message).toMatch(words);
	expect(sandbox.feishuApp.messages).toHaveLength(0);
	expect(sandbox.feishuApp.refusals).toHaveLength(refusals);
});

it.each([
	['another secret', { appSecret: 'wrong-secret-5tR' }, /does not know this app \(code 10014\)/],
	['another app', { appId: 'cli_other' }, /does not know this app \(code 10003\)/],
	['no secret', { appSecret: ' ' }, /no App ID or no App Secret/],
	['an address in clear', { baseUrl: 'http://open.feishu.cn' }, /must start with https/],
])('tells %s apart, and no secret in it', async (_what, change, words) => {
	host.editCredential(APP, { ...sandbox.feishuApp.credential, ...change });
	const execution = await run({}, paid('81'));
	expect(execution.error?.message).toMatch(words);
	const told = `${printJson(JSON.parse(JSON.stringify(execution)))}${execution.error?.stack}`;
	expect(told).not.toContain('wrong-secret-5tR');
	expect(told).not.toContain(sandbox.feishuApp.credential.appSecret);
	const test = await host.testCredential(APP);
	expect(test.status).toBe('Error');
});

it('passes its test with a right credential, and shows nothing', async () => {
	expect(await host.testCredential(APP)).toMatchObject({ status: 'OK' });
	expect(sandbox.feishuApp.messages).toEqual([]);
});
