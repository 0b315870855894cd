import { NodeApiError } from 'n8n-workflow';

import type { Client } from '../../nodes/client/client.ts';
import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import { momentOf } from '../../nodes/time/moment.ts';
import { openLedger } from '../../nodes/quota/ledger/ledgerState.ts';
import { CONNECTOR_POLICY } from '../../nodes/quota/policy.ts';
import { processStore } from '../../nodes/quota/processStore.ts';
import type { QuotaStore } from '../../nodes/quota/store.ts';
import type { HttpHelper } from '../../nodes/wire/send.ts';
import { nameOf, REFUSALS, type KnownRefusal } from '../sandbox/gateway/refusals.mts';
import { startSandbox, type Fault, type Sandbox } from '../sandbox/sandbox.mts';
import { alibabaFor } from './alibabaAround.mts';
import { contextOf } from './context.mts';
import { clientFor, drivenClock, n8nHttp, type DrivenClock } from './around.mts';

const PROFILE = 'aliexpress.merchant.profile.get';
const APPS = [
	{ appKey: '512345', appSecret: 'secret of the first app' },
	{ appKey: '598765', appSecret: 'secret of the second app' },
];
const MINUTE_MS = 60_000;

let sandbox: Sandbox;
let clock: DrivenClock;

beforeEach(async () => {
	clock = drivenClock();
	sandbox = await startSandbox({ now: () => clock.atMs, apps: APPS });
});
afterEach(async () => {
	await sandbox.close();
});

async function refusal(call: Promise<unknown>): Promise<NodeApiError> {
	const reason = await call.then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(reason).toBeInstanceOf(NodeApiError);
	return reason as NodeApiError;
}

/** Clients of three accounts: two of one app, which share its counter, and one of another app. */
function threeShops() {
	const quotas = APPS.map(() =>
		processStore(openLedger('test', momentOf(clock)), CONNECTOR_POLICY, clock),
	);
	const shop = (app: number, sellerId: string) => {
		const { appKey = '', appSecret = '' } = APPS[app] ?? {};
		const { accessToken, accountId } = sandbox.issueTokens({ appKey, sellerId });
		const access = { appKey, appSecret, accessToken, account: accountId };
		return clientFor(sandbox, clock, {
			access,
			openQuota: () => quotas[app] as QuotaStore,
		}).client;
	};
	const [first, second, other] = [
		shop(0, '2000000001'),
		shop(0, '2000000002'),
		shop(1, '2000000003'),
	];
	return { first, second, other };
}

/** Whether a call leaves this server. */
async function leaves(call: () => Promise<unknown>): Promise<boolean> {
	const before = sandbox.log.calls.length;
	await call().catch(() => undefined);
	return sandbox.log.calls.length > before;
}

const faultOf = (refusal: KnownRefusal, more: Partial<Fault> = {}): Fault => ({
	kind: 'refusal',
	refusal,
	...more,
});

