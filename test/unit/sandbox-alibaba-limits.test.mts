import { alibabaCallerOf } from '../sandbox/alibaba/caller.mts';
import type { AlibabaCaller } from '../sandbox/alibaba/caller.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

const WEEK_MS = 7 * 86_400_000;
const METHOD = 'alibaba.product.get';
const TEMPLATES = '/alibaba/icbu/product/list/shipping/templates';
let nowMs = 0;
let sandbox: Sandbox;
let caller: AlibabaCaller;

beforeEach(async () => {
	nowMs = Date.UTC(2026, 4, 10, 10);
	sandbox = await startSandbox({ now: () => nowMs });
	caller = alibabaCallerOf(sandbox);
});
afterEach(() => sandbox.close());

const call = async () =>
	(await caller.article({ product_id: '123456789012345', fields: 'title' })).json();
async function calls(count: number, gapMs: number) {
	for (let made = 0; made < count; made += 1) {
		await call();
		nowMs += gapMs;
	}
}
const outcomes = () => sandbox.alibaba.log.calls.map(({ outcome }) => outcome);

test('five in a sliding minute pass, the sixth closes the key for a week', async () => {
	await calls(5, 11_999);
	expect(outcomes()).toEqual(Array(5).fill('ok'));
	nowMs -= 1;
	expect(await call()).toMatchObject({
		code: 'ApiCallLimit',
		message: expect.stringContaining('this ban will last 604800 seconds'),
	});
	const { appKey } = sandbox.alibaba.app;
	expect(sandbox.alibaba.log.maxInAnyMinute()).toBe(6);
	expect(sandbox.alibaba.log.maxInAnyMinute(appKey)).toBe(6);
	expect(sandbox.alibaba.log.maxInAnyMinute('another')).toBe(0);
	expect(sandbox.alibaba.log.blocks).toEqual([
		{ kind: 'minute', appKey, fromMs: nowMs, untilMs: nowMs + WEEK_MS },
	]);
	nowMs += WEEK_MS - 1;
	await call();
	nowMs += 1;
	await call();
	expect(outcomes().slice(5)).toEqual(['ApiCallLimit', 'ApiCallLimit', 'ok']);
});

test('five, then five again a full minute later, are allowed', async () => {
	await calls(5, 0);
	nowMs += 60_000;
	await calls(5, 0);
	expect(outcomes()).toEqual(Array(10).fill('ok'));
	expect(sandbox.alibaba.log.maxInAnyMinute()).toBe(5);
	expect(sandbox.alibaba.log.blocks).toEqual([]);
});

test('all profiles of a key share its minute; every profile says so in its own words', async () => {
	await calls(3, 0);
	await caller.openPlatform(TEMPLATES);
	await caller.top('alibaba.wholesale.shippingline.template.list');
	expect(outcomes()).toEqual(Array(5).fill('ok'));
	expect((await caller.openPlatform(TEMPLATES)).code).toBe('ApiCallLimit');
	expect(await caller.top('alibaba.icbu.product.list')).toEqual({
		error_response: {
			code: 7,
			msg: 'App Call Limited',
			sub_code: 'accesscontrol.limited-by-app-access-count',
			sub_msg: 'This ban will last for 604800 more seconds',
			request_id: expect.any(String),
		},
	});
	sandbox.settings.alibaba.blockStatus = 429;
	expect((await caller.article({})).status).toBe(429);
	expect(sandbox.alibaba.log.calls.map(({ profile }) => profile)).toEqual([
		...Array(3).fill('article'),
		'openPlatform',
		'top',
		'openPlatform',
		'top',
		'article',
	]);
	sandbox.forgetLimits();
	expect((await caller.openPlatform(TEMPLATES)).code).toBe('0');
});

test('an enterprise app has thirty, and apps do not share', async () => {
	const { app } = sandbox.alibaba;
	app.plan = 'enterprise';
	await calls(30, 0);
	expect(outcomes()).toEqual(Array(30).fill('ok'));
	sandbox.settings.alibaba.apps.push({ appKey: '2', appSecret: 'other' });
	expect((await caller.article({ app_key: '2' })).status).toBe(401);
	expect(sandbox.alibaba.log.blocks).toEqual([]);
	await call();
	expect(sandbox.alibaba.log.blocks).toMatchObject([{ appKey: app.appKey }]);
});

test('faults meet the calls they are meant for, and count', async () => {
	sandbox.faults.next({ kind: 'http504', target: 'alibaba', method: METHOD, times: 2 });
	expect((await caller.openPlatform(TEMPLATES)).code).toBe('0');
	const answer = await caller.article({});
	expect(answer.status).toBe(504);
	expect(answer.headers.get('date')).toBe(new Date(nowMs).toUTCString());
	expect((await caller.article({})).status).toBe(504);
	sandbox.faults.next({ kind: 'expiredToken', target: 'alibaba' });
	expect((await caller.openPlatform(TEMPLATES)).code).toBe('IllegalAccessToken');
	expect((await caller.openPlatform(TEMPLATES)).code).toBe('IllegalAccessToken');
	expect(outcomes()).toEqual([
		'ok',
		'fault:http504',
		'fault:http504',
		'IllegalAccessToken',
		'IllegalAccessToken',
	]);
	nowMs += 60_000;
	sandbox.faults.next({ kind: 'cutJson', target: 'alibaba' });
	await expect(call()).rejects.toThrow(/JSON/);
	sandbox.faults.next({ kind: 'reset', target: 'alibaba' });
	await expect(call()).rejects.toThrow('fetch failed');
	sandbox.faults.next({ kind: 'serviceUnavailable', target: 'alibaba' });
	expect(await caller.openPlatform(TEMPLATES)).toMatchObject({
		type: 'ISP',
		code: 'ServiceUnavailable',
	});
	sandbox.faults.next({ kind: 'apiCallLimit', target: 'alibaba', seconds: 3 });
	expect(await call()).toMatchObject({ message: expect.stringContaining('last 3 seconds') });
	nowMs += 3000;
	await call();
	expect(outcomes().at(-1)).toBe('ok');
	sandbox.alibaba.forgetLimits();
	sandbox.faults.next({ kind: 'appCallLimit', target: 'alibaba' });
	expect(await call()).toMatchObject({ message: expect.stringContaining('last 604800 seconds') });
	expect(sandbox.alibaba.log.blocks.map(({ kind }) => kind)).toEqual(['fault', 'fault']);
});

test('a rate of time-outs is seeded, counted and logged', async () => {
	const statuses: number[][] = [];
	for (const seed of [3, 3, 4]) {
		const alibaba = { timeoutRate: 0.3, limits: { freePerMinute: 1000 } };
		const other = await startSandbox({ now: () => nowMs, seed, alibaba });
		const another = alibabaCallerOf(other);
		const seen: number[] = [];
		for (let made = 0; made < 60; made += 1) seen.push((await another.article({})).status);
		expect(other.alibaba.log.maxInAnyMinute()).toBe(60);
		statuses.push(seen);
		await other.close();
	}
	expect(statuses[0]).toEqual(statuses[1]);
	expect(statuses[0]).not.toEqual(statuses[2]);
	const late = statuses[0]?.filter((status) => status === 504).length ?? 0;
	expect(late).toBeGreaterThan(8);
	expect(late).toBeLessThan(30);
});

test('the snapshot shows calls and blocks', async () => {
	await calls(6, 0);
	const state = await (await fetch(`${sandbox.url}/control/state`)).json();
	expect(state).toMatchObject({
		alibaba: { lastMinute: 6, peakMinute: 6, total: 6, blocks: [{ active: true }] },
	});
});
