import '../engine/harness/environment.mts';
import type { ICredentialType, IHttpRequestHelper } from 'n8n-workflow';

import { AlibabaComApi } from '../../credentials/AlibabaComApi.credentials.ts';
import { AliExpressApi } from '../../credentials/AliExpressApi.credentials.ts';
import { ALIBABA_FREE_POLICY, ANY_ACCOUNT } from '../../nodes/quota/policy.ts';
import { createCredentialsHelper } from '../engine/harness/credentialsHelper.mts';
import { createCredentialStore } from '../engine/harness/credentialStore.mts';
import { testCredential } from '../engine/harness/credentialTest.mts';
import { createDataTables } from '../engine/harness/dataTables.mts';
import type { KnownTypes } from '../engine/harness/nodeTypes.mts';
import { nameOf, REFUSALS, type KnownRefusal } from '../sandbox/gateway/refusals.mts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { alibabaFor } from './alibabaAround.mts';
import { clientFor, drivenClock, n8nHttp } from './around.mts';

const open: Sandbox[] = [];
afterEach(async () => {
	for (const sandbox of open.splice(0)) await sandbox.close();
});

/** Counters live as long as the process, so each test has an app of its own. */
let apps = 0;

async function openSandbox(): Promise<Sandbox> {
	apps += 1;
	const app = { appKey: String(600_000 + apps), appSecret: `secret ${apps} of a test` };
	const sandbox = await startSandbox({ apps: [app], alibaba: { apps: [app] } });
	open.push(sandbox);
	return sandbox;
}

/** A stored credential, and what n8n does on "Save". */
function credential(type: ICredentialType, data: Record<string, string | number>) {
	const types: KnownTypes = {
		nodeTypes: {
			getByName: () => ({}) as never,
			getByNameAndVersion: () => ({}) as never,
			getKnownTypes: () => ({}),
		},
		credentialType: () => type,
		parentTypes: () => [],
		supportedNodes: () => [],
		reload: async () => undefined,
	};
	const store = createCredentialStore({ own: { type: type.name, data } });
	const engine = {
		types,
		credentialsHelper: createCredentialsHelper(store, types),
		dataTables: createDataTables(),
		executions: [],
		running: new Set<Promise<unknown>>(),
		baseUrl: 'http://127.0.0.1:5678',
	};
	return {
		save: async () => await testCredential(engine, store, 'own'),
		stored: () => store.byId('own').read(),
	};
}

function aliExpress(sandbox: Sandbox, more: Record<string, string> = {}) {
	const { accessToken, refreshToken } = sandbox.issueTokens();
	const { appKey, appSecret } = sandbox.app;
	return credential(new AliExpressApi(), {
		appKey,
		appSecret,
		accessToken,
		refreshToken,
		environment: 'custom',
		baseUrl: sandbox.url,
		counter: 'process',
		...more,
	});
}

function alibaba(sandbox: Sandbox) {
	const { appKey, appSecret } = sandbox.alibaba.app;
	return credential(new AlibabaComApi(), {
		appKey,
		appSecret,
		profile: 'openPlatform',
		accessToken: sandbox.alibaba.issueTokens().accessToken,
		environment: 'custom',
		baseUrl: sandbox.alibaba.addresses.openPlatform,
		// Without a minute, which a fresh process would have to wait for.
		plan: 'custom',
		callsPerMinute: 0,
		callsPerSecond: 50,
	});
}

/** Times and request ids differ from call to call. */
const alike = (text: string) =>
	text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'THEN').replace(/\(request \w+\)/g, '');

/** What a node shows for the same refusal. */
async function saidByNode(call: Promise<unknown>): Promise<string> {
	const reason = await call.then(
		() => undefined,
		(error: unknown) => error as Error & { description: string },
	);
	return reason ? `${reason.message}. ${reason.description}` : 'no refusal';
}

/** One refusal of each kind, and every limit; nothing is renewed or repeated after these. */
const TOLD = REFUSALS.filter(({ kind, bans }) => kind !== 'token' && kind !== 'service' && !bans);
const LIMITS = REFUSALS.filter(({ bans }) => bans);
const named = (list: readonly KnownRefusal[]) => list.map((one) => [nameOf(one), one] as const);

