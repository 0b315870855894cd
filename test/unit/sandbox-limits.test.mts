import { callerOf } from '../sandbox/caller.mts';
import type { Caller } from '../sandbox/caller.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

const METHOD = 'aliexpress.merchant.profile.get';
let nowMs = 0;
let sandbox: Sandbox;
let caller: Caller;

beforeEach(async () => {
	nowMs = Date.UTC(2026, 4, 10, 10);
	sandbox = await startSandbox({ now: () => nowMs });
	caller = callerOf(sandbox);
});
afterEach(() => sandbox.close());

const call = async () => (await caller.sync(METHOD, { simplify: 'true' })).code;
async function calls(count: number, gapMs: number) {
	const codes: unknown[] = [];
	for (let made = 0; made < count; made += 1) {
		codes.push(await call());
		nowMs += gapMs;
	}
	return codes;
}

test('five in a sliding second pass, the sixth closes the address for fifteen minutes', async () => {
	expect(await calls(5, 199)).toEqual(Array(5).fill('0'));
	nowMs -= 1;
	const { message } = await caller.sync(METHOD, { simplify: 'true' });
	expect(message).toMatch(/this ban will last 900 seconds/);
	expect(sandbox.log.maxInAnySecond()).toBe(6);
	expect(sandbox.log.bans).toEqual([
		{ kind: 'second', key: '127.0.0.1', fromMs: nowMs, untilMs: nowMs + 900_000 },
	]);
	nowMs += 899_001;
	expect(await caller.sync(METHOD)).toMatchObject({
		error_response: { code: 'ApiCallLimit', msg: expect.stringContaining('last 1 seconds') },
	});
	nowMs += 999;
	expect(await call()).toBe('0');
});

test('five, then five again a full second later, is allowed', async () => {
	expect(await calls(5, 0)).toEqual(Array(5).fill('0'));
	nowMs += 1000;
	expect(await calls(5, 0)).toEqual(Array(5).fill('0'));
	expect(sandbox.log.maxInAnySecond()).toBe(5);
	expect(sandbox.log.bans).toEqual([]);
});

test('the day ends at midnight in Beijing, refused and token calls count', async () => {
	expect(await calls(199, 1000)).toEqual(Array(199).fill('0'));
	nowMs += 1000;
	const { refreshToken } = sandbox.issueTokens();
	expect(await caller.rest('/auth/token/refresh', { refresh_token: refreshToken })).toMatchObject({
		code: '0',
	});
	nowMs += 1000;
	expect(await calls(2, 1000)).toEqual(['AppCallLimit', 'AppCallLimit']);
	expect(sandbox.log.countByDay('2000000001')).toBe(202);
	nowMs = Date.UTC(2026, 4, 10, 15, 59, 59, 999);
	expect(await call()).toBe('AppCallLimit');
	nowMs += 1;
	expect(await call()).toBe('0');
	expect(sandbox.log.countByDay('2000000001')).toBe(1);
	expect(sandbox.log.countByDay('2000000001', '2026-05-10')).toBe(203);
});

test('accounts have days of their own', async () => {
	sandbox.settings.limits.perDay = 1;
	expect(await calls(2, 1000)).toEqual(['0', 'AppCallLimit']);
	caller.accessToken = sandbox.issueTokens({ sellerId: '2000000002' }).accessToken;
	expect(await call()).toBe('0');
});

test('forgetting the limits opens everything again', async () => {
	await calls(6, 0);
	expect(await call()).toBe('ApiCallLimit');
	sandbox.forgetLimits();
	expect(await call()).toBe('0');
});
