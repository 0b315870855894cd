import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Host } from './harness/host.mts';
import { createHost } from './harness/host.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

// "Send and Wait" in n8n's engine: what is asked, who may decide, and what goes on.

const BOT = 'feishu-credential';

// The bot waits on the real clock for its place under five messages a second.
jest.setTimeout(30_000);

let sandbox: Sandbox;
let host: Host;
beforeEach(async () => {
	sandbox = await startSandbox({});
	const data = { webhookUrl: sandbox.feishu.url };
	host = await createHost({ credentials: { [BOT]: { type: 'feishuBotApi', data } } });
});
afterEach(async () => {
	await host.close();
	await sandbox.close();
});

const to = (...nodes: string[]) => nodes.map((node) => ({ node, type: 'main' as const, index: 0 }));
const node = (name: string, type: string, parameters: INodeParameters, typeVersion = 1) => ({
	name,
	type,
	typeVersion,
	position: [0, 0] as [number, number],
	parameters,
});
const asking = (parameters: INodeParameters) => ({
	...node('Ask', 'n8n-nodes-aliexpress.feishuBot', {
		resource: 'message',
		operation: 'sendAndWait',
		message: '=What about {{ $json.orderId }}?',
		...parameters,
	}),
	credentials: { feishuBotApi: { id: BOT, name: BOT } },
});
const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp', {});

/** A trigger's stand-in, the question, and what comes behind it. */
const workflow = (parameters: INodeParameters): WorkflowJson => ({
	nodes: [noOp('Start'), asking(parameters), noOp('After')],
	connections: { Start: { main: [to('Ask')] }, Ask: { main: [to('After')] } },
});

const ask = async (parameters: INodeParameters = {}, ...items: IDataObject[]): Promise<Execution> =>
	await host.runWorkflow(workflow(parameters), {
		startNode: 'Start',
		inputData: items.map((json) => ({ json })),
	});

const outputOf = (execution: Execution, name: string): INodeExecutionData[] =>
	execution.runData[name]?.[0]?.data?.main?.[0] ?? [];

interface Button {
	text: { content: string };
	type: string;
	url: string;
}
/** The last row of buttons of every card, oldest card first. */
const cards = () =>
	sandbox.feishu.messages.map(({ body }) => {
		const card = body.card as unknown as {
			header: { title: { content: string } };
			elements: Array<{ tag: string; actions?: Button[]; text?: { content: string } }>;
		};
		const rows = card.elements.filter(({ tag }) => tag === 'action');
		return { title: card.header.title.content, card, buttons: rows.at(-1)?.actions ?? [] };
	});
const buttonOf = (words: string, card = 0): string => {
	const found = cards()[card]?.buttons.find(({ text }) => text.content === words);
	if (!found) throw new Error(`No button ${words} on card ${card}`);
	return found.url;
};

const open = async (url: string, headers: Record<string, string> = {}) => {
	const response = await fetch(url, { headers });
	return { status: response.status, text: await response.text(), headers: response.headers };
};
const press = async (url: string) => {
	const response = await fetch(url, { method: 'POST' });
	const answer = { status: response.status, text: await response.text() };
	await host.idle();
	return answer;
};

const ORDER = { orderId: '8123456789012345', eventId: 'order.paid:8123456789012345' };

it('sends a card with three buttons and goes on with the one that was pressed', async () => {
	const file = { mimeType: 'text/plain', data: 'YQ==', fileName: 'a.txt' };
	const execution = await host.runWorkflow(workflow({}), {
		startNode: 'Start',
		inputData: [{ json: ORDER, binary: { file } }],
	});
	expect(execution.status).toBe('waiting');
	const [{ title, card, buttons }] = cards() as [ReturnType<typeof cards>[0]];
	expect(title).toBe('Please decide');
	expect(card.elements[0]?.text?.content).toBe('What about 8123456789012345?');
	expect(buttons.map(({ text, type }) => [text.content, type])).toEqual([
		['Take', 'primary'],
		['Ignore', 'default'],
		['Refund', 'danger'],
	]);
	const asked = Date.now();
	const { status, text } = await press(buttonOf('Refund'));
	expect([status, text.includes('<h1>Noted</h1>'), text.includes('Refund')]).toEqual([
		200,
		true,
		true,
	]);
	expect(execution.status).toBe('success');
	const [after] = outputOf(execution, 'After');
	expect(after?.json).toEqual({
		...ORDER,
		decided: true,
		decision: 'refund',
		askedAt: expect.stringMatching(/^\d{4}-.*Z$/),
		decidedAt: expect.stringMatching(/^\d{4}-.*Z$/),
	});
	expect(after?.binary?.file).toMatchObject(file);
	expect(Math.abs(Date.parse(String(after?.json.decidedAt)) - asked)).toBeLessThan(10_000);
	expect(outputOf(execution, 'Ask')).toHaveLength(1);
	expect(sandbox.feishu.messages).toHaveLength(1);
});

