import { createHmac, randomUUID } from 'node:crypto';
import { fetch, type RequestInit } from 'undici';

import { fixedLimits, OAUTH2, openStage, PASTED, type Stage } from './bridge.mts';
import { followConsent } from './harness/connect.mts';
import { withCredentials } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

let stage: Stage;
let open: Stage | undefined;

/** Opens the stage of a test; it is closed afterwards also when the test fails. */
async function openForTest(...options: Parameters<typeof openStage>): Promise<Stage> {
	open = await openStage(...options);
	return open;
}

afterEach(async () => {
	await open?.close();
	open = undefined;
});

const CREDENTIAL_OF = {
	oAuth2: { aliExpressOAuth2Api: OAUTH2 },
	accessToken: { aliExpressApi: PASTED },
};

function readOrders(authentication: 'oAuth2' | 'accessToken' = 'oAuth2'): WorkflowJson {
	const workflow: WorkflowJson = {
		name: 'Read orders',
		nodes: [
			{
				name: 'AliExpress',
				type: 'n8n-nodes-aliexpress.aliExpress',
				typeVersion: 1,
				position: [0, 0],
				parameters: { authentication, resource: 'order', operation: 'getAll', limit: 5 },
			},
		],
		connections: {},
	};
	return withCredentials(workflow, CREDENTIAL_OF[authentication]);
}

function itemsOf(run: Execution): unknown[] {
	if (run.error) throw run.error;
	return (run.runData.AliExpress?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
}

function tokenForm(fields: Record<string, string>): RequestInit {
	return { method: 'POST', body: new URLSearchParams(fields) };
}

async function answerOf(url: string, init: RequestInit) {
	const response = await fetch(url, init);
	return { status: response.status, text: await response.text() };
}

/** A ledger request, signed with whatever secret the test chooses. */
function ledgerPost(
	secret: string,
	request: Record<string, unknown>,
	atMs = Date.now(),
): RequestInit {
	const body = JSON.stringify({ requestId: randomUUID(), atMs, ...request });
	const signature = createHmac('sha256', secret).update('ledger\n').update(body).digest('hex');
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-aliexpress-ledger-signature': signature },
		body,
	};
}

const RESERVE = { operation: 'reserve', id: 'r1', account: 'A', purpose: 'action', spender: 'W' };
const STATUS = { operation: 'status', account: 'A' };

