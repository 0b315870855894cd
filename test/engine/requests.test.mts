import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { fetch, type RequestInit } from 'undici';

import { AlibabaCom } from '../../nodes/AlibabaCom/AlibabaCom.node.ts';
import { findOperation } from '../../nodes/AlibabaCom/actions/catalog.ts';
import { PROFILES } from '../../nodes/AlibabaCom/profile.ts';
import { AliExpress } from '../../nodes/AliExpress/AliExpress.node.ts';
import { TRIGGER_EVENTS } from '../../nodes/AliExpress/trigger/events/events.ts';
import { FeishuBot } from '../../nodes/FeishuBot/FeishuBot.node.ts';
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
let sandbox: Sandbox;

beforeAll(async () => {
	diversion = await openDiversion(REDIRECTS);
	sandbox = await startSandbox({ apps: [APP] });
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

const valuesOf = ({ options = [] }: INodeProperties): string[] =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));

/** Every operation that a node offers. */
function operationsOf({ properties }: INodeTypeDescription): Array<[string, string]> {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap((property) => {
			const resources = property.displayOptions?.show?.resource ?? [];
			return resources.flatMap((resource) =>
				valuesOf(property).map((operation): [string, string] => [String(resource), operation]),
			);
		});
}

const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const ID = '1005000000000001';
/** What the fields of all operations can be filled with; each operation takes those that it has. */
const FILLED_IN: INodeParameters = {
	orderId: locator('8100000000000001'),
	orderIds: '8100000000000001',
	disputeId: '7100000000000001',
	productId: locator(ID),
	productIds: ID,
	categoryId: locator('15'),
	promotionId: '6100000000000001',
	method: 'aliexpress.trade.seller.orderlist.get',
	trackingNumber: 'LP00000000000001',
	country: 'US',
	quantity: 3,
	price: 10,
	weight: 1,
	length: 1,
	width: 1,
	height: 1,
	limit: 1,
	freightTemplateId: locator('1'),
	templateId: locator('1'),
	term: 'lamp',
	companyId: 'company',
	text: 'Hello',
	title: 'Hello',
	card: '{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"Hello"}]}}',
	order: '{"orderId":"8100000000000001"}',
	review: '{"orderId":"8100000000000001","stars":1}',
};

/** What was sent has to have been sent, and the reason for nothing is told by whatever stopped it. */
function expectSent(sent: Arrival[], execution: Execution): void {
	const reason = `${execution.error?.message}: ${JSON.stringify(execution.error)}`;
	expect(sent.length > 0 ? 'sent' : reason).toBe('sent');
}

describe('what is sent with', () => {
	const aliExpress = operationsOf(new AliExpress().description)
		// Asks the counter alone.
		.filter(([resource]) => resource !== 'quota');

	it.each(aliExpress)('AliExpress %s %s', async (resource, operation) => {
		const parameters = { authentication: 'accessToken', ...FILLED_IN, resource, operation };
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

	it.each(Object.keys(new AliExpress().methods.listSearch))('the look-up %s', async (method) => {
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
		const parameters = { authentication: 'accessToken', events: [event] };
		const credential: [string, string] = ['aliExpressApi', 'pasted'];
		const [sent, execution] = await sending(() => run('aliExpressTrigger', parameters, credential));
		expectSent(sent, execution);
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

	const alibaba = operationsOf(new AlibabaCom().description).flatMap(([resource, operation]) =>
		(findOperation(resource, operation)?.profiles ?? []).map(
			(profile): [string, string, string] => [resource, operation, profile],
		),
	);

	it.each(alibaba)('Alibaba.com %s %s of %s', async (resource, operation, profile) => {
		const ids = { productId: ID, orderId: ID, categoryId: '15' };
		const parameters = { ...FILLED_IN, ...ids, resource, operation };
		const credential: [string, string] = ['alibabaComApi', profile];
		const [sent, execution] = await sending(() => run('alibabaCom', parameters, credential));
		expectSent(sent, execution);
	});

	it.each(['get', 'getInventory'])('Alibaba.com product %s, as a buyer', async (operation) => {
		const options = { view: 'buyer' };
		const parameters = { resource: 'product', operation, productId: ID, options };
		const credential: [string, string] = ['alibabaComApi', 'openPlatform'];
		const [sent] = await sending(() => run('alibabaCom', parameters, credential));
		expect(sent.map(({ method }) => method)).toEqual(['GET']);
	});

	it.each(operationsOf(new FeishuBot().description))('Feishu Bot %s %s', async (_, operation) => {
		const parameters = { ...FILLED_IN, resource: 'message', operation };
		const credential: [string, string] = ['feishuBotApi', 'feishu'];
		const [sent, execution] = await sending(() => run('feishuBot', parameters, credential));
		expectSent(sent, execution);
	});

	it.each(['pasted', 'codeOnly', 'refreshOnly', 'alibabaRefresh', 'feishu', ...PROFILES])(
		'the test of the credential %s, with every kind of redirect',
		async (credential) => {
			for (const _ of REDIRECTS) {
				const [sent, { status }] = await sending(() => host.testCredential(credential));
				expect([status, sent.length]).toEqual(['Error', 1]);
			}
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