it.each([
	['Feishu', 'Mozilla/5.0 (compatible; FeishuBot/1.0; link preview)'],
	['a browser', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0'],
	['nobody', ''],
])('decides nothing when %s only opens the address', async (_who, agent) => {
	const execution = await ask({}, ORDER);
	for (const { url } of cards()[0]?.buttons ?? []) {
		const page = await open(url, { 'user-agent': agent });
		expect(page.status).toBe(200);
		expect(page.text).toContain('<form method="post">');
		expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
		expect(page.headers.get('cache-control')).toBe('no-store');
		expect(page.headers.get('x-robots-tag')).toContain('noindex');
	}
	await host.idle();
	expect(execution.status).toBe('waiting');
	await press(buttonOf('Take'));
	expect(outputOf(execution, 'After')[0]?.json.decision).toBe('take');
});

it('says that it was decided to whoever presses later, and changes nothing', async () => {
	const execution = await ask({}, ORDER);
	await press(buttonOf('Ignore'));
	for (const words of ['Ignore', 'Refund']) {
		// The page is n8n's own.
		expect(await press(buttonOf(words))).toEqual({ status: 200, text: 'No action required' });
	}
	expect(execution.runData.After).toHaveLength(1);
	expect(outputOf(execution, 'After')[0]?.json.decision).toBe('ignore');
});

it('takes no address that n8n has not signed', async () => {
	const execution = await ask({}, ORDER);
	const signed = new URL(buttonOf('Ignore'));
	const changed = (name: string, value: string) => {
		const url = new URL(signed);
		url.searchParams.set(name, value);
		return url.href;
	};
	const forged = [
		changed('decision', 'refund'),
		changed('approved', 'true'),
		changed('signature', '0'.repeat(64)),
		signed.href.split('?')[0] ?? '',
	];
	for (const url of forged) expect((await press(url)).status).toBe(401);
	expect(execution.status).toBe('waiting');
});

it('goes on with the item alone when the time is up, whatever an earlier decision said', async () => {
	const earlier = { decided: true, decision: 'refund', decidedAt: '2026-01-01T00:00:00.000Z' };
	const limit = { limitType: 'afterTimeInterval', resumeAmount: 1.5, resumeUnit: 'hours' };
	const before = Date.now();
	const execution = await ask(
		{ options: { limitWaitTime: { values: limit } } },
		{ ...ORDER, ...earlier, approved: true },
	);
	const waitMs = (execution.waiting?.until.getTime() ?? 0) - before;
	expect(waitMs).toBeGreaterThanOrEqual(90 * 60_000);
	expect(waitMs).toBeLessThan(91 * 60_000);
	await host.endWait(execution);
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'After')[0]?.json).toEqual({
		...ORDER,
		decided: false,
		askedAt: expect.stringMatching(/Z$/),
	});
	// The item that the node before has put out is as it was.
	expect(outputOf(execution, 'Start')[0]?.json).toEqual({ ...ORDER, ...earlier, approved: true });
	expect((await press(buttonOf('Take'))).text).toBe('No action required');
});

it('waits until a time in the zone of the workflow, and without a limit for good', async () => {
	const limit = { limitType: 'atSpecifiedTime', maxDateAndTime: '2099-03-01T08:00:00' };
	const settings = { timezone: 'Asia/Shanghai' };
	const json = { ...workflow({ options: { limitWaitTime: { values: limit } } }), settings };
	const inputData = [{ json: ORDER }];
	const execution = await host.runWorkflow(json, { startNode: 'Start', inputData });
	expect(execution.waiting?.until.toISOString()).toBe('2099-03-01T00:00:00.000Z');
	const endless = await ask({}, ORDER);
	expect(endless.waiting?.until.getUTCFullYear()).toBeGreaterThan(2999);
});

