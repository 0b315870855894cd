import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import type { Host, HostOptions } from './harness/host.mts';
import { createHost } from './harness/host.mts';
import type { WorkflowJson } from './harness/types.mts';

type StandIn = (request: {
	method: string;
	path: string;
	headers: Record<string, unknown>;
	body: string;
}) => { status?: number; json: unknown };

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

const openHost = async (options: HostOptions = {}): Promise<Host> => {
	const host = await createHost({
		packageRoot: join(process.cwd(), 'test/engine/harness/fixturePackage'),
		nodesBaseRoot: join(process.cwd(), '.cache/node_modules/n8n-nodes-base'),
		...options,
	});
	closers.push(host.close);
	return host;
};

const startStandIn = async (answer: StandIn): Promise<string> => {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { status = 200, json } = answer({
				method: request.method ?? '',
				path: request.url ?? '',
				headers: request.headers,
				body: Buffer.concat(chunks).toString('utf8'),
			});
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(async () => {
		server.closeAllConnections();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const workflow = (
	nodes: Array<{
		name: string;
		type: string;
		typeVersion?: number;
		parameters?: INodeParameters;
		credential?: string;
	}>,
): WorkflowJson => ({
	id: 'workflow',
	name: 'Test',
	nodes: nodes.map(({ name, type, typeVersion = 1, parameters = {}, credential }, index) => ({
		name,
		type,
		typeVersion,
		parameters,
		position: [index * 200, 0],
		...(credential === undefined
			? {}
			: { credentials: { [credential]: { id: credential, name: credential } } }),
	})),
	connections: Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index]!.name,
				{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
			]),
	),
});

const set = (name: string, value: string) => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: { assignments: [{ id: '1', name: 'seen', value, type: 'string' }] },
		options: {},
	},
});
const trigger = (parameters: INodeParameters = {}) => ({
	name: 'Trigger',
	type: 'n8n-nodes-fixture.fixtureTrigger',
	parameters: { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
});
const bridge = {
	name: 'Bridge',
	type: 'n8n-nodes-fixture.fixtureBridgeTrigger',
	parameters: { path: 'shop/bridge' },
};
const action = (show: string, credential: string, url = '') => ({
	name: 'Fixture',
	type: 'n8n-nodes-fixture.fixtureAction',
	parameters: { show, url },
	credential,
});

const post = async (url: string, body: string, contentType: string): Promise<Response> =>
	await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } });
const postJson = async (url: string, json: unknown = {}): Promise<Response> =>
	await post(url, JSON.stringify(json), 'application/json');

describe('running a workflow', () => {
	it("runs n8n's own nodes and pairs every item with the one it came from", async () => {
		const host = await openHost();
		const run = await host.runWorkflow(
			workflow([set('First', '={{ $json.n }}'), set('Second', 'x')]),
			{
				inputData: [{ json: { n: 1 } }, { json: { n: 2 } }],
			},
		);
		expect(run.status).toBe('success');
		const items = run.runData.First?.[0]?.data?.main?.[0];
		expect(items?.map(({ json }) => json.seen)).toEqual(['1', '2']);
		expect(items?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(Object.keys(run.runData)).toEqual(['First', 'Second']);
	});

	it('lets the Zammad node create a ticket with its credential', async () => {
		const seen: string[] = [];
		const address = await startStandIn(({ method, path, headers, body }) => {
			seen.push(`${method} ${path} ${String(headers.authorization)}`);
			return { json: method === 'POST' ? { id: 7, ...JSON.parse(body) } : [] };
		});
		const host = await openHost({
			credentials: {
				zammadTokenAuthApi: {
					type: 'zammadTokenAuthApi',
					data: { baseUrl: address, accessToken: 'secret' },
				},
			},
		});
		const zammad = {
			name: 'Zammad',
			type: 'n8n-nodes-base.zammad',
			parameters: {
				authentication: 'tokenAuth',
				resource: 'ticket',
				operation: 'create',
				title: '={{ $json.title }}',
				group: 'Users',
				customer: 'a@b.example',
				article: {
					articleDetails: [{ visibility: 'internal', subject: 's', body: 'b', type: 'note' }],
				},
			},
			credential: 'zammadTokenAuthApi',
		};
		const run = await host.runWorkflow(workflow([zammad]), {
			inputData: [{ json: { title: 'Bad review' } }],
		});
		expect(run.error).toBeUndefined();
		expect(run.runData.Zammad?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			id: 7,
			title: 'Bad review',
		});
		expect(seen[0]).toBe('POST /api/v1/tickets Token token=secret');
	});

	it('reports a failing node in the result', async () => {
		const host = await openHost();
		const run = await host.runWorkflow(workflow([action('credential', 'fixtureOAuth2Api')]));
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('does not exist');
	});
});

