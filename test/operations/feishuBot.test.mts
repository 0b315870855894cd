import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
import { createHost } from '../engine/harness/host.mts';
import { withCredentials } from '../engine/harness/templates.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { fieldsOf, nameOf, operationsOf } from './example.mts';
import { FEISHU_BOT } from './feishuBot.mts';

test('every operation has an example, and every example an operation', () => {
	expect(FEISHU_BOT.map(nameOf).sort()).toEqual(operationsOf(new FeishuBot()));
});

// The bot waits on the real clock for its place under five messages a second.
test("each sends one message in n8n's own engine, and tells it in its fields", async () => {
	const sandbox = await startSandbox({});
	const data = { webhookUrl: sandbox.feishu.url };
	const host = await createHost({ credentials: { bot: { type: 'feishuBotApi', data } } });
	try {
		for (const [index, example] of FEISHU_BOT.entries()) {
			const { resource, operation, fields } = example;
			const node = {
				name: 'Feishu Bot',
				type: 'n8n-nodes-aliexpress.feishuBot',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { resource, operation, ...example.parameters?.() } as never,
			};
			const json = { name: 'Send', nodes: [node], connections: {} };
			const inputData = [{ json: {} }];
			const execution = await host.runWorkflow(withCredentials(json, { feishuBotApi: 'bot' }), {
				inputData,
			});
			if (execution.error) throw execution.error;
			const output = execution.runData['Feishu Bot']?.[0]?.data?.main?.[0] ?? [];
			expect([nameOf(example), fieldsOf(output.map((item) => item.json))]).toEqual([
				nameOf(example),
				fields,
			]);
			expect(sandbox.feishu.messages).toHaveLength(index + 1);
		}
	} finally {
		await host.close();
		await sandbox.close();
	}
});
