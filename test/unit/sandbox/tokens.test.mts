import { callerOf } from '../../sandbox/caller.mts';
import type { Caller } from '../../sandbox/caller.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.mts';

const METHOD = 'aliexpress.merchant.profile.get';
const DAY_MS = 86_400_000;
const REDIRECT = 'https://n8n.example.com/rest/oauth2-credential/callback';
let nowMs = 0;
let sandbox: Sandbox;
let caller: Caller;

async function start(options: SandboxOptions = {}) {
	nowMs = Date.UTC(2026, 4, 10);
	sandbox = await startSandbox({ now: () => nowMs, limits: { perSecond: 1e6 }, ...options });
	caller = callerOf(sandbox);
}
afterEach(() => sandbox.close());

const create = (code: string, more = {}) => caller.rest('/auth/token/create', { code, ...more });
const refresh = (token: unknown) =>
	caller.rest('/auth/token/refresh', { refresh_token: String(token) });
const codeWith = async (token: unknown) =>
	(await caller.sync(METHOD, { session: String(token), simplify: 'true' })).code;

describe('codes', () => {
	test('are good once, for three minutes, for their app and their uuid', async () => {
		await start();
		const code = sandbox.issueCode();
		expect(await create(code)).toMatchObject({ code: '0', account_platform: 'seller_center' });
		expect(await create(code)).toMatchObject({ type: 'ISV', code: 'InvalidCode' });
		const late = sandbox.issueCode();
		nowMs += 180_000;
		expect(await create(late)).toMatchObject({ code: 'InvalidCode' });
		expect(await create(sandbox.issueCode({ uuid: 'u1' }))).toMatchObject({ code: 'InvalidCode' });
		expect(await create(sandbox.issueCode({ uuid: 'u1' }), { uuid: 'u1' })).toMatchObject({
			code: '0',
		});
	});

	test('the secure path answers without account and nick, and refuses with isv.402', async () => {
		await start();
		const answer = await caller.rest('/auth/token/security/create', { code: sandbox.issueCode() });
		expect(answer).toHaveProperty('access_token');
		expect(answer).not.toHaveProperty('account');
		expect(answer).not.toHaveProperty('user_nick');
		expect(await caller.rest('/auth/token/security/create', { code: 'x' })).toMatchObject({
			code: 'isv.402',
		});
	});

	test('other paths are unknown, and refusals can come with HTTP 400', async () => {
		await start({ answers: { restErrorStatus: 400 } });
		expect(await caller.rest('/auth/token/other', {})).toMatchObject({ code: 'InvalidApiPath' });
		const answer = await fetch(`${sandbox.url}/rest/auth/token/create`, { method: 'POST' });
		expect(answer.status).toBe(400);
		expect(await answer.json()).toMatchObject({ code: 'MissingParameter' });
	});
});