describe('polling', () => {
	it('polls at activation, then at each tick, and runs the workflow on what was emitted', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger(), set('Set', '={{ $json.polls }}')]));
		expect(active.firstPolls.Trigger?.emitted?.[0]?.[0]?.json.activation).toBe('activate');
		const { execution } = await active.poll();
		expect(execution?.runData.Set?.[0]?.data?.main?.[0]?.[0]?.json.seen).toBe('2');
		expect(host.executions.map(({ status }) => status)).toEqual(['success', 'success']);
	});

	it('saves state only when something is emitted', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger({ silentAt: 2 })]));
		expect((await active.poll()).emitted).toBeNull();
		expect(active.savedStaticData()).toEqual({ global: { polls: 1 } });
		await active.poll();
		expect(active.savedStaticData()).toEqual({ global: { polls: 3 } });
	});

	it('records what a poll throws, keeps its changes in memory and goes on', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger({ throwAt: 2 })]));
		const outcome = await active.poll();
		expect(outcome.error?.message).toBe('the poll threw');
		expect(host.executions.at(-1)).toMatchObject({ status: 'error', startedBy: 'Trigger' });
		expect((await active.poll()).emitted?.[0]?.[0]?.json.polls).toBe(3);
	});

	it('refuses an activation whose first poll throws', async () => {
		const host = await openHost();
		await expect(host.activate(workflow([trigger({ throwAt: 1 })]))).rejects.toThrow(
			'There was a problem activating the workflow: "the poll threw"',
		);
		expect(host.executions).toHaveLength(0);
	});

	it('forgets module memory in a restart and goes on from what was saved', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger({ silentAt: 3 })]));
		await active.poll();
		await active.poll();
		await host.restart({ firstPoll: false });
		const { emitted } = await active.poll();
		expect(emitted).toBeNull();
		const next = await active.poll();
		expect(next.emitted?.[0]?.[0]?.json).toEqual({ polls: 4, inMemory: 2, activation: 'init' });
	});

	it('can go on while an execution runs, and waits for it when idle', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger(), set('Set', 'x')]), {
			firstPoll: false,
		});
		const outcome = await active.poll('Trigger', { inBackground: true });
		expect(outcome.execution).toBeUndefined();
		expect(host.executions[0]?.status).toBe('running');
		await host.idle();
		expect(host.executions[0]?.status).toBe('success');
	});

	it('runs what a node starts itself, saves what it wrote before, and tells how it ended', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger({ startsItself: true })]), {
			firstPoll: false,
		});
		const outcome = await active.poll();
		expect(outcome.emitted).toBeNull();
		expect(outcome.handedOut?.map(({ status }) => status)).toEqual(['success']);
		expect(active.savedStaticData()).toEqual({ global: { polls: 1 } });
		await active.poll();
		// The receipt of the first one is saved with the second.
		expect(active.savedStaticData()).toEqual({ global: { polls: 2, ended: 'success' } });
		const lost = await active.poll('Trigger', { killed: { after: 0, when: 'beforeStart' } });
		expect(lost.handedOut).toBeUndefined();
		expect(host.executions).toHaveLength(2);
	});

	it('can lose an execution after the state was saved, as a kill does', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([trigger()]), { firstPoll: false });
		const outcome = await active.poll('Trigger', { loseExecution: true });
		expect(outcome.execution).toBeUndefined();
		expect(host.executions).toHaveLength(0);
		expect(active.savedStaticData()).toEqual({ global: { polls: 1 } });
	});
});

