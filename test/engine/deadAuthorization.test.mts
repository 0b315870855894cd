// What becomes of calls when the authorization is over, in n8n's own engine: each kind of credential.
import { openAlibabaStage } from './alibabaStage.mts';
import { callFor, openLedger } from '../e2e/ledger/callers.mts';
import { fixedLimits, OAUTH2, openStage, PASTED, type Stage } from './bridge.mts';
import { withCredentials } from './harness/templates.mts';
import type { Execution, WorkflowJson } from './harness/types.mts';

// The nodes run on the real clock here, and wait for their slots.
jest.setTimeout(60_000);

const ENDED = 'The authorization of this AliExpress account has ended';
let stage: Stage;
let open: { close(): Promise<void> } | undefined;
afterEach(async () => {
	await open?.close();
	open = undefined;
});
async function openForTest(...options: Parameters<typeof openStage>): Promise<void> {
	stage = await openStage(...options);
	open = stage;
}

function readOrders(authentication: 'oAuth2' | 'accessToken'): WorkflowJson {
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
	return withCredentials(workflow, { aliExpressOAuth2Api: OAUTH2, aliExpressApi: PASTED });
}
async function read(authentication: 'oAuth2' | 'accessToken'): Promise<Execution> {
	return await stage.host.runWorkflow(readOrders(authentication));
}
async function readTimes(times: number, authentication: 'oAuth2' | 'accessToken') {
	const told: Array<string | undefined> = [];
	for (let i = 0; i < times; i += 1) told.push((await read(authentication)).error?.message);
	return told;
}
/** What the platform has said since there were so many calls. */
const outcomesAfter = (calls: number) =>
	stage.sandbox.log.calls.slice(calls).map(({ outcome }) => outcome);
const paste = (fields: Record<string, string>) =>
	stage.host.editCredential(PASTED, { ...stage.host.storedCredential(PASTED), ...fields });

describe('AliExpress OAuth2 API', () => {
	it('makes two calls, whoever asks and how often, also after a restart, and connects again', async () => {
		await openForTest();
		const { access_token: token } = await stage.connect();
		expect((await read('oAuth2')).error).toBeUndefined();
		const calls = stage.sandbox.log.calls.length;
		stage.sandbox.revokeTokens(String(token));

		expect(await readTimes(3, 'oAuth2')).toEqual([ENDED, ENDED, ENDED]);
		await stage.host.restart();
		const run = await read('oAuth2');
		expect(run.error).toMatchObject({
			message: ENDED,
			description: expect.stringContaining('open the credential and connect the account'),
		});
		expect(outcomesAfter(calls)).toEqual(['IllegalAccessToken', 'IllegalRefreshToken']);
		// n8n keeps what nodes throw; no token is in it.
		expect(JSON.stringify(run.error)).not.toContain(String(token));

		await stage.connect();
		expect((await read('oAuth2')).error).toBeUndefined();
	});

	it('asks nobody when the platform had said how long it lasts', async () => {
		await openForTest({ tokens: { refreshMs: 1 } });
		const { access_token: token } = await stage.connect();
		stage.sandbox.expireToken(String(token));
		expect(await readTimes(2, 'oAuth2')).toEqual([ENDED, ENDED]);
		expect(outcomesAfter(1)).toEqual(['IllegalAccessToken']);
	});

	it('goes on with the access token while that is good', async () => {
		await openForTest({ tokens: { accessMs: 60_000, refreshMs: 1 } });
		await stage.connect();
		expect(await readTimes(2, 'oAuth2')).toEqual([undefined, undefined]);
		expect(outcomesAfter(1)).toEqual(['ok', 'ok']);
	});

	it('tells a renewal without an answer as what it is, and tries again', async () => {
		await openForTest({ tokens: { rotateRefreshToken: false } });
		const { access_token: token } = await stage.connect();
		stage.sandbox.expireToken(String(token));
		stage.sandbox.faults.next({ kind: 'reset', method: '/auth/token/refresh' });
		const run = await read('oAuth2');
		expect(run.error).toMatchObject({
			message: 'The access token of AliExpress could not be renewed',
			description: expect.stringMatching(/may have been carried out all the same\. The next call/),
		});
		expect(run.error).not.toHaveProperty('description', expect.stringContaining('was repeated'));
		expect((await read('oAuth2')).error).toBeUndefined();
		// The refused token was not tried a second time.
		const refused = outcomesAfter(0).filter((outcome) => outcome === 'IllegalAccessToken');
		expect(refused).toHaveLength(1);
	});

	it('says that it is over when the renewal without an answer had replaced the refresh token', async () => {
		await openForTest();
		const { access_token: token } = await stage.connect();
		stage.sandbox.expireToken(String(token));
		stage.sandbox.faults.next({ kind: 'reset', method: '/auth/token/refresh' });
		await read('oAuth2');
		expect(await readTimes(2, 'oAuth2')).toEqual([ENDED, ENDED]);
		const refreshes = stage.sandbox.log.ofMethod('/auth/token/refresh');
		expect(refreshes).toHaveLength(2);
	});
});

