import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { fetch, type RequestInit } from 'undici';

import { AlibabaComApi } from '../../credentials/AlibabaComApi.credentials.ts';
import { AliExpressApi } from '../../credentials/AliExpressApi.credentials.ts';
import { FeishuAppApi } from '../../credentials/FeishuAppApi.credentials.ts';
import { FeishuBotApi } from '../../credentials/FeishuBotApi.credentials.ts';
import { findOperation } from '../../nodes/AlibabaCom/actions/catalog.ts';
import { PROFILES } from '../../nodes/AlibabaCom/profile.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { TRIGGER_EVENTS } from '../../nodes/AliExpress/trigger/events/events.ts';
import { ALIBABA_COM } from '../operations/alibabaCom.mts';
import { ALIEXPRESS, WORLD, worldOf, type World } from '../operations/aliExpress.mts';
import { FEISHU_BOT } from '../operations/feishuBot.mts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { openDiversion, type Arrival, type Diversion } from './diversion.mts';
import { APP, credentialsFor, SECRETS } from './everyCredential.mts';
import { createHost, type Host } from './harness/host.mts';
import { importTemplate } from './harness/templates.mts';
import type { Execution } from './harness/types.mts';

// Every operation runs once in n8n's engine, on the real clock.
jest.setTimeout(120_000);

/** Redirects of every kind; 307 and 308 carry the body along. */
const REDIRECTS = [307, 308, 302, 301, 303];

let diversion: Diversion;
let host: Host;
/** Signs push messages, and names what is asked about; nothing is asked of it. */
let sandbox: Sandbox;
let world: World;

beforeAll(async () => {
	diversion = await openDiversion(REDIRECTS);
	sandbox = await startSandbox({ ...WORLD, apps: [APP] });
	world = worldOf(sandbox, Date.now());
	host = await createHost({ credentials: credentialsFor(diversion.url) });
});
afterAll(async () => {
	await host.close();
	await sandbox.close();
	await diversion.close();
});

/** Runs something. Resolves to the requests that reached the diverted host, and to its result. */
async function sending<T>(work: () => Promise<T>): Promise<[Arrival[], T]> {
	const before = diversion.arrivals.length;
	const result = await work();
	return [diversion.arrivals.slice(before), result];
}

/** Posts something, and resolves to the status of the answer. */
async function posted(url: string, init: RequestInit): Promise<number> {
	const response = await fetch(url, { method: 'POST', ...init });
	await response.arrayBuffer();
	return response.status;
}

async function run(
	type: string,
	parameters: INodeParameters,
	credential: [type: string, id: string],
): Promise<Execution> {
	const [name, id] = credential;
	const node = {
		name: 'Node',
		type: `n8n-nodes-aliexpress.${type}`,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { [name]: { id, name: id } },
	};
	return await host.runWorkflow({ name: 'Requests', nodes: [node], connections: {} });
}

/** What was sent has to have been sent, and the reason for nothing is told by whatever stopped it. */
function expectSent(sent: Arrival[], execution: Execution): void {
	const reason = `${execution.error?.message}: ${JSON.stringify(execution.error)}`;
	expect(sent.length > 0 ? 'sent' : reason).toBe('sent');
}