describe('webhooks', () => {
	it('serves full paths made by expressions and hands over body, raw bytes and query', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		expect(active.webhookUrls()).toContain(`${host.baseUrl}/webhook/shop/bridge/token`);
		const url = `${host.baseUrl}/webhook/shop/bridge/echo?a=1`;
		const json = await post(url, '{"id": 12345678901234567890}', 'application/json; charset=utf-8');
		expect(await json.json()).toMatchObject({
			raw: '{"id": 12345678901234567890}',
			query: { a: '1' },
			mode: 'webhook',
		});
		const form = await post(url, 'x=1&y=a+b', 'application/x-www-form-urlencoded');
		expect(((await form.json()) as { body: unknown }).body).toEqual({ x: '1', y: 'a b' });
		expect((await post(url, '{', 'application/json')).status).toBe(422);
		expect(host.executions).toHaveLength(0);
	});

	it('saves static data before it answers and finds it again after a restart', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		const url = `${host.baseUrl}/webhook/shop/bridge/count`;
		await postJson(url);
		expect(await (await postJson(url)).json()).toEqual({ saved: 2, inMemory: 2 });
		expect(active.savedStaticData()).toEqual({ global: { count: 2 } });
		await host.restart();
		expect(await (await postJson(url)).json()).toEqual({ saved: 3, inMemory: 1 });
	});

	it('saves nothing and says so to the node when the test URL is called', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		const base = `${host.baseUrl}/webhook-test/shop/bridge`;
		expect(await (await postJson(`${base}/echo`)).json()).toMatchObject({ mode: 'manual' });
		await postJson(`${base}/count`);
		expect(active.savedStaticData()).toEqual({});
	});

	it('starts an execution for workflowData and none for an answer', async () => {
		const host = await openHost();
		await host.activate(workflow([bridge, set('Set', '={{ $json.n }}')]));
		const base = `${host.baseUrl}/webhook/shop/bridge`;
		expect(await (await postJson(`${base}/empty`)).json()).toEqual({
			message: 'Webhook call received',
		});
		const self = await postJson(`${base}/self`);
		expect([self.status, await self.text()]).toEqual([202, 'answered by the node']);
		expect(host.executions).toHaveLength(0);
		// n8n's word for "the first item", unless the description of the webhook says otherwise.
		expect(await (await postJson(`${base}/start`, { n: 5 })).text()).toBe('firstEntryJson');
		await host.idle();
		expect(host.executions[0]?.runData.Set?.[0]?.data?.main?.[0]?.[0]?.json.seen).toBe('5');
	});

	it('forgets what was written in a request that starts an execution, but for the first one', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		const base = `${host.baseUrl}/webhook/shop/bridge`;
		// So far nothing was saved, so there is no object that two workflows could share.
		await postJson(`${base}/start`);
		expect(active.savedStaticData()).toEqual({ global: { started: 1 } });
		await postJson(`${base}/start`);
		await postJson(`${base}/start`);
		await host.idle();
		expect(active.savedStaticData()).toEqual({ global: { started: 1 } });
		await postJson(`${base}/count`);
		expect(active.savedStaticData()).toEqual({ global: { started: 1, count: 1 } });
	});

	it('answers 500 to a throw, records a failed execution and saves nothing', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		const response = await postJson(`${host.baseUrl}/webhook/shop/bridge/throw`);
		expect(response.status).toBe(500);
		expect(await response.text()).not.toContain('the node threw');
		expect(host.executions[0]).toMatchObject({ status: 'error', startedBy: 'Bridge' });
		expect(active.savedStaticData()).toEqual({});
	});

	it('knows no path of a workflow that is not active, and gives a path to one workflow only', async () => {
		const host = await openHost();
		const active = await host.activate(workflow([bridge]));
		await expect(host.activate({ ...workflow([bridge]), id: 'other' })).rejects.toThrow('taken');
		expect((await postJson(`${host.baseUrl}/webhook/shop/bridge/count`)).status).toBe(200);
		await active.deactivate();
		expect((await postJson(`${host.baseUrl}/webhook/shop/bridge/count`)).status).toBe(404);
		expect((await postJson(`${host.baseUrl}/webhook/elsewhere`)).status).toBe(404);
	});
});