describe('AliExpress API', () => {
	it('makes two calls, its own test among those who ask, and goes on with new tokens', async () => {
		await openForTest();
		expect((await read('accessToken')).error).toBeUndefined();
		const calls = stage.sandbox.log.calls.length;
		stage.sandbox.revokeTokens(String(stage.host.storedCredential(PASTED).accessToken));
		expect(await readTimes(3, 'accessToken')).toEqual([ENDED, ENDED, ENDED]);
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({
			status: 'Error',
			message: expect.stringContaining(ENDED),
		});
		expect(outcomesAfter(calls)).toEqual(['IllegalAccessToken', 'IllegalRefreshToken']);

		const { accessToken, refreshToken } = stage.sandbox.issueTokens();
		paste({ accessToken, refreshToken });
		await expect(stage.host.testCredential(PASTED)).resolves.toMatchObject({ status: 'OK' });
		expect((await read('accessToken')).error).toBeUndefined();
	});

	it('makes one call when there is nothing to renew with, and says what is missing', async () => {
		await openForTest();
		paste({ refreshToken: '' });
		stage.sandbox.expireToken(String(stage.host.storedCredential(PASTED).accessToken));
		expect(await readTimes(2, 'accessToken')).toEqual([ENDED, ENDED]);
		expect((await read('accessToken')).error).toHaveProperty(
			'description',
			expect.stringContaining('no refresh token'),
		);
		expect(outcomesAfter(0)).toEqual(['IllegalAccessToken']);
	});

	it('sends a code that was refused once only', async () => {
		await openForTest();
		paste({ accessToken: '', refreshToken: '', authorizationCode: '0_spent' });
		const told = await readTimes(3, 'accessToken');
		expect(told).toEqual(Array(3).fill('The authorization code was used before or has expired'));
		expect(outcomesAfter(0)).toEqual(['InvalidCode']);
		paste({ authorizationCode: stage.sandbox.issueCode() });
		expect((await read('accessToken')).error).toBeUndefined();
	});

	it('trades its code when the calls for renewals are used up', async () => {
		await openForTest({}, { ...fixedLimits(200, 5), counter: 'bridge' });
		paste({
			...{ accessToken: '', refreshToken: '' },
			authorizationCode: stage.sandbox.issueCode(),
		});
		const ledger = openLedger({
			bridgeUrl: stage.bridgeUrl,
			appSecret: stage.sandbox.app.appSecret,
		});
		const renewals = Array.from({ length: 30 }, () => ledger.reserve(callFor('*', 'recovery')));
		expect((await Promise.all(renewals)).some(({ granted }) => !granted)).toBe(true);
		expect((await read('accessToken')).error).toBeUndefined();
	});

	it('that is empty is told as not connected, and makes no call', async () => {
		await openForTest();
		paste({ accessToken: '', refreshToken: '' });
		expect(await readTimes(1, 'accessToken')).toEqual(['No AliExpress account is connected']);
		expect(outcomesAfter(0)).toEqual([]);
	});

	it('remembers in the bridge, where it counts there, over a restart', async () => {
		await openForTest({}, { counter: 'bridge' });
		stage.sandbox.revokeTokens(String(stage.host.storedCredential(PASTED).accessToken));
		await readTimes(2, 'accessToken');
		await stage.host.restart();
		expect(await readTimes(2, 'accessToken')).toEqual([ENDED, ENDED]);
		expect(outcomesAfter(0)).toEqual(['IllegalAccessToken', 'IllegalRefreshToken']);
	});
});

