import { findOperation } from '../../nodes/AlibabaCom/actions/catalog.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { ALIEXPRESS, WORLD, worldOf } from '../operations/aliExpress.mts';
import { ALIBABA_COM } from '../operations/alibabaCom.mts';
import { nameOf } from '../operations/example.mts';
import { FEISHU_BOT } from '../operations/feishuBot.mts';
import { compared } from '../operations/schemas.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { openAlibabaStage } from './alibabaStage.mts';
import { byId, openReads, outputOf } from './aliExpressReads.mts';
import { createHost } from './harness/host.mts';
import { withCredentials } from './harness/templates.mts';

// The tables of all operations in n8n's own engine; what they bring without it is in test/operations/.

test('every operation of AliExpress runs as the editor stores it', async () => {
	const reads = await openReads(WORLD);
	try {
		const world = worldOf(reads.sandbox, Date.now());
		const locators = new Set(
			new AliExpress().description.properties
				.filter(({ type }) => type === 'resourceLocator')
				.map(({ name }) => name),
		);
		for (const example of ALIEXPRESS) {
			const { resource, operation } = example;
			const own = Object.entries(example.parameters?.(world) ?? {}).map(([name, value]) => [
				name,
				locators.has(name) ? byId(String(value)) : value,
			]);
			const parameters = { resource, operation, ...Object.fromEntries(own) };
			const items = outputOf(await reads.run(parameters)).map(({ json }) => json);
			expect([nameOf(example), items.length > 0]).toEqual([nameOf(example), true]);
			if (example.isAnswerItself) continue;
			expect([nameOf(example), compared('AliExpress', example, items).notInSchema]).toEqual([
				nameOf(example),
				[],
			]);
		}
	} finally {
		await reads.close();
	}
});

test('every operation of Alibaba.com runs in every profile that has it', async () => {
	const stage = await openAlibabaStage();
	try {
		for (const example of ALIBABA_COM) {
			for (const profile of findOperation(example.resource, example.operation)?.profiles ?? []) {
				const { resource, operation } = example;
				const own = example.parameters?.({ sandbox: stage.sandbox, profile });
				const parameters = { resource, operation, ...own };
				const execution = await stage.run(profile, parameters, [{}]);
				if (execution.error) throw execution.error;
				const output = execution.runData['Alibaba.com']?.[0]?.data?.main?.[0] ?? [];
				const items = output.map(({ json }) => json);
				expect([nameOf(example), items.length > 0]).toEqual([nameOf(example), true]);
				expect([nameOf(example), compared('AlibabaCom', example, items).notInSchema]).toEqual([
					nameOf(example),
					[],
				]);
			}
		}
	} finally {
		await stage.close();
	}
}, 60_000);

// The bot waits on the real clock for its place under five messages a second.
test('every operation of Feishu sends one message and tells it in its fields', async () => {
	const sandbox = await startSandbox({});
	const data = { webhookUrl: sandbox.feishu.url };
	const app = { type: 'feishuAppApi', data: sandbox.feishuApp.credential };
	const bot = { type: 'feishuBotApi', data };
	const host = await createHost({ credentials: { bot, app } });
	try {
		for (const [index, example] of FEISHU_BOT.entries()) {
			const { resource, operation } = example;
			const node = {
				name: 'Feishu Bot',
				type: 'n8n-nodes-aliexpress.feishuBot',
				typeVersion: 1,
				position: [0, 0] as [number, number],
				parameters: { resource, operation, ...example.parameters?.() } as never,
			};
			const json = { name: 'Send', nodes: [node], connections: {} };
			const inputData = [{ json: {} }];
			const chosen = { feishuBotApi: 'bot', feishuAppApi: 'app' };
			const execution = await host.runWorkflow(withCredentials(json, chosen), { inputData });
			if (execution.error) throw execution.error;
			const output = execution.runData['Feishu Bot']?.[0]?.data?.main?.[0] ?? [];
			const items = output.map(({ json }) => json);
			expect([nameOf(example), compared('FeishuBot', example, items)]).toEqual([
				nameOf(example),
				{ notInSchema: [], unseen: example.unseen },
			]);
			const { feishu, feishuApp } = sandbox;
			expect(feishu.messages.length + feishuApp.messages.length).toBe(index + 1);
		}
	} finally {
		await host.close();
		await sandbox.close();
	}
});
