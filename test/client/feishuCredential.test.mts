import '../engine/harness/environment.mts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FeishuBotApi } from '../../credentials/FeishuBotApi.credentials.ts';
import { createDataTables } from '../engine/harness/dataTables.mts';
import { createCredentialsHelper } from '../engine/harness/credentialsHelper.mts';
import { createCredentialStore } from '../engine/harness/credentialStore.mts';
import { testCredential } from '../engine/harness/credentialTest.mts';
import type { KnownTypes } from '../engine/harness/nodeTypes.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';

const SECRET = 'bot-secret-7Qw';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function open(feishu: SandboxOptions['feishu']): Promise<Sandbox> {
	const sandbox = await startSandbox({ feishu });
	closers.push(async () => await sandbox.close());
	return sandbox;
}

/** What n8n shows after "Save". */
async function save(webhookUrl: string, secret = '') {
	const type = new FeishuBotApi();
	const types: KnownTypes = {
		nodeTypes: {
			getByName: () => ({}) as never,
			getByNameAndVersion: () => ({}) as never,
			getKnownTypes: () => ({}),
		},
		credentialType: () => type,
		parentTypes: () => [],
		supportedNodes: () => ['n8n-nodes-aliexpress.feishuBot'],
		reload: async () => undefined,
	};
	const store = createCredentialStore({ bot: { type: type.name, data: { webhookUrl, secret } } });
	const engine = {
		types,
		credentialsHelper: createCredentialsHelper(store, types),
		dataTables: createDataTables(),
		executions: [],
		running: new Set<Promise<unknown>>(),
		baseUrl: 'http://127.0.0.1:5678',
	};
	return await testCredential(engine, store, 'bot');
}

describe('credential test', () => {
	it.each([
		['', {}],
		[SECRET, { secret: SECRET }],
		['', { keyword: '订单' }],
	])('passes with secret "%s" for a bot with %j, and shows nothing', async (secret, feishu) => {
		const { feishu: chat } = await open(feishu);
		expect(await save(chat.url, secret)).toMatchObject({ status: 'OK' });
		expect(chat.messages).toEqual([]);
		expect(chat.refusals).toHaveLength(1);
	});

	it('fails for a removed webhook', async () => {
		const { feishu: chat } = await open({});
		const result = await save(`${chat.url}-removed`);
		expect(result).toMatchObject({ status: 'Error' });
		expect(result.message).toMatch(/does not know this webhook/);
	});

	it.each(['wrong', ''])(
		'fails for the secret "%s" where a bot checks signatures',
		async (secret) => {
			const { feishu: chat } = await open({ secret: SECRET });
			const result = await save(chat.url, secret);
			expect(result).toMatchObject({ status: 'Error' });
			expect(result.message).toMatch(/signature/);
		},
	);

	it('fails where the bot does not accept the address of n8n', async () => {
		const { feishu: chat } = await open({ allowedIps: ['203.0.113.9'] });
		expect((await save(chat.url)).message).toMatch(/IP/);
	});

	it.each([
		['https://open.feishu.cn/open-apis/bot/hook/abc', /old form/],
		['http://open.feishu.cn/open-apis/bot/v2/hook/abc', /https/],
	])('fails for %s before anything is sent', async (url, expected) => {
		const result = await save(url);
		expect(result).toMatchObject({ status: 'Error' });
		expect(result.message).toMatch(expected);
	});

	it.each(['<html>welcome</html>', '{"ok":true}'])('fails when %s answers', async (body) => {
		const server = createServer((_request, response) => response.end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		closers.push(async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		});
		const { port } = server.address() as AddressInfo;
		const result = await save(`http://127.0.0.1:${port}/open-apis/bot/v2/hook/abc`);
		expect(result).toMatchObject({ status: 'Error' });
		expect(result.message).toMatch(/did not come from Feishu/);
	});

	it('may be used by the Feishu Bot node only', () => {
		expect(new FeishuBotApi().restrictToSupportedNodes).toBe(true);
	});
});
