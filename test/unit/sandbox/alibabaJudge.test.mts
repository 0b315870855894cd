import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { articleSignature, articleTextToSign } from '../../sandbox/alibaba/articleSignature.mts';
import { type AlibabaCaller, alibabaCallerOf } from '../../sandbox/alibaba/caller.mts';
import { signatureOf, textToSign } from '../../sandbox/gateway/signature.mts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.mts';

describe('signature', () => {
	interface Vector {
		name: string;
		appSecret: string;
		wire: Record<string, string>;
		canonical: string;
		sign: string;
	}

	const file = join(process.cwd(), 'test', 'fixtures', 'alibaba-signature-vectors.json');
	const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
	const NOW_MS = 1_735_689_600_000;

	describe('the checker agrees with every vector', () => {
		test.each(vectors)('$name', ({ wire, canonical, appSecret, sign }) => {
			const params = Object.entries(wire).toReversed();
			expect(articleTextToSign([...params, ['sign', 'STALE']])).toBe(canonical);
			expect(articleSignature(params, appSecret)).toBe(sign);
		});

		test('five signs that JavaScript leaves bare are encoded', () => {
			expect(articleTextToSign([['a', "!*'()~-_.é"]])).toBe('a=%21%2A%27%28%29~-_.%C3%A9');
		});

		test.each([
			[
				'/auth/token/create',
				{ app_key: '12345678', code: '3_500102_demo', sign_method: 'sha256' },
				'FBE1C0C569DAFBB3518E37157970A005A79EDCE2B35682E0BEEEFF33230F6CF3',
			],
			[
				'/alibaba/icbu/product/get/v2',
				{
					access_token: 'tok',
					app_key: '12345678',
					product_id: '1601206892606',
					sign_method: 'sha256',
				},
				'565D8FFA230C7FB2EF68F476948E70155A04FDD9E26E79C7A08C25AD822444AC',
			],
			[
				'/eco/buyer/product/description',
				{
					access_token: 'tok',
					app_key: '12345678',
					query_req: '{"product_id":"1601206892606","country":"US"}',
					sign_method: 'sha256',
				},
				'99C7B9660CC37657EC4B60FCFB1649DB8A1B14D713F8F3AB3270A13F0B92ABA4',
			],
		])('Open Platform: %s', (path, params, sign) => {
			const entries = Object.entries({ ...params, timestamp: '1700000000000' });
			expect(signatureOf(textToSign(entries, path), 'helloworld', 'sha256')).toBe(sign);
		});

		test('TOP: alibaba.icbu.product.list', () => {
			const params = {
				app_key: '12345678',
				format: 'json',
				method: 'alibaba.icbu.product.list',
				session: 'tok',
				sign_method: 'md5',
				timestamp: '2023-11-15 06:13:20',
				v: '2.0',
				language: 'ENGLISH',
				current_page: '1',
				page_size: '30',
			};
			expect(signatureOf(textToSign(Object.entries(params), ''), 'helloworld', 'md5')).toBe(
				'E97BB983899023FCDDC421EAC6177DBB',
			);
		});
	});

	describe('the profiles judge what arrives', () => {
		let sandbox: Sandbox;
		let caller: AlibabaCaller;
		beforeEach(async () => {
			const limits = { freePerMinute: 1000 };
			sandbox = await startSandbox({ now: () => NOW_MS, alibaba: { limits } });
			caller = alibabaCallerOf(sandbox);
		});
		afterEach(() => sandbox.close());

		const GOOD = { product_id: '123456789012345', fields: 'title' };
		const without = async (name: string) => {
			const params: Record<string, string> = {
				app_key: sandbox.alibaba.app.appKey,
				method: 'alibaba.product.get',
				api_version: '2.0',
				language: 'en',
				country: 'US',
				timestamp: String(NOW_MS),
				...GOOD,
			};
			delete params[name];
			const { appSecret } = sandbox.alibaba.app;
			if (name !== 'sign') params.sign = articleSignature(Object.entries(params), appSecret);
			return (await fetch(`${sandbox.alibaba.addresses.article}?${new URLSearchParams(params)}`))
				.status;
		};

		test('the article: a good call passes, by GET and by POST', async () => {
			const answer = await caller.article(GOOD);
			expect(answer.status).toBe(200);
			expect(answer.headers.get('date')).toBe(new Date(NOW_MS).toUTCString());
			const query = new URL(answer.url).searchParams;
			const posted = await fetch(sandbox.alibaba.addresses.article, {
				method: 'POST',
				body: query,
			});
			expect(await posted.json()).toEqual(await answer.json());
			expect((await caller.article({ ...GOOD, language: '' })).status).toBe(200);
		});

		test('the article: whatever is missing or wrong, the answer is a bare 401', async () => {
			expect(await without('nothing')).toBe(200);
			for (const name of ['sign', 'language', 'country', 'api_version', 'timestamp', 'app_key']) {
				expect([name, await without(name)]).toEqual([name, 401]);
			}
			const wrong: Array<Record<string, string>> = [
				{ sign: 'A'.repeat(64) },
				{ api_version: '1.0' },
				{ app_key: '1' },
				{ timestamp: String(NOW_MS / 1000) },
				{ timestamp: String(NOW_MS + 8 * 3_600_000) },
				{ timestamp: '2025-01-01 00:00:00' },
			];
			for (const params of wrong) {
				const answer = await caller.article({ ...GOOD, ...params });
				expect([params, answer.status]).toEqual([params, 401]);
				expect(await answer.text()).toBe('signature invalid');
				expect(answer.headers.get('date')).toBe(new Date(NOW_MS).toUTCString());
			}
			expect((await caller.article({ ...GOOD, timestamp: String(NOW_MS - 600_000) })).status).toBe(
				200,
			);
		});

		test('the Open Platform names the reason', async () => {
			const path = '/alibaba/icbu/product/list/shipping/templates';
			const codeOf = async (given: Record<string, string>) =>
				(await caller.openPlatform(path, given)).code;
			expect(await codeOf({})).toBe('0');
			expect(await codeOf({ sign: 'A'.repeat(64) })).toBe('IncompleteSignature');
			expect(await codeOf({ sign_method: 'md5' })).toBe('IncompleteSignature');
			expect(await codeOf({ timestamp: String(NOW_MS - 7_201_000) })).toBe('InvalidTimestamp');
			expect(await codeOf({ access_token: 'nobody' })).toBe('IllegalAccessToken');
			expect(await codeOf({ access_token: '' })).toBe('MissingParameter');
			expect(await caller.openPlatform('/no/such/path')).toEqual({
				type: 'ISV',
				code: 'InvalidApiPath',
				message: expect.any(String),
				request_id: expect.any(String),
			});
			expect((await caller.openPlatform('/eco/buyer/product/description', {}, 'POST')).code).toBe(
				'UnsupportedHTTPMethod',
			);
			sandbox.settings.alibaba.withoutPermission = [path];
			expect(await codeOf({})).toBe('InsufficientPermission');
		});

		test('TOP gives numbers, wants GMT+8 and version 2.0', async () => {
			const method = 'alibaba.wholesale.shippingline.template.list';
			const codeOf = async (given: Record<string, string>, name = method) => {
				const { error_response: error } = await caller.top(name, given);
				return (error as { code?: number } | undefined)?.code;
			};
			expect(await codeOf({})).toBeUndefined();
			expect(await codeOf({ sign_method: 'hmac' })).toBeUndefined();
			expect(await codeOf({ sign_method: 'sha256' })).toBe(25);
			expect(await codeOf({ sign: 'A'.repeat(32) })).toBe(25);
			expect(await codeOf({ session: 'nobody' })).toBe(27);
			expect(await codeOf({ timestamp: '2025-01-01 00:00:00' })).toBe(31);
			expect(await codeOf({ timestamp: String(NOW_MS) })).toBe(31);
			expect(await codeOf({ v: '1.0' })).toBe(33);
			expect(await codeOf({ app_key: '1' })).toBe(29);
			expect(await codeOf({}, 'alibaba.no.such.method')).toBe(22);
			expect(await codeOf({ format: 'xml' })).toBe(41);
		});

		test('codes and refresh tokens are traded on the Open Platform', async () => {
			const code = sandbox.alibaba.issueCode();
			const create = () =>
				caller.openPlatform('/auth/token/create', { code, access_token: '' }, 'POST');
			const tokens = await create();
			expect(tokens).toMatchObject({
				code: '0',
				expires_in: '864000',
				refresh_expires_in: '5184000',
			});
			expect(await create()).toMatchObject({ code: 'InvalidCode' });
			const renewed = await caller.openPlatform('/auth/token/refresh', {
				access_token: '',
				refresh_token: String(tokens.refresh_token),
			});
			caller.accessToken = String(renewed.access_token);
			const path = '/alibaba/icbu/product/list/shipping/templates';
			expect((await caller.openPlatform(path)).code).toBe('0');
			sandbox.alibaba.expireToken(caller.accessToken);
			expect((await caller.openPlatform(path)).code).toBe('IllegalAccessToken');
		});
	});
});

describe('limits', () => {
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
});