describe('a list of domains that an older n8n has stored in the credential', () => {
	it.each([
		[{ allowedDomains: 'example.com' }, 'process'],
		// What a newer n8n leaves of it when the credential is saved.
		[{}, 'process'],
		[{ allowedDomains: 'example.com' }, 'bridge'],
	])('%j with the count in the %s: says what to do, and nothing is sent', async (list, counter) => {
		await openForTest({}, { counter });
		stage.sandbox.expireToken(String(stage.host.storedCredential(PASTED).accessToken));
		paste({ allowedHttpRequestDomains: 'domains', ...list } as Record<string, string>);
		const run = await read('accessToken');
		expect(run.error).toHaveProperty(
			'description',
			expect.stringMatching(
				/n8n does not let this credential reach.*"Allowed HTTP Request Domains"/,
			),
		);
		expect(run.error).toHaveProperty('description', expect.stringContaining('anew'));
		expect(outcomesAfter(0)).toEqual(['IllegalAccessToken']);
		paste({ allowedHttpRequestDomains: 'all' });
		expect((await read('accessToken')).error).toBeUndefined();
		expect(outcomesAfter(0)).toEqual(['IllegalAccessToken', 'ok', 'ok']);
	});
});

describe('a trigger on pasted tokens', () => {
	const MINUTE = 60_000;
	const systemNow = Date.now.bind(Date);
	/** Shop, package and harness live on one clock, which the test pushes forward. */
	let aheadMs = 0;
	beforeEach(() => {
		aheadMs = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => systemNow() + aheadMs);
	});
	afterEach(() => jest.restoreAllMocks());

	it('makes one failed execution in a day, and hands out all that came since', async () => {
		await openForTest({ now: () => Date.now() });
		const { shop } = stage.sandbox;
		const workflow: WorkflowJson = {
			id: 'watching',
			name: 'Watching',
			nodes: [
				{
					id: '3b0b8a0e-0000-4000-8000-000000000002',
					name: 'Shop',
					type: 'n8n-nodes-aliexpress.aliExpressTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						authentication: 'accessToken',
						events: ['order.created'],
						pollTimes: { item: [{ mode: 'everyMinute' }] },
					},
				},
			],
			connections: {},
		};
		const active = await stage.host.activate(withCredentials(workflow, { aliExpressApi: PASTED }));
		const calls = stage.sandbox.log.calls.length;
		stage.sandbox.revokeTokens(String(stage.host.storedCredential(PASTED).accessToken));
		const placed: string[] = [];
		for (let poll = 0; poll < 24 * 12; poll += 1) {
			if (poll % 36 === 0) placed.push(String(shop.placeOrder().id));
			aheadMs += 5 * MINUTE;
			await active.poll();
		}
		expect(outcomesAfter(calls)).toEqual(['IllegalAccessToken', 'IllegalRefreshToken']);
		const failed = stage.host.executions.filter(({ error }) => error);
		expect(failed.map(({ error }) => error?.message)).toEqual([ENDED]);

		const { accessToken, refreshToken } = stage.sandbox.issueTokens();
		paste({ accessToken, refreshToken });
		aheadMs += MINUTE;
		const { execution } = await active.poll();
		const items = execution?.runData.Shop?.[0]?.data?.main?.[0] ?? [];
		expect(items.map(({ json }) => json.orderId).sort()).toEqual(placed.sort());
	});
});