describe('during a ban nothing leaves that it is about', () => {
	const limits = REFUSALS.filter(({ bans }) => bans);

	it.each(limits.map((limit) => [nameOf(limit), limit] as const))('%s', async (_name, limit) => {
		const { first, second, other } = threeShops();
		const seconds = 14_229;
		sandbox.faults.next(faultOf(limit, { bans: limit.bans, seconds }));
		const error = await refusal(first.call(PROFILE, {}));
		expect(error.message).toMatch(
			/^AliExpress has paused calls (of this|from this) \w+ until 2026-/,
		);
		expect(error.httpCode).toBe('429');
		expect(sandbox.log.calls).toHaveLength(1);

		clock.atMs += MINUTE_MS;
		expect(await leaves(async () => await first.call(PROFILE, {}))).toBe(false);
		expect(await leaves(async () => await second.call(PROFILE, {}))).toBe(limit.bans === 'account');
		expect(await leaves(async () => await other.call(PROFILE, {}))).toBe(limit.bans !== 'address');
	});

	it('however often a trigger or a node asks in four hours, and goes on by itself', async () => {
		const limit = REFUSALS.find(({ code }) => code === 'AppApiCallLimit') as KnownRefusal;
		const { first, second } = threeShops();
		sandbox.faults.next(faultOf(limit, { bans: 'app', seconds: 14_229 }));
		const untilMs = clock.atMs + 14_229_000;
		while (clock.atMs < untilMs) {
			await refusal(first.call(PROFILE, {}));
			const error = await refusal(second.call(PROFILE, {}));
			expect(error.message).toBe(
				'The platform has paused calls of this app until 2026-11-22 15:57 Beijing time (UTC+8)',
			);
			expect(error.description).toContain('all accounts of the app wait');
			clock.atMs += 15 * MINUTE_MS;
		}
		expect(sandbox.log.calls).toHaveLength(1);
		await expect(second.call(PROFILE, {})).resolves.toHaveProperty('profile');
		await expect(first.call(PROFILE, {})).resolves.toHaveProperty('profile');
	});

	it.each(
		REFUSALS.filter(({ kind }) => kind === 'dayUsedUp').map((one) => [nameOf(one), one] as const),
	)('whose day is used up until the day ends: %s', async (_name, limit) => {
		const { first, second } = threeShops();
		sandbox.faults.next(faultOf(limit));
		const error = await refusal(first.call(PROFILE, {}));
		expect(error.message).toBe('The AliExpress app has used up its calls of today');
		expect(error.description).toContain('No call is sent until 2026-11-23 00:00 Beijing time');
		expect(error.failure).toEqual({
			cause: 'quota-exhausted',
			resetsAtEpochMs: Date.UTC(2026, 10, 22, 16),
		});
		clock.atMs = Date.UTC(2026, 10, 22, 15, 59);
		expect(await leaves(async () => await first.call(PROFILE, {}))).toBe(false);
		expect(await leaves(async () => await second.call(PROFILE, {}))).toBe(true);
		clock.atMs = Date.UTC(2026, 10, 22, 16, 0, 10);
		await expect(first.call(PROFILE, {})).resolves.toBeDefined();
	});

	it('waits a short one out and repeats the call once', async () => {
		const limit = REFUSALS.find(({ code }) => code === 'AppApiCallLimit') as KnownRefusal;
		sandbox.faults.next(faultOf(limit, { bans: 'app', seconds: 3 }));
		await expect(threeShops().first.call(PROFILE, {})).resolves.toHaveProperty('profile');
		expect(sandbox.log.calls).toHaveLength(2);
	});

	it('asks no second method for what the first refused for too many calls', async () => {
		const limit = REFUSALS.find(({ code }) => code === '901') as KnownRefusal;
		const { client } = clientFor(sandbox, clock);
		sandbox.faults.next(faultOf(limit, { method: 'aliexpress.asf.shipment.tracking.get' }));
		const parameters = {
			resource: 'logistics',
			operation: 'getTracking',
			orderId: { __rl: true, mode: 'id', value: '8190000000000001' },
			trackingNumber: 'LP00123456789012',
			options: { serviceCode: 'CAINIAO_STANDARD', country: 'UK' },
		};
		const error = await refusal(runItems(contextOf([parameters]).context, client));
		expect(error.message).toContain('has paused calls');
		expect(sandbox.log.calls.map(({ method }) => method)).toEqual([
			'aliexpress.asf.shipment.tracking.get',
		]);
	});
});

describe('what is sent again', () => {
	const REPEATED = REFUSALS.filter(({ kind }) => kind === 'service');
	const NOT_REPEATED = REFUSALS.filter(
		({ kind, bans }) => kind !== 'service' && kind !== 'token' && !bans,
	);

	it.each(REPEATED.map((one) => [nameOf(one), one] as const))(
		'a read met by %s, each time counted',
		async (_name, one) => {
			const { client, quota, access } = clientFor(sandbox, clock);
			sandbox.faults.next(faultOf(one, { times: 3 }));
			await expect(client.call(PROFILE, {})).resolves.toHaveProperty('profile');
			expect(sandbox.log.calls).toHaveLength(4);
			expect((await quota.status(access.account)).used).toBe(4);
		},
	);

	it.each(NOT_REPEATED.map((one) => [nameOf(one), one] as const))(
		'nothing after %s',
		async (_name, one) => {
			const { client } = clientFor(sandbox, clock);
			sandbox.faults.next(faultOf(one));
			await refusal(client.call(PROFILE, {}));
			expect(sandbox.log.calls).toHaveLength(1);
		},
	);

	it('a read that timed out', async () => {
		const real = n8nHttp();
		let requests = 0;
		const http: HttpHelper = {
			httpRequest: async (options) => {
				requests += 1;
				// As n8n's helper throws it after 20 seconds.
				if (requests <= 3) throw Object.assign(new Error('timeout'), { code: 'ECONNABORTED' });
				return await real.httpRequest(options);
			},
		};
		const { client, quota, access } = clientFor(sandbox, clock, { http });
		await expect(client.call(PROFILE, {})).resolves.toHaveProperty('profile');
		expect(requests).toBe(4);
		expect((await quota.status(access.account)).used).toBe(4);
	});
});