describe('Connect', () => {
	it('stores tokens, seller and absolute expiry, and orders can be read', async () => {
		stage = await openForTest();
		const token = await stage.connect();
		expect(token).toMatchObject({
			token_type: 'bearer',
			expires_in: 2_592_000,
			seller_id: '2000000001',
			account: 'Seller 2000000001',
		});
		const monthMs = Number(token.expires_at_ms) - Date.now();
		expect(Math.abs(monthMs - 30 * 86_400_000)).toBeLessThan(60_000);
		expect(JSON.stringify(token)).not.toContain('@');

		const order = stage.sandbox.shop.placeOrder();
		const items = itemsOf(await stage.host.runWorkflow(readOrders()));
		expect(items).toEqual([expect.objectContaining({ orderId: String(order.id) })]);
		// One token call and one list call, both counted by the bridge and by the platform alike.
		expect(stage.sandbox.log.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
		const saved = JSON.stringify(stage.bridge.savedStaticData());
		expect(saved).toMatch(/"aliExpressQuota:[0-9a-f]{16}":\{"version":2/);
		expect(saved).not.toContain(stage.sandbox.app.appSecret);
	});

	it('an empty shop reads as no orders', async () => {
		stage = await openForTest();
		await stage.connect();
		expect(itemsOf(await stage.host.runWorkflow(readOrders()))).toEqual([]);
	});

	it('refuses a buyer account and says whose login is needed', async () => {
		stage = await openForTest({ authorize: 'buyer' });
		await expect(stage.connect()).rejects.toMatchObject({
			body: { error: 'not_a_seller', error_description: expect.stringContaining('buyer account') },
		});
		expect(stage.host.storedCredential(OAUTH2)).not.toHaveProperty('oauthTokenData');
	});

	it('says that a code has expired', async () => {
		let atMs = Date.now();
		stage = await openForTest({ now: () => atMs });
		const connecting = stage.host.connect(OAUTH2, async (url) => {
			const redirect = await followConsent(url);
			atMs += 4 * 60_000;
			return redirect;
		});
		await expect(connecting).rejects.toMatchObject({
			// n8n shows words of its own for invalid_grant.
			body: {
				error: 'aliexpress_refused',
				error_description: expect.stringContaining('has expired'),
			},
		});
	});

	it('says that the secret is wrong, and spends no call on it', async () => {
		stage = await openForTest();
		const wrong = { ...stage.host.storedCredential(OAUTH2), clientSecret: 'wrong-secret' };
		stage.host.editCredential(OAUTH2, wrong);
		// The bridge carries the same credential, so it signs with the wrong secret: the platform says so.
		await expect(stage.connect()).rejects.toMatchObject({
			body: { error_description: expect.stringContaining('did not accept the signature') },
		});
	});

	it('says that the gateway cannot be reached', async () => {
		stage = await openForTest();
		const form = { grant_type: 'refresh_token', refresh_token: 'x' };
		const away = { ...stage.host.storedCredential(OAUTH2), baseUrl: 'http://127.0.0.1:9' };
		stage.host.editCredential(OAUTH2, away);
		const client = {
			client_id: stage.sandbox.app.appKey,
			client_secret: stage.sandbox.app.appSecret,
		};
		const answer = await answerOf(stage.bridgeUrl, tokenForm({ ...form, ...client }));
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('cannot be reached from this server');
	});

	it('renews the token once when AliExpress refuses it, and stores the new one', async () => {
		stage = await openForTest();
		const { access_token: first } = await stage.connect();
		stage.sandbox.expireToken(String(first));
		expect(itemsOf(await stage.host.runWorkflow(readOrders()))).toEqual([]);
		expect(stage.sandbox.log.calls.map(({ outcome }) => outcome)).toEqual([
			'ok',
			'IllegalAccessToken',
			'ok',
			'ok',
		]);
		const stored = stage.host.storedCredential(OAUTH2).oauthTokenData;
		expect(stored).not.toMatchObject({ access_token: first });
		expect(stored).toMatchObject({ seller_id: '2000000001' });
	});

	it('renews once for many at the same time', async () => {
		stage = await openForTest();
		const { access_token: first } = await stage.connect();
		stage.sandbox.expireToken(String(first));
		await Promise.all(
			[1, 2, 3].map(async () => itemsOf(await stage.host.runWorkflow(readOrders()))),
		);
		const refreshes = stage.sandbox.log.calls.filter(({ path }) =>
			path.endsWith('/auth/token/refresh'),
		);
		expect(refreshes).toHaveLength(1);
		expect(stage.sandbox.log.maxInAnySecond()).toBeLessThanOrEqual(5);
	});

	it('counts Connect and a renewal for the seller whose token it is, also after a restart', async () => {
		stage = await openForTest();
		const first = await stage.connect();
		await stage.host.restart();
		stage.sandbox.expireToken(String(first.access_token));
		itemsOf(await stage.host.runWorkflow(readOrders()));
		const saved = JSON.stringify(stage.bridge.savedStaticData());
		// While nobody knew whose code it was, it counted for all of them.
		expect(saved).toContain('"*":{"connect":{"AliExpress Connect":[1,1]}}');
		expect(saved).toContain('"2000000001":{"connect":{"AliExpress Connect":[1,0]}}');
		expect(saved).toMatch(/"2000000001":\{[^*]*"recovery":\{"AliExpress Connect":\[1,0\]\}/);
		expect(saved).not.toContain(String(first.refresh_token));
	});
});

describe('without the bridge', () => {
	it('no call leaves, and the message says what to publish', async () => {
		stage = await openForTest();
		await stage.connect();
		await stage.bridge.deactivate();
		const run = await stage.host.runWorkflow(readOrders());
		expect(run.error?.message).toBe('The bridge of this credential is not published');
		expect(run.error).toHaveProperty(
			'description',
			expect.stringContaining('Publish the workflow'),
		);
		expect(stage.sandbox.log.calls).toHaveLength(1);
	});

	it('a token that has ended is told to be a matter of the bridge', async () => {
		stage = await openForTest();
		const { access_token: token } = await stage.connect();
		const stored = stage.host.storedCredential(OAUTH2);
		const ended = { ...(stored.oauthTokenData as object), expires_at_ms: Date.now() - 1 };
		stage.host.editCredential(OAUTH2, { ...stored, oauthTokenData: ended } as never);
		await stage.bridge.deactivate();
		const run = await stage.host.runWorkflow(readOrders());
		expect(run.error?.message).toBe('The access token of AliExpress could not be renewed');
		expect(run.error).toHaveProperty('description', expect.stringContaining('Publish'));
		expect(JSON.stringify(run.error)).not.toContain(String(token));
	});

	it('an account that was never connected is told as such, and no call is spent', async () => {
		stage = await openForTest();
		const run = await stage.host.runWorkflow(readOrders());
		expect(run.error?.message).toBe('No AliExpress account is connected');
		expect(stage.sandbox.log.calls).toHaveLength(0);
	});

	it('a bridge with another app is told apart from one that is away', async () => {
		stage = await openForTest();
		await stage.connect();
		const other = {
			...stage.host.storedCredential(PASTED),
			counter: 'bridge',
			appSecret: 'another-secret',
		};
		stage.host.editCredential(PASTED, other);
		const run = await stage.host.runWorkflow(readOrders('accessToken'));
		expect(run.error?.message).toBe('The bridge does not carry this credential');
		expect(stage.sandbox.log.calls).toHaveLength(1);
	});
});

describe('strangers at the bridge', () => {
	it('get one and the same answer, reach no platform, spend nothing and start no execution', async () => {
		stage = await openForTest();
		const { appKey, appSecret } = stage.sandbox.app;
		const ledgerUrl = `${stage.bridgeUrl}/ledger`;
		const grant = { grant_type: 'authorization_code', code: 'c' };
		const json = (body: unknown): RequestInit => ({
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const attempts: Array<[string, RequestInit]> = [
			[stage.bridgeUrl, { method: 'POST' }],
			[stage.bridgeUrl, tokenForm({ ...grant })],
			[stage.bridgeUrl, tokenForm({ ...grant, client_id: appKey, client_secret: 'guess' })],
			[stage.bridgeUrl, tokenForm({ ...grant, client_id: 'guess', client_secret: appSecret })],
			[stage.bridgeUrl, tokenForm({ ...grant, client_id: appKey, client_secret: '' })],
			[stage.bridgeUrl, json({ client_id: { $ne: '' }, client_secret: ['x'] })],
			[ledgerUrl, { method: 'POST' }],
			[ledgerUrl, json(RESERVE)],
			[ledgerUrl, ledgerPost('guess', RESERVE)],
			[ledgerUrl, ledgerPost(appSecret, RESERVE, Date.now() - 6 * 60_000)],
			[ledgerUrl, ledgerPost(appSecret, RESERVE, Date.now() + 6 * 60_000)],
			[ledgerUrl, ledgerPost(appSecret, { operation: 'reset' })],
		];
		const answers = [];
		for (const [url, init] of attempts) answers.push(await answerOf(url, init));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
		expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
		expect(stage.sandbox.log.calls).toHaveLength(0);
		expect(stage.host.executions).toHaveLength(0);
		const status = await answerOf(ledgerUrl, ledgerPost(appSecret, STATUS));
		expect(JSON.parse(status.text)).toMatchObject({ used: 0, left: 200 });
	});

	it('do not have the credential read oftener than those who hold the secret', async () => {
		stage = await openForTest();
		const { appKey, appSecret } = stage.sandbox.app;
		const url = `${stage.bridgeUrl}/ledger`;
		const grant = { grant_type: 'authorization_code', code: 'c', client_id: appKey };
		const reads = async (work: () => Promise<unknown>) => {
			const before = stage.host.credentialReads();
			await work();
			return stage.host.credentialReads() - before;
		};
		// What cannot be good is refused without a look.
		const illFormed = async () => {
			await answerOf(url, { method: 'POST' });
			await answerOf(url, {
				...ledgerPost('x', RESERVE),
				headers: { 'content-type': 'text/plain' },
			});
			await answerOf(stage.bridgeUrl, { method: 'POST' });
			await answerOf(stage.bridgeUrl, tokenForm({ ...grant, client_secret: '' }));
		};
		expect(await reads(illFormed)).toBe(0);
		expect(await reads(async () => await answerOf(url, ledgerPost(appSecret, STATUS)))).toBe(1);

		const startedMs = performance.now();
		const strangers = async () => {
			for (let n = 0; n < 8; n++) {
				await answerOf(url, ledgerPost('guess', RESERVE));
				await answerOf(stage.bridgeUrl, tokenForm({ ...grant, client_secret: 'guess' }));
			}
			const copy = ledgerPost(appSecret, STATUS);
			for (let n = 0; n < 8; n++) await answerOf(url, copy);
		};
		const most = await reads(strangers);
		expect(most).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - startedMs) / 1000));
		expect((await answerOf(url, ledgerPost(appSecret, STATUS))).status).toBe(200);
	});

	it('cannot use a copy of a request they have seen', async () => {
		stage = await openForTest();
		const seen = ledgerPost(stage.sandbox.app.appSecret, RESERVE);
		const url = `${stage.bridgeUrl}/ledger`;
		expect((await answerOf(url, seen)).status).toBe(200);
		expect((await answerOf(url, seen)).status).toBe(401);
		const copied = ledgerPost(stage.sandbox.app.appSecret, STATUS);
		expect((await answerOf(url, copied)).text).toContain('"used":1');
		expect((await answerOf(url, copied)).status).toBe(401);
	});

	it('cannot use the test address', async () => {
		stage = await openForTest();
		const testUrl = stage.bridgeUrl.replace('/webhook/', '/webhook-test/');
		const request = ledgerPost(stage.sandbox.app.appSecret, RESERVE);
		expect((await answerOf(`${testUrl}/ledger`, request)).status).toBe(401);
	});
});

describe('the ledger', () => {
	it('is exact under parallel requests and after a restart', async () => {
		stage = await openForTest({}, fixedLimits(100, 1_000));
		const { appSecret } = stage.sandbox.app;
		const url = `${stage.bridgeUrl}/ledger`;
		const reserve = async (id: string) => {
			const init = ledgerPost(appSecret, { ...RESERVE, id, purpose: 'trigger' });
			return (JSON.parse((await answerOf(url, init)).text) as { granted: boolean }).granted;
		};
		const first = await Promise.all(
			Array.from({ length: 60 }, async (_, i) => await reserve(`a${i}`)),
		);
		expect(first.filter(Boolean)).toHaveLength(60);
		await stage.host.restart();
		const second = await Promise.all(
			Array.from({ length: 60 }, async (_, i) => await reserve(`b${i}`)),
		);
		expect(second.filter(Boolean)).toHaveLength(5);
		expect(stage.host.executions).toHaveLength(0);
	});
});

describe('the credential without a button', () => {
	it('passes its test with one call, and tells each refusal', async () => {
		stage = await openForTest();
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({ status: 'OK' });
		expect(stage.sandbox.log.calls).toHaveLength(1);

		stage.host.editCredential(PASTED, {
			...stage.host.storedCredential(PASTED),
			appSecret: 'wrong-secret',
		});
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('did not accept the signature'),
		});
	});

	it('trades a code once, and an expired code is told as such', async () => {
		stage = await openForTest();
		const withCode = (code: string) =>
			stage.host.editCredential(PASTED, {
				...stage.host.storedCredential(PASTED),
				accessToken: '',
				refreshToken: '',
				renewedTokens: '',
				authorizationCode: code,
			});
		withCode(stage.sandbox.issueCode());
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({ status: 'OK' });
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({ status: 'OK' });
		const paths = stage.sandbox.log.calls.map(({ path }) => path);
		expect(paths.filter((path) => path.endsWith('/auth/token/create'))).toHaveLength(1);

		withCode('0_used-code');
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining('used before or has expired'),
		});
	});

	it('is renewed once for many at the same time, and every call is counted once', async () => {
		stage = await openForTest({}, { counter: 'bridge' });
		const { accessToken } = stage.host.storedCredential(PASTED);
		stage.sandbox.expireToken(String(accessToken));
		const runs = [1, 2, 3].map(async () => await stage.host.runWorkflow(readOrders('accessToken')));
		for (const run of await Promise.all(runs)) expect(itemsOf(run)).toEqual([]);
		const refreshes = stage.sandbox.log.calls.filter(({ path }) =>
			path.endsWith('/auth/token/refresh'),
		);
		expect(refreshes).toHaveLength(1);
		const status = await answerOf(
			`${stage.bridgeUrl}/ledger`,
			ledgerPost(stage.sandbox.app.appSecret, STATUS),
		);
		expect(JSON.parse(status.text)).toMatchObject({ used: stage.sandbox.log.calls.length });
	});

	it('keeps the name of its account when it is renewed, so that triggers do not start over', async () => {
		stage = await openForTest();
		const { accessToken } = stage.host.storedCredential(PASTED);
		stage.sandbox.expireToken(String(accessToken));
		itemsOf(await stage.host.runWorkflow(readOrders('accessToken')));
		const renewed = String(stage.host.storedCredential(PASTED).renewedTokens);
		expect(JSON.parse(renewed)).not.toHaveProperty('sellerId');
	});

	it('keeps a limit answer that it meets while renewing', async () => {
		stage = await openForTest();
		const { accessToken } = stage.host.storedCredential(PASTED);
		stage.sandbox.expireToken(String(accessToken));
		stage.sandbox.faults.next({
			kind: 'apiCallLimit',
			method: '/auth/token/refresh',
			seconds: 600,
		});
		await stage.host.runWorkflow(readOrders('accessToken'));
		const before = stage.sandbox.log.calls.length;
		const run = await stage.host.runWorkflow(readOrders('accessToken'));
		expect(run.error?.message).toContain('paused calls');
		expect(stage.sandbox.log.calls).toHaveLength(before);
	});

	it('renews a refused token once, keeps it, and repeats the call', async () => {
		stage = await openForTest();
		const { accessToken } = stage.host.storedCredential(PASTED);
		stage.sandbox.expireToken(String(accessToken));
		expect(itemsOf(await stage.host.runWorkflow(readOrders('accessToken')))).toEqual([]);
		expect(itemsOf(await stage.host.runWorkflow(readOrders('accessToken')))).toEqual([]);
		const refreshes = stage.sandbox.log.calls.filter(({ path }) =>
			path.endsWith('/auth/token/refresh'),
		);
		expect(refreshes).toHaveLength(1);
		expect(stage.sandbox.log.calls.at(-1)?.outcome).toBe('ok');
	});
});
