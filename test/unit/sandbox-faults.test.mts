import { callerOf } from '../sandbox/caller.mts';
import type { Caller } from '../sandbox/caller.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { startSandbox } from '../sandbox/sandbox.mts';

const METHOD = 'aliexpress.merchant.profile.get';
let nowMs = 0;
let sandbox: Sandbox;
let caller: Caller;

beforeEach(async () => {
	nowMs = Date.UTC(2026, 4, 10);
	sandbox = await startSandbox({ now: () => nowMs, limits: { perSecond: 1e6 } });
	caller = callerOf(sandbox);
});
afterEach(() => sandbox.close());

const call = async () => (await caller.sync(METHOD, { simplify: 'true' })).code;
const rawCall = () =>
	fetch(`${sandbox.url}/sync?app_key=512345&method=${METHOD}`, { method: 'POST' });

test.each([
	['http502', 502],
	['http503', 503],
	['http504', 504],
	['html', 200],
] as const)('%s answers a page in place of JSON, once', async (kind, status) => {
	sandbox.faults.next({ kind });
	const answer = await rawCall();
	expect(answer.status).toBe(status);
	expect(await answer.text()).toMatch(/^<html>/);
	expect(await call()).toBe('0');
	expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual([`fault:${kind}`, 'ok']);
});

test('cut JSON and empty bodies cannot be parsed', async () => {
	sandbox.faults.next({ kind: 'cutJson' });
	const text = await (await rawCall()).text();
	expect(text.length).toBeGreaterThan(10);
	expect(() => JSON.parse(text)).toThrow(SyntaxError);
	sandbox.faults.next({ kind: 'emptyBody' });
	expect(await (await rawCall()).text()).toBe('');
});

test('a reset breaks the connection, a hang lasts until the caller gives up', async () => {
	sandbox.faults.next({ kind: 'reset' });
	await expect(rawCall()).rejects.toThrow('fetch failed');
	sandbox.faults.next({ kind: 'hang' });
	const signal = AbortSignal.timeout(100);
	await expect(fetch(`${sandbox.url}/sync`, { method: 'POST', signal })).rejects.toThrow(/abort/);
});

test('slow answers are right, late', async () => {
	sandbox.faults.next({ kind: 'slow', delayMs: 150 });
	const startedMs = performance.now();
	expect(await call()).toBe('0');
	expect(performance.now() - startedMs).toBeGreaterThan(140);
});

test('a wrong type spoils the named field', async () => {
	sandbox.faults.next({ kind: 'wrongType', field: 'profile' });
	expect(await caller.sync(METHOD, { simplify: 'true' })).toMatchObject({ profile: 'unexpected' });
	sandbox.faults.next({ kind: 'wrongType', field: 'country', value: 7 });
	expect(await caller.sync(METHOD, { simplify: 'true' })).toMatchObject({
		profile: { country: 7 },
	});
});

test('an expired token is gone until it is refreshed', async () => {
	sandbox.faults.next({ kind: 'expiredToken' });
	expect(await call()).toBe('IllegalAccessToken');
	expect(await call()).toBe('IllegalAccessToken');
	caller.accessToken = sandbox.issueTokens().accessToken;
	expect(await call()).toBe('0');
});

test('a limit answer bans for the seconds it names', async () => {
	sandbox.faults.next({ kind: 'apiCallLimit', seconds: 2 });
	expect(await caller.sync(METHOD)).toMatchObject({
		error_response: { code: 'ApiCallLimit', msg: expect.stringContaining('last 2 seconds') },
	});
	nowMs += 1999;
	expect(await call()).toBe('ApiCallLimit');
	nowMs += 1;
	expect(await call()).toBe('0');
	expect(sandbox.log.bans).toEqual([expect.objectContaining({ kind: 'fault' })]);
});

test('an exhausted day lasts until midnight in Beijing', async () => {
	sandbox.faults.next({ kind: 'appCallLimit' });
	expect(await call()).toBe('AppCallLimit');
	nowMs = Date.UTC(2026, 4, 10, 15, 59, 59);
	expect(await call()).toBe('AppCallLimit');
	nowMs += 1000;
	expect(await call()).toBe('0');
});

test('faults wait for their method, repeat as often as told and can be forgotten', async () => {
	const kind = 'serviceUnavailable';
	sandbox.faults.next({ kind, method: 'some.other.method', times: 2 });
	expect(await call()).toBe('0');
	expect(sandbox.faults.pending).toHaveLength(1);
	sandbox.faults.clear();
	sandbox.faults.next({ kind, times: 2 });
	expect([await call(), await call(), await call()]).toEqual([
		'ServiceUnavailable',
		'ServiceUnavailable',
		'0',
	]);
});