describe('credentials', () => {
	const openShop = async (): Promise<Host> => {
		const host = await openHost({
			credentials: {
				fixtureOAuth2Api: {
					type: 'fixtureOAuth2Api',
					data: { clientId: 'key', clientSecret: 'secret', bridge: '', authUrl: 'http://evil' },
				},
			},
		});
		host.editCredential('fixtureOAuth2Api', {
			...host.storedCredential('fixtureOAuth2Api'),
			bridge: `${host.baseUrl}/webhook/shop/bridge`,
		});
		await host.activate(workflow([bridge]));
		return host;
	};
	const consent = async (authorizeUrl: string): Promise<string> => {
		const url = new URL(authorizeUrl);
		const back = new URL(url.searchParams.get('redirect_uri') ?? '');
		back.searchParams.set('code', url.searchParams.get('client_id') === 'key' ? 'good' : 'bad');
		back.searchParams.set('state', url.searchParams.get('state') ?? '');
		return back.toString();
	};

	it('resolves defaults and expressions and lets no stored value replace a hidden field', async () => {
		const host = await openShop();
		const run = await host.runWorkflow(workflow([action('credential', 'fixtureOAuth2Api')]));
		expect(run.runData.Fixture?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
			accessTokenUrl: `${host.baseUrl}/webhook/shop/bridge/token`,
			authUrl: 'https://shop.example/authorize?app=1',
			shop: 'default shop',
		});
	});

	it('connects an account through a token endpoint that the same n8n serves, then refreshes it', async () => {
		const host = await openShop();
		let visited = '';
		const stored = await host.connect('fixtureOAuth2Api', async (url) => {
			visited = url;
			return await consent(url);
		});
		expect(visited).toContain('force_auth=true');
		expect(stored).toMatchObject({
			access_token: 'access-1',
			asked: {
				grant_type: 'authorization_code',
				code: 'good',
				client_id: 'key',
				client_secret: 'secret',
				redirect_uri: `${host.baseUrl}/rest/oauth2-credential/callback`,
			},
		});
		expect(Number(stored.n8n_expires_at)).toBeGreaterThan(Date.now());

		const refresh = workflow([action('refreshed', 'fixtureOAuth2Api')]);
		const runs = await Promise.all([host.runWorkflow(refresh), host.runWorkflow(refresh)]);
		expect(runs.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(host.storedCredential('fixtureOAuth2Api').oauthTokenData).toMatchObject({
			access_token: 'access-2',
			asked: { grant_type: 'refresh_token', refresh_token: 'refresh-1' },
		});
	});

	it("shows the token endpoint's own error and refuses a foreign state", async () => {
		const host = await openShop();
		await expect(
			host.connect('fixtureOAuth2Api', async (url) => (await consent(url)).replace('good', 'bad')),
		).rejects.toThrow();
		await expect(
			host.connect('fixtureOAuth2Api', async (url) =>
				(await consent(url)).replace(/state=[^&]+/, 'state=x'),
			),
		).rejects.toThrow('state is invalid');
		expect(host.storedCredential('fixtureOAuth2Api').oauthTokenData).toBeUndefined();
	});

	it('keeps a restricted credential from nodes of other packages', async () => {
		const foreign: INodeType = {
			description: {
				displayName: 'Foreign',
				name: 'foreign',
				group: ['transform'],
				version: 1,
				description: '',
				defaults: { name: 'Foreign' },
				inputs: ['main'],
				outputs: ['main'],
				credentials: [{ name: 'fixtureOAuth2Api' }],
				properties: [],
			},
			async execute() {
				return [[{ json: await this.getCredentials('fixtureOAuth2Api') }]];
			},
		};
		const host = await openHost({
			extraNodes: { 'foreign.foreign': foreign },
			credentials: { fixtureOAuth2Api: { type: 'fixtureOAuth2Api', data: { clientId: 'key' } } },
		});
		const node = { name: 'Foreign', type: 'foreign.foreign', credential: 'fixtureOAuth2Api' };
		const run = await host.runWorkflow(workflow([node]));
		expect(run.error?.message).toContain('restricted to specific nodes');
	});

	it('runs preAuthentication when the token is missing or refused and saves its output', async () => {
		let tokens = 0;
		const address = await startStandIn(({ path, headers }) => {
			if (path === '/token') {
				tokens += 1;
				return { json: { token: `token-${tokens}` } };
			}
			const isGood = headers['x-token'] === `token-${tokens}` && tokens !== 1;
			return { status: isGood ? 200 : 401, json: { token: headers['x-token'] } };
		});
		const host = await openHost({
			credentials: {
				fixtureTokenApi: { type: 'fixtureTokenApi', data: { baseUrl: address, token: '' } },
			},
		});
		const request = workflow([action('request', 'fixtureTokenApi', `${address}/me`)]);
		const run = await host.runWorkflow(request);
		expect(run.runData.Fixture?.[0]?.data?.main?.[0]?.[0]?.json).toEqual({ token: 'token-2' });
		expect(host.storedCredential('fixtureTokenApi').token).toBe('token-2');
		await host.runWorkflow(request);
		expect(tokens).toBe(2);

		expect(await host.testCredential('fixtureTokenApi')).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		// n8n 2.41.1 means to run the hook for a test too, but looks for its test node by another name.
		expect(host.storedCredential('fixtureTokenApi').token).toBe('token-2');
	});

	it('fills a drop-down with what the list search of a node returns', async () => {
		const host = await openShop();
		const { results } = await host.searchList({
			nodeType: 'n8n-nodes-fixture.fixtureAction',
			method: 'searchThings',
			credentials: { fixtureOAuth2Api: { id: 'fixtureOAuth2Api', name: '' } },
			filter: 'shoes',
		});
		expect(results).toEqual([{ name: 'shoes of key', value: 'shoes' }]);
	});
});