describe('what is sent with', () => {
	// The quota asks the counter alone.
	const reads = ALIEXPRESS.filter(({ resource }) => resource !== 'quota');

	it.each(reads)('AliExpress $resource $operation', async (example) => {
		const { resource, operation } = example;
		const own = example.parameters?.(world) as INodeParameters;
		const parameters = { authentication: 'accessToken', resource, operation, ...own };
		const credential: [string, string] = ['aliExpressApi', 'pasted'];
		const [sent, execution] = await sending(() => run('aliExpress', parameters, credential));
		expectSent(sent, execution);
	});

	it('AliExpress with the Connect button', async () => {
		const parameters = { resource: 'order', operation: 'getAll' };
		const credential: [string, string] = ['aliExpressOAuth2Api', 'oauth2'];
		const [sent, execution] = await sending(() => run('aliExpress', parameters, credential));
		expectSent(sent, execution);
	});

	it('the call counter of the bridge', async () => {
		for (const operation of ['getStatus', 'getAll']) {
			const resource = operation === 'getStatus' ? 'quota' : 'order';
			const parameters = { authentication: 'accessToken', resource, operation };
			const credential: [string, string] = ['aliExpressApi', 'counted'];
			const [sent] = await sending(() => run('aliExpress', parameters, credential));
			// Not counted, so nothing went to the gateway.
			expect(sent.map(({ target }) => target)).toEqual(['/webhook/elsewhere/ledger']);
		}
	});

	// Countries and languages are known without asking anybody.
	const asking = Object.keys(new AliExpress().methods.listSearch).filter(
		(method) => !/^search(Countries|Languages)$/.test(method),
	);
	it.each(asking)('the look-up %s', async (method) => {
		const [sent] = await sending(async () => {
			const request = {
				nodeType: 'n8n-nodes-aliexpress.aliExpress',
				method,
				parameters: { authentication: 'accessToken' },
				credentials: { aliExpressApi: { id: 'pasted', name: 'pasted' } },
			};
			await expect(host.searchList(request)).rejects.toThrow('something that is no result');
		});
		expect(sent).toHaveLength(1);
	});

	it.each(TRIGGER_EVENTS)('the sample of %s', async (event) => {
		const watchedProducts = '1005000000000001';
		const parameters = { authentication: 'accessToken', events: [event], watchedProducts };
		const credential: [string, string] = ['aliExpressApi', 'pasted'];
		const [sent, execution] = await sending(() => run('aliExpressTrigger', parameters, credential));
		// The counter is asked within the process.
		if (event === 'quota.low') expect([sent, execution.error]).toEqual([[], undefined]);
		else expectSent(sent, execution);
	});

	it('the order that a push message is about', async () => {
		const node = {
			name: 'Push',
			type: 'n8n-nodes-aliexpress.aliExpressPushTrigger',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			webhookId: randomUUID(),
			parameters: { authentication: 'accessToken', readBack: true },
			credentials: { aliExpressApi: { id: 'pasted', name: 'pasted' } },
		};
		const push = await host.activate({ name: 'Push', nodes: [node], connections: {} });
		const before = host.executions.length;
		const data = { orderId: 8_100_000_000_000_001, orderStatus: 'PaymentAuthorized' };
		const { headers, body } = sandbox.push.request({ data });
		const [sent, status] = await sending(async () => {
			const init = { headers, body: new Uint8Array(body) };
			const status = await posted(push.webhookUrls()[0] ?? '', init);
			// Answered before the order is read, when that takes long.
			while (host.executions.length === before) await sleep(10);
			await host.idle();
			return status;
		});
		await push.deactivate();
		expect(status).toBe(200);
		expect(sent).toHaveLength(1);
	});

	const ofProfiles = ALIBABA_COM.flatMap((example) =>
		(findOperation(example.resource, example.operation)?.profiles ?? []).map((profile) => ({
			...example,
			profile,
		})),
	);

	it.each(ofProfiles)('Alibaba.com $resource $operation of $profile', async (example) => {
		const { resource, operation, profile } = example;
		const own = example.parameters?.({ sandbox, profile }) as INodeParameters;
		const credential: [string, string] = ['alibabaComApi', profile];
		const parameters = { resource, operation, ...own };
		const [sent, execution] = await sending(() => run('alibabaCom', parameters, credential));
		expectSent(sent, execution);
	});

	it.each(['get', 'getInventory'])('Alibaba.com product %s, as a buyer', async (operation) => {
		const options = { view: 'buyer' };
		const parameters = { resource: 'product', operation, productId: '1005000000000001', options };
		const credential: [string, string] = ['alibabaComApi', 'openPlatform'];
		const [sent] = await sending(() => run('alibabaCom', parameters, credential));
		expect(sent.map(({ method }) => method)).toEqual(['GET']);
	});

	it.each(FEISHU_BOT)('Feishu Bot $resource $operation', async (example) => {
		const { resource, operation } = example;
		const own = example.parameters?.() as INodeParameters;
		const isApp = resource === 'appCard';
		const credential: [string, string] = isApp
			? ['feishuAppApi', 'feishuApp']
			: ['feishuBotApi', 'feishu'];
		const parameters = { resource, operation, ...own };
		const [sent, execution] = await sending(() => run('feishuBot', parameters, credential));
		expectSent(sent, execution);
	});

	it.each([
		'pasted',
		'codeOnly',
		'refreshOnly',
		'alibabaRefresh',
		'feishu',
		'feishuApp',
		...PROFILES,
	])('the test of the credential %s, with every kind of redirect', async (credential) => {
		for (const _ of REDIRECTS) {
			const [sent, { status }] = await sending(() => host.testCredential(credential));
			expect([status, sent.length]).toEqual(['Error', 1]);
		}
	});

	// Sent only after a test that passed, which none does here.
	it.each([new AliExpressApi(), new AlibabaComApi(), new FeishuAppApi(), new FeishuBotApi()])(
		'the request that n8n itself makes for a test',
		({ test }) => {
			expect(test.request.disableFollowRedirect).toBe(true);
		},
	);

	it('the exchange of a code by the bridge, and the renewal of its token', async () => {
		const template = importTemplate('aliexpress-connect', { aliExpressOAuth2Api: 'oauth2' });
		const bridge = await host.activate(template);
		const bridgeUrl = `${host.baseUrl}/webhook/aliexpress-connect`;
		for (const [grant_type, given, value] of [
			['authorization_code', 'code', SECRETS.code],
			['refresh_token', 'refresh_token', SECRETS.refreshToken],
		] as const) {
			const client = { client_id: APP.appKey, client_secret: APP.appSecret };
			const form = new URLSearchParams({ grant_type, [given]: value, ...client });
			const [sent, status] = await sending(() => posted(bridgeUrl, { body: form }));
			expect(status).toBe(400);
			expect(sent).toHaveLength(1);
		}
		await bridge.deactivate();
	});
});