it('lets the card of one item of a loop decide that item alone', async () => {
	const json: WorkflowJson = {
		nodes: [
			noOp('Start'),
			node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize: 1, options: {} }, 3),
			asking({}),
			noOp('Done'),
		],
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [to('Done'), to('Ask')] },
			Ask: { main: [to('Loop')] },
		},
	};
	const inputData = ['81', '82'].map((orderId) => ({ json: { orderId } }));
	const execution = await host.runWorkflow(json, { startNode: 'Start', inputData });
	await press(buttonOf('Take', 0));
	expect([execution.status, sandbox.feishu.messages.length]).toEqual(['waiting', 2]);
	for (const words of ['Take', 'Refund']) {
		const { status, text } = await press(buttonOf(words, 0));
		expect([status, text.includes('This was decided already')]).toEqual([410, true]);
		expect((await open(buttonOf(words, 0))).status).toBe(410);
	}
	expect(execution.status).toBe('waiting');
	await press(buttonOf('Ignore', 1));
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Done').map((one) => [one.json.orderId, one.json.decision])).toEqual([
		['81', 'take'],
		['82', 'ignore'],
	]);
});

it('puts the buttons below the ready cards, in words and names of the user', async () => {
	const buttons = {
		button: [
			{ name: '发货', words: '今天发 & <b>', style: 'primary' },
			{ name: 'later on', words: '', style: 'danger' },
		],
	};
	const options = { language: 'zh', shopName: '杭州灯具', keyword: '速卖通' };
	const execution = await ask(
		{ content: 'order', buttons, options },
		{ ...ORDER, status: 'FINISH' },
	);
	const [{ title, card }] = cards() as [ReturnType<typeof cards>[0]];
	expect(title).toContain('杭州灯具');
	expect(JSON.stringify(card)).toContain(ORDER.orderId);
	const page = await open(buttonOf('今天发 & <b>'));
	expect(page.text).toContain('<html lang="zh-CN">');
	expect(page.text).toContain('今天发 &amp; &lt;b&gt;');
	await press(buttonOf('later on'));
	expect(outputOf(execution, 'After')[0]?.json.decision).toBe('later on');

	const review = { orderId: '82', stars: 1, text: '<at id=all></at> broken' };
	await ask({ content: 'review', buttons, options }, review);
	expect(cards()[1]?.title).toContain('杭州灯具');
	expect(cards()[1]?.buttons).toHaveLength(2);
	await press(buttonOf('今天发 & <b>', 1));
	expect(outputOf(host.executions.at(-1)!, 'After')[0]?.json).toMatchObject({
		...review,
		decision: '发货',
	});
});

it.each<[string, INodeParameters, number, RegExp]>([
	['more than one item', {}, 2, /one item at a time, and 2 came in/],
	['no text', { message: '\u200b ' }, 1, /nothing to decide about/],
	['no button', { buttons: {} }, 1, /not one to three/],
	[
		'two buttons of one name',
		{ buttons: { button: ['a', 'a '].map((name) => ({ name, words: 'x', style: 'default' })) } },
		1,
		/not one to three/,
	],
	[
		'a button without a name',
		{ buttons: { button: [{ name: ' ', words: 'Take' }] } },
		1,
		/not one to three/,
	],
	[
		'a limit of nothing',
		{
			options: {
				limitWaitTime: {
					values: { limitType: 'afterTimeInterval', resumeAmount: 0, resumeUnit: 'days' },
				},
			},
		},
		1,
		/limit of the wait is no time to come/,
	],
	[
		'a limit that is over',
		{
			options: {
				limitWaitTime: {
					values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00' },
				},
			},
		},
		1,
		/limit of the wait is no time to come/,
	],
])('refuses %s before anything is sent', async (_what, parameters, count, words) => {
	const execution = await ask(parameters, ...Array.from({ length: count }, () => ORDER));
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toMatch(words);
	expect(sandbox.feishu.messages).toHaveLength(0);
});

it('does not wait for a card that Feishu refused', async () => {
	sandbox.feishu.options.keyword = 'AliExpress';
	const execution = await ask({}, ORDER);
	expect([execution.status, execution.waiting]).toEqual(['error', undefined]);
	expect(execution.error?.message).toContain('19024');
	await ask({ options: { keyword: 'AliExpress' } }, ORDER);
	expect(host.executions.at(-1)?.status).toBe('waiting');
});