describe('tokens', () => {
	test('a refresh rotates both tokens and does not prolong the refresh life', async () => {
		await start({ tokenLifetimes: { accessMs: DAY_MS, refreshMs: 2 * DAY_MS } });
		const first = await create(sandbox.issueCode());
		expect(first).toMatchObject({ expires_in: 86_400, refresh_expires_in: 172_800 });
		nowMs += DAY_MS;
		expect(await codeWith(first.access_token)).toBe('IllegalAccessToken');
		const second = await refresh(first.refresh_token);
		expect(second).toMatchObject({ expires_in: 86_400, refresh_expires_in: 86_400 });
		expect(second.refresh_token_valid_time).toBe(first.refresh_token_valid_time);
		expect(await codeWith(second.access_token)).toBe('0');
		expect(await refresh(first.refresh_token)).toMatchObject({ code: 'IllegalRefreshToken' });
		nowMs += DAY_MS;
		expect(await refresh(second.refresh_token)).toMatchObject({ code: 'IllegalRefreshToken' });
	});

	test('a refresh makes the access token before it worthless at once', async () => {
		await start();
		const first = await create(sandbox.issueCode());
		await refresh(first.refresh_token);
		expect(await codeWith(first.access_token)).toBe('IllegalAccessToken');
	});

	test('an authorization that is taken back ends with both tokens; another one is not touched', async () => {
		await start();
		const first = await create(sandbox.issueCode());
		const other = await create(sandbox.issueCode());
		sandbox.revokeTokens(String(first.access_token));
		expect(await codeWith(first.access_token)).toBe('IllegalAccessToken');
		expect(await refresh(first.refresh_token)).toMatchObject({ code: 'IllegalRefreshToken' });
		expect(await codeWith(other.access_token)).toBe('0');
	});

	test('an answer may omit the refresh token: the old one stays good', async () => {
		await start({ tokens: { omitRefreshToken: true, numbersAsText: true } });
		const first = await create(sandbox.issueCode());
		expect(first.expires_in).toBe('2592000');
		const second = await refresh(first.refresh_token);
		expect(second).not.toHaveProperty('refresh_token');
		expect(await refresh(first.refresh_token)).toMatchObject({ code: '0' });
	});

	test('the token of another app is refused', async () => {
		await start({
			apps: [
				{ appKey: '512345', appSecret: 'one' },
				{ appKey: '600000', appSecret: 'two' },
			],
		});
		const { accessToken, refreshToken } = sandbox.issueTokens({ appKey: '600000' });
		expect(await codeWith(accessToken)).toBe('IllegalAccessToken');
		expect(await refresh(refreshToken)).toMatchObject({ code: 'IllegalRefreshToken' });
	});
});

describe('the authorize page', () => {
	const ask = (params: Record<string, string>, init: RequestInit = {}) => {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: '512345',
			redirect_uri: REDIRECT,
			...params,
		});
		const url = `${sandbox.url}/oauth/authorize`;
		return init.method === 'POST'
			? fetch(url, { ...init, body: query, redirect: 'manual' })
			: fetch(`${url}?${query}`, { redirect: 'manual' });
	};

	test('shows a form whose choice leads back with code and state', async () => {
		await start();
		const page = await (await ask({ state: '"><script>' })).text();
		expect(page).toContain('name="state" value="&quot;&gt;&lt;script&gt;"');
		const answer = await ask({ choice: 'buyer', state: 's&1' }, { method: 'POST' });
		const target = new URL(String(answer.headers.get('location')));
		expect(answer.status).toBe(302);
		expect(target.origin + target.pathname).toBe(REDIRECT);
		expect(target.searchParams.get('state')).toBe('s&1');
		const token = await create(String(target.searchParams.get('code')));
		expect(token.account_platform).toBe('buyerApp');
	});

	test('denying wins over the account chosen beside it', async () => {
		await start();
		const answer = await ask({ choice: 'seller', deny: '1' }, { method: 'POST' });
		const target = new URL(String(answer.headers.get('location')));
		expect(target.searchParams.get('error')).toBe('access_denied');
		expect(target.searchParams.has('code')).toBe(false);
	});

	test('answers at once when told to', async () => {
		await start({ authorize: 'seller' });
		const location = (await ask({})).headers.get('location');
		const code = String(new URL(String(location)).searchParams.get('code'));
		expect(await create(code)).toMatchObject({ account_platform: 'seller_center' });
	});

	test('refuses unknown apps and callbacks that are not the registered one', async () => {
		await start({ apps: [{ appKey: '512345', appSecret: 's', redirectUris: [REDIRECT] }] });
		expect((await ask({})).status).toBe(200);
		expect((await ask({ client_id: '1' })).status).toBe(400);
		expect((await ask({ redirect_uri: `${REDIRECT}/` })).status).toBe(400);
		expect((await ask({ redirect_uri: 'javascript:alert(1)' })).status).toBe(400);
		expect((await ask({ response_type: 'token' })).status).toBe(400);
	});
});
