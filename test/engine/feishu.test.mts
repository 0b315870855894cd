import type { INodeExecutionData } from 'n8n-workflow';

import { cardTexts } from '../demo/tally.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Host } from './harness/host.mts';
import { createHost } from './harness/host.mts';
import { importTemplate } from './harness/templates.mts';
import type { WorkflowJson } from './harness/types.mts';

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

/** Order ids nothing else in a card can be taken for. */
const IDS = ['8100000000000001', '8100000000000002', '8100000000000003', '8100000000000004'];
const orders = (): INodeExecutionData[] => IDS.map((orderId) => ({ json: { orderId } }));

/** The template's node with its own setting of tries, without the pause between them. */
function template(): WorkflowJson {
	const json = importTemplate('new-order-to-feishu', { feishuBotApi: BOT });
	const nodes = json.nodes.map((node) => ({
		...node,
		...(node.retryOnFail && { waitBetweenTries: 0 }),
	}));
	return { ...json, nodes };
}

const cardsPerOrder = () =>
	IDS.map((id) => cardTexts(sandbox).filter((text) => text.includes(id)).length);

/** Sends the orders; the answer to the message of this number is lost behind a gateway. */
async function send(json: WorkflowJson, startNode: string, lostAnswer?: number) {
	const target = 'feishu';
	if (lostAnswer !== undefined) {
		const times = lostAnswer - 1;
		if (times > 0) sandbox.faults.next({ kind: 'slow', target, times, delayMs: 1 });
		sandbox.faults.next({ kind: 'http504', target });
	}
	return await host.runWorkflow(json, { startNode, inputData: orders() });
}

it.each([
	[1, [2, 1, 1, 1]],
	[3, [1, 1, 2, 1]],
	[4, [1, 1, 1, 2]],
])('a lost answer to message %i repeats that one only', async (number, expected) => {
	const execution = await send(template(), 'Feishu Bot', number);
	expect(execution.status).toBe('success');
	expect(cardsPerOrder()).toEqual(expected);
	const output = execution.runData['Feishu Bot']?.[0]?.data?.main?.[0] ?? [];
	expect(output.map(({ json, pairedItem }) => [json.sent, pairedItem])).toEqual(
		IDS.map((_, item) => [true, { item }]),
	);
});

it('items that reach two bots, or one bot on two ways, are sent each time', async () => {
	const json = template();
	const bot = json.nodes.find(({ name }) => name === 'Feishu Bot');
	if (!bot) throw new Error('The template has no Feishu Bot');
	const { id: _, ...withoutId } = bot;
	const passOn = (name: string) => ({
		name,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	});
	const to = (...names: string[]) => ({
		main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))],
	});
	const execution = await send(
		{
			...json,
			nodes: [passOn('Start'), passOn('Other Way'), bot, { ...withoutId, name: 'Second Bot' }],
			connections: {
				Start: to('Feishu Bot', 'Second Bot', 'Other Way'),
				'Other Way': to('Feishu Bot'),
			},
		},
		'Start',
	);
	expect(execution.status).toBe('success');
	expect(cardsPerOrder()).toEqual([3, 3, 3, 3]);
});