describe('of all these requests', () => {
	/** Reads of the buyer's side, which the platform takes as GET alone: with the token in the address. */
	const isForcedByPlatform = ({ method, target }: Arrival) =>
		method === 'GET' && target.startsWith('/eco/buyer/');

	it('there were as many as there are kinds', () => {
		const kinds = new Set(diversion.arrivals.map(({ method, target }) => `${method} ${target}`));
		expect(kinds.size).toBeGreaterThan(15);
		expect(diversion.arrivals.filter(isForcedByPlatform).length).toBeGreaterThan(0);
	});

	it('none followed a redirect', () => {
		expect(diversion.followed).toEqual([]);
	});

	it('none went to a host that no credential names', () => {
		const known = [diversion.url, host.baseUrl].map((url) => new URL(url).host);
		expect(diversion.connections).toContain(known[0]);
		expect([...diversion.connections].filter((place) => !known.includes(place))).toEqual([]);
	});

	it('none had a secret in its address', () => {
		const seen = diversion.arrivals.filter((arrival) => !isForcedByPlatform(arrival));
		const secrets = Object.values(SECRETS);
		const told = seen.filter(({ target }) => secrets.some((one) => target.includes(one)));
		expect(told.map(({ target }) => target)).toEqual([]);
	});

	it('none carried a key with which others are signed', () => {
		const keys = [SECRETS.appSecret, SECRETS.botSecret];
		const told = diversion.arrivals.filter((arrival) =>
			keys.some((key) => JSON.stringify(arrival).includes(key)),
		);
		expect(told).toEqual([]);
	});
});