describe('a status of 429', () => {
	const tooMany = (more: Partial<Fault> = {}) => sandbox.faults.next({ kind: 'http429', ...more });

	it('pauses all apps for as long as it asks for, and says who waits until when', async () => {
		const { first, second, other } = threeShops();
		tooMany({ retryAfter: '40' });
		const error = await refusal(first.call(PROFILE, {}));
		expect(error.message).toBe(
			'AliExpress has paused calls from this server until 2026-11-22 12:00:41 Beijing time (UTC+8)',
		);
		expect(error.description).toContain('all apps and accounts of this server wait');
		expect(error.description).toContain('such as a proxy');
		clock.atMs += 39_000;
		// Calls wait up to 12 seconds, so the end is met by themselves.
		for (const shop of [first, second, other]) {
			await expect(shop.call(PROFILE, {})).resolves.toHaveProperty('profile');
		}
		expect(sandbox.log.calls[1]?.atMs).toBeGreaterThanOrEqual(Date.UTC(2026, 10, 22, 4, 0, 40));
		expect(sandbox.log.calls).toHaveLength(4);
	});

	/** When calls left, ms, of a node that asks every second until so many have. */
	async function leftAtMs(client: Client, calls: number): Promise<number[]> {
		const before = sandbox.log.calls.length;
		while (sandbox.log.calls.length < before + calls) {
			await client.call(PROFILE, {}).catch(() => undefined);
			clock.atMs += 1_000;
		}
		return sandbox.log.calls.slice(before, before + calls).map(({ atMs }) => atMs);
	}
	const gapsOf = (times: number[]) => times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));

	it.each([undefined, 'soon', '-1', 'Sun, 22 Nov 2020 04:00:20 GMT'])(
		'that asks for %p makes a short pause, twice as long each time, at most the penalty',
		async (retryAfter) => {
			const { client } = clientFor(sandbox, clock, { repeatsReads: false });
			tooMany({ times: 11, ...(retryAfter !== undefined && { retryAfter }) });
			const gaps = gapsOf(await leftAtMs(client, 11));
			for (const [at, gapMs] of gaps.entries()) {
				const pauseMs = Math.min(5_000 * 2 ** at, 900_000);
				expect(gapMs).toBeGreaterThanOrEqual(pauseMs);
				expect(gapMs).toBeLessThan(pauseMs + 3_000);
			}
			// One answer, and the next pause is short again.
			await expect(client.call(PROFILE, {})).rejects.toThrow('has paused calls');
			clock.atMs += 15 * MINUTE_MS;
			await expect(client.call(PROFILE, {})).resolves.toBeDefined();
			tooMany({ times: 2 });
			expect(gapsOf(await leftAtMs(client, 2))[0]).toBeLessThan(8_000);
		},
	);

	it('that answers all calls of a burst pauses once', async () => {
		const { client } = clientFor(sandbox, clock);
		tooMany({ times: 3 });
		const calls = [1, 2, 3].map(async () => await client.call(PROFILE, {}).catch(() => undefined));
		await Promise.all(calls);
		const lastMs = sandbox.log.calls.at(-1)?.atMs ?? 0;
		expect(lastMs - (sandbox.log.calls[0]?.atMs ?? 0)).toBeLessThan(20_000);
	});
});

describe('Alibaba.com', () => {
	const CALL = ['alibaba.product.get', { product_id: '123456789012345', fields: 'title' }] as const;

	it.each(REFUSALS.filter(({ bans }) => bans).map((one) => [nameOf(one), one] as const))(
		'%s closes the app key',
		async (_name, limit) => {
			const { client } = alibabaFor(sandbox, clock, 'openPlatform');
			sandbox.faults.next(faultOf(limit, { target: 'alibaba', bans: 'app', seconds: 14_229 }));
			const error = await refusal(client.call('/icbu/product/category/get', { cat_id: '0' }));
			expect(error.message).toMatch(/^Alibaba.com has blocked this App Key until 2026-11-/);
			clock.atMs += MINUTE_MS;
			const again = await refusal(client.call('/icbu/product/category/get', { cat_id: '0' }));
			expect(again.message).toMatch(/^The platform has paused calls of this app until 2026-11-/);
			expect(sandbox.alibaba.log.calls).toHaveLength(1);
		},
	);

	it('a status of 429 is no block of a week', async () => {
		const { client } = alibabaFor(sandbox, clock, 'productDetail');
		sandbox.faults.next({ kind: 'http429', target: 'alibaba' });
		const error = await refusal(client.call(...CALL));
		expect(error.message).toBe(
			'Alibaba.com has paused calls from this server until 2026-11-22 12:01:32 Beijing time (UTC+8)',
		);
		const untilMs = clock.atMs + 5_000;
		await client.call(...CALL);
		expect(sandbox.alibaba.log.calls).toHaveLength(2);
		expect(sandbox.alibaba.log.calls[1]?.atMs).toBeGreaterThanOrEqual(untilMs);
	});
});