describe('Connect', () => {
	const NO_SECOND = fixedLimits(200, 1_000);
	const NO_LIMITS = { limits: { perSecond: 1e6, perDay: 1e6 } };

	function tokenForm(refreshToken: string): RequestInit {
		const { appKey, appSecret } = stage.sandbox.app;
		const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
		const client = { client_id: appKey, client_secret: appSecret };
		return { method: 'POST', body: new URLSearchParams({ ...form, ...client }) };
	}
	const errorOf = async (refreshToken: string) => {
		const answer = await fetch(stage.bridgeUrl, tokenForm(refreshToken));
		return ((await answer.json()) as { error?: string }).error;
	};

	it('is not barred by the renewals of many shops, nor by a day that is used up', async () => {
		await openForTest(NO_LIMITS, NO_SECOND);
		// Of shops that the bridge does not know, so they count against every account.
		const answers: Array<string | undefined> = [];
		for (let i = 0; i < 20; i += 1) answers.push(await errorOf(`refresh-token-of-shop-${i}`));
		expect(answers.filter((error) => error === 'invalid_grant')).toHaveLength(16);
		expect(answers.at(-1)).toBe('quota_refused');
		// Each of them is known by now, and costs nothing more.
		expect(await errorOf('refresh-token-of-shop-3')).toBe('invalid_grant');
		expect(stage.sandbox.log.calls).toHaveLength(16);

		await stage.connect();
		const ledger = openLedger({
			bridgeUrl: stage.bridgeUrl,
			appSecret: stage.sandbox.app.appSecret,
		});
		for (const purpose of ['trigger', 'action', 'browse', 'recovery'] as const) {
			for (let i = 0; i < 140; i += 1) {
				const grant = await ledger.reserve(callFor('2000000001', purpose));
				if (!grant.granted) break;
			}
		}
		const { used } = await ledger.status('2000000001');
		expect(used).toBe(16 + 1 + 130 + 40 + 10);
		// The shop whose calls are all spent comes back, and a new one comes in.
		await stage.connect();
		await stage.connect();
		expect(outcomesAfter(16)).toEqual(['ok', 'ok', 'ok']);
	});

	it('leaves nothing of an authorization that is over beside the new one', async () => {
		await openForTest();
		await stage.connect();
		const stored = stage.host.storedCredential(OAUTH2);
		const past = Date.now() - 1_000;
		const old = { ...(stored.oauthTokenData as object), refresh_expires_at_ms: past };
		stage.host.editCredential(OAUTH2, { ...stored, oauthTokenData: old } as never);
		const token = await stage.connect();
		expect(Number(token.refresh_expires_at_ms)).toBeGreaterThan(Date.now());
		stage.sandbox.expireToken(String(token.access_token));
		expect((await read('oAuth2')).error).toBeUndefined();
	});
});

describe('Alibaba.com API', () => {
	const get = { resource: 'product', operation: 'get', productId: '={{ $json.value }}' };

	it.each([
		['openPlatform', ['IllegalAccessToken', 'IllegalRefreshToken']],
		// Nothing renews the tokens of the legacy gateway.
		['top', ['IllegalAccessToken']],
	] as const)('%s: makes no call with what was refused', async (profile, codes) => {
		const alibaba = await openAlibabaStage();
		open = alibaba;
		const { products, log, revokeTokens } = alibaba.sandbox.alibaba;
		const product = products.find(({ state }) => state === 'online');
		const value = String(profile === 'top' ? product?.scrambledId : product?.id);
		const run = async () => await alibaba.run(profile, get, [{ value }]);
		expect((await run()).error).toBeUndefined();
		const before = log.calls.length;
		const stored = alibaba.host.storedCredential(profile);
		revokeTokens(String(stored.accessToken));
		for (let i = 0; i < 3; i += 1) {
			expect((await run()).error?.message).toBe(
				'The authorization of this Alibaba.com account has ended',
			);
		}
		expect(log.calls.slice(before).map(({ outcome }) => outcome)).toEqual(codes);
		const { accessToken, refreshToken } = alibaba.sandbox.alibaba.issueTokens();
		alibaba.host.editCredential(profile, { ...stored, accessToken, refreshToken });
		expect((await run()).error).toBeUndefined();
	});
});