describe('the test of the AliExpress credential', () => {
	it('passes with one counted call, and the request of n8n itself carries nothing', async () => {
		const sandbox = await openSandbox();
		expect(await aliExpress(sandbox).save()).toMatchObject({ status: 'OK' });
		expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual(['ok']);
	});

	it.each(named(TOLD))('says what a node says: %s', async (_name, refusal) => {
		const sandbox = await openSandbox();
		sandbox.faults.next({ kind: 'refusal', refusal, times: 2 });
		const { status, message } = await aliExpress(sandbox).save();
		// Pasted tokens do not tell whose they are.
		const access = { account: ANY_ACCOUNT };
		const { client } = clientFor(sandbox, drivenClock(Date.now()), { access });
		const said = await saidByNode(client.call('aliexpress.merchant.profile.get', {}));
		expect({ status, message: alike(message) }).toEqual({ status: 'Error', message: alike(said) });
	});

	it.each(named(LIMITS))(
		'keeps a ban, so that nothing leaves after it: %s',
		async (_name, limit) => {
			const sandbox = await openSandbox();
			sandbox.faults.next({ kind: 'refusal', refusal: limit, bans: limit.bans, seconds: 14_229 });
			const own = aliExpress(sandbox);
			expect(await own.save()).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('AliExpress has paused calls'),
			});
			expect(await own.save()).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('The platform has paused calls'),
			});
			expect(sandbox.log.calls).toHaveLength(1);
		},
	);

	it('renews a token that is refused, as a node does, and stores what it got', async () => {
		const sandbox = await openSandbox();
		const own = aliExpress(sandbox);
		sandbox.expireToken(String(own.stored().accessToken));
		expect(await own.save()).toMatchObject({ status: 'OK' });
		expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual([
			'IllegalAccessToken',
			'ok',
			'ok',
		]);
		expect(String(own.stored().renewedTokens)).toContain('accessToken');
		expect(await own.save()).toMatchObject({ status: 'OK' });
		expect(sandbox.log.calls).toHaveLength(4);
	});

	it('stores the tokens that a code brought, also when the test call is refused', async () => {
		const sandbox = await openSandbox();
		const own = aliExpress(sandbox, {
			accessToken: '',
			refreshToken: '',
			authorizationCode: sandbox.issueCode(),
		});
		sandbox.settings.answers.withoutPermissions = ['merchant'];
		expect(await own.save()).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('refused access'),
		});
		expect(JSON.parse(String(own.stored().renewedTokens))).toMatchObject({
			accessToken: expect.stringMatching(/./),
		});
		sandbox.settings.answers.withoutPermissions = [];
		expect(await own.save()).toMatchObject({ status: 'OK' });
	});

	it('of an answer without a shop is told as such', async () => {
		const sandbox = await openSandbox();
		sandbox.faults.next({ kind: 'wrongType', field: 'profile' });
		expect(await aliExpress(sandbox).save()).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('did not answer with the profile of a shop'),
		});
	});
});

describe('the test of the Alibaba.com credential', () => {
	const HARMLESS = new Set(['permission', 'method']);
	const OF_THE_ADDRESS = new Set(['unknownMethod', 'parameters']);

	it.each(named(TOLD.filter(({ kind }) => !HARMLESS.has(kind) && kind !== 'dayUsedUp')))(
		'says what the node says: %s',
		async (_name, refusal) => {
			const sandbox = await openSandbox();
			sandbox.faults.next({ kind: 'refusal', refusal, target: 'alibaba', times: 2 });
			const { status, message } = await alibaba(sandbox).save();
			const account = { policy: { ...ALIBABA_FREE_POLICY, windows: { second: 50 } } };
			const clock = drivenClock(Date.now());
			const { client } = alibabaFor(sandbox, clock, 'openPlatform', { account });
			const said = await saidByNode(client.call('/icbu/product/category/get', { cat_id: '0' }));
			const expected = OF_THE_ADDRESS.has(refusal.kind)
				? 'The address answers, but does not know the call. Check the signature profile and the address.'
				: alike(said);
			expect({ status, message: alike(message) }).toEqual({ status: 'Error', message: expected });
		},
	);

	it.each(named(TOLD.filter(({ kind }) => HARMLESS.has(kind))))(
		'passes where the seller may never need what it reads: %s',
		async (_name, refusal) => {
			const sandbox = await openSandbox();
			sandbox.faults.next({ kind: 'refusal', refusal, target: 'alibaba' });
			expect(await alibaba(sandbox).save()).toMatchObject({ status: 'OK' });
		},
	);

	it.each(named(LIMITS))(
		'keeps a ban, so that nothing leaves after it: %s',
		async (_name, limit) => {
			const sandbox = await openSandbox();
			const fault = { kind: 'refusal', refusal: limit, target: 'alibaba' } as const;
			sandbox.faults.next({ ...fault, bans: 'app', seconds: 14_229 });
			const own = alibaba(sandbox);
			expect((await own.save()).message).toMatch(/^Alibaba.com has blocked this App Key until /);
			expect((await own.save()).message).toMatch(/^The platform has paused calls of this app/);
			expect(sandbox.alibaba.log.calls).toHaveLength(1);
		},
	);
});

describe('a request with a credential that n8n makes', () => {
	const DECLARED = { baseURL: 'https://example.com', url: '/', method: 'HEAD' as const, body: {} };

	it.each(['AliExpress', 'Alibaba.com'])(
		'of %s goes to the gateway that was tested, once for each test, and is never signed',
		async (platform) => {
			const sandbox = await openSandbox();
			const { appKey, appSecret } = sandbox.app;
			const isAlibaba = platform === 'Alibaba.com';
			const { accessToken } = isAlibaba ? sandbox.alibaba.issueTokens() : sandbox.issueTokens();
			const data = {
				...{ appKey, appSecret, accessToken, environment: 'custom', counter: 'process' },
				...{ profile: 'openPlatform', plan: 'custom', callsPerMinute: 0, callsPerSecond: 50 },
				baseUrl: isAlibaba ? sandbox.alibaba.addresses.openPlatform : sandbox.url,
			};
			const type = isAlibaba ? new AlibabaComApi() : new AliExpressApi();
			await expect(type.authenticate(data, DECLARED)).rejects.toThrow('could not be tested');

			const prepare = type.preAuthentication.bind({ helpers: n8nHttp() } as IHttpRequestHelper);
			const tested = { ...data, ...(await prepare(data)) };
			expect(await type.authenticate(tested, DECLARED)).toEqual({
				method: 'HEAD',
				url: sandbox.url,
			});
			await expect(type.authenticate(tested, DECLARED)).rejects.toThrow('could not be tested');
			const calls = isAlibaba ? sandbox.alibaba.log.calls : sandbox.log.calls;
			expect(calls.map(({ outcome }) => outcome)).toEqual(['ok']);
		},
	);

	it.each([new AliExpressApi(), new AlibabaComApi()])('follows no redirect: $name', ({ test }) => {
		expect(test.request).toMatchObject({ disableFollowRedirect: true });
		expect(test.rules).toBeUndefined();
	});
});
