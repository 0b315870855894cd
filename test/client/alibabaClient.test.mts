import { NodeApiError } from 'n8n-workflow';

import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { alibabaFor } from './alibabaAround.mts';
import { drivenClock, type DrivenClock } from './around.mts';

const PRODUCT = { product_id: '123456789012345', fields: 'title' };
const CALLS: Record<Profile, [string, Record<string, string>]> = {
	productDetail: ['alibaba.product.get', PRODUCT],
	openPlatform: ['/icbu/product/category/get', { cat_id: '0' }],
	top: ['alibaba.icbu.category.get.new', { cat_id: '0' }],
};
const PROFILES = Object.keys(CALLS) as Profile[];
const DAY_MS = 86_400_000;

let sandbox: Sandbox;
let clock: DrivenClock;

beforeEach(async () => {
	clock = drivenClock();
	sandbox = await startSandbox({ now: () => clock.atMs });
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

const outcomes = () => sandbox.alibaba.log.calls.map(({ outcome }) => outcome);
const callOf = (profile: Profile, more: Parameters<typeof alibabaFor>[3] = {}) => {
	const [method, params] = CALLS[profile];
	const { client } = alibabaFor(sandbox, clock, profile, more);
	return client.call(method, params);
};

describe.each(PROFILES)('in the profile %s', (profile) => {
	it('a call is signed and answered', async () => {
		await callOf(profile);
		expect(outcomes()).toEqual(['ok']);
	});

	it('a wrong secret is told as such, the clocks being equal', async () => {
		const error = await refusal(callOf(profile, { account: { appSecret: 'another secret' } }));
		expect(error.message).toBe('Alibaba.com did not accept the signature');
		expect(error.description).toContain('The clock of this server agrees');
		expect(error.description).toContain('App Secret does not belong');
		expect(JSON.stringify([error, error.description])).not.toContain('another secret');
		expect(outcomes()).toHaveLength(1);
	});

	it.each([
		[3, 'ahead of'],
		[-3, 'behind'],
	])('a clock that is %s hours off is told as such', async (hours, side) => {
		const off = { ...clock, nowMs: () => clock.atMs + hours * 3_600_000 };
		const error = await refusal(callOf(profile, { clock: off }));
		expect(error.message).toBe('Alibaba.com did not accept the signature');
		expect(error.description).toContain(`3 hours ${side} that of Alibaba.com`);
	});

	it('a limit answer stops the whole key for a week, and says until when', async () => {
		sandbox.faults.next({ kind: 'appCallLimit', target: 'alibaba' });
		const { client } = alibabaFor(sandbox, clock, profile);
		const [method, params] = CALLS[profile];
		const error = await refusal(client.call(method, params));
		expect(error.message).toBe(
			'Alibaba.com has blocked this App Key until 2026-11-29 12:01 Beijing time (UTC+8)',
		);
		const again = await refusal(client.call(method, params));
		expect(again.message).toBe(
			'The platform has paused calls of this app until 2026-11-29 12:01 Beijing time (UTC+8)',
		);
		expect(sandbox.alibaba.log.calls).toHaveLength(1);
		clock.atMs += 7 * DAY_MS + 1_000;
		await client.call(method, params);
		expect(sandbox.alibaba.log.calls).toHaveLength(2);
	});

	it.each(['http502', 'http503', 'http504', 'reset'] as const)(
		'after %s a read is sent again 2 s later, in a slot of its own',
		async (kind) => {
			sandbox.faults.next({ kind, times: 3, target: 'alibaba' });
			await callOf(profile);
			expect(sandbox.alibaba.log.calls).toHaveLength(4);
			const [first = 0, ...others] = sandbox.alibaba.log.calls.map(({ atMs }) => atMs);
			expect(others.map((atMs) => atMs - first)).toEqual([2_000, 4_000, 6_000]);
		},
	);
});

describe('limits', () => {
	it('let five calls into a minute and hold the sixth until a slot is free', async () => {
		const { client, waits } = alibabaFor(sandbox, clock, 'productDetail');
		for (let number = 0; number < 12; number++) await client.call(...CALLS.productDetail);
		expect(sandbox.alibaba.log.maxInAnyMinute()).toBe(5);
		expect(sandbox.alibaba.log.blocks).toEqual([]);
		expect(waits.filter((ms) => ms >= 60_000)).toHaveLength(3);
	});

	it('count the repetitions too: with 504s nothing gets past five', async () => {
		const { client } = alibabaFor(sandbox, clock, 'productDetail');
		sandbox.faults.next({ kind: 'http504', times: 3, target: 'alibaba' });
		for (let number = 0; number < 6; number++) await client.call(...CALLS.productDetail);
		expect(sandbox.alibaba.log.calls).toHaveLength(9);
		expect(sandbox.alibaba.log.maxInAnyMinute()).toBe(5);
	});

	it('of an own second are met, with no minute in between', async () => {
		const policy = { windows: { second: 4 }, name: 'custom', shares: {}, releaseHours: 0 };
		const account = { policy: { ...policy, penaltyMs: 1_000 } as never };
		sandbox.settings.alibaba.limits.freePerMinute = 100;
		const { client } = alibabaFor(sandbox, clock, 'productDetail', { account });
		const startMs = clock.atMs;
		for (let number = 0; number < 12; number++) await client.call(...CALLS.productDetail);
		expect(clock.atMs - startMs).toBeLessThan(10_000);
	});

	it('wait no longer than told, and not at all once the execution is cancelled', async () => {
		const impatient = alibabaFor(sandbox, clock, 'productDetail', { waitUpToMs: 0 });
		const error = await refusal(impatient.client.call(...CALLS.productDetail));
		expect(error.message).toBe('None of the 5 calls a minute is free yet');
		const cancel = new AbortController();
		const cancelling = {
			...clock,
			sleepMs: async () => cancel.abort(),
		};
		const { client, quota } = alibabaFor(sandbox, clock, 'productDetail', {
			clock: cancelling,
			cancelSignal: cancel.signal,
		});
		expect((await refusal(client.call(...CALLS.productDetail))).message).toBe(
			'The execution was cancelled',
		);
		expect((await quota.status('*')).used).toBe(0);
		expect(sandbox.alibaba.log.calls).toEqual([]);
	});

	it('keep the pause that is named, whatever the plan says', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 90, target: 'alibaba' });
		const { client } = alibabaFor(sandbox, clock, 'top');
		const error = await refusal(client.call(...CALLS.top));
		// Not made again by itself: it may be a ban of days under another code.
		expect(sandbox.alibaba.log.calls).toHaveLength(1);
		expect(error.message).toContain('until 2026-11-22 12:02');
		const startMs = clock.atMs;
		await client.call(...CALLS.top);
		expect(clock.atMs - startMs).toBeGreaterThanOrEqual(90_000);
	});

	it('of one app key are not those of another at the same gateway', async () => {
		const other = { appKey: '700999', appSecret: 'secret of another app', plan: 'free' as const };
		sandbox.settings.alibaba.apps.push(other);
		sandbox.faults.next({ kind: 'appCallLimit', target: 'alibaba' });
		await refusal(callOf('productDetail'));
		const { appKey, appSecret } = other;
		await callOf('productDetail', { account: { appKey, appSecret } });
		expect(outcomes().at(-1)).toBe('ok');
	});
});

describe('refusals of the other layers', () => {
	it('a path that no longer exists', async () => {
		const { client } = alibabaFor(sandbox, clock, 'openPlatform');
		const error = await refusal(client.call('/no/such/path', {}));
		expect(error.message).toBe('Alibaba.com no longer offers this method');
	});

	it('an address that is not on the list', async () => {
		sandbox.settings.alibaba.apps[0]!.allowedIps = ['10.0.0.1'];
		for (const profile of ['openPlatform', 'top'] as const) {
			const error = await refusal(callOf(profile));
			expect(error.message).toBe("Alibaba.com does not accept calls from this server's IP address");
		}
	});

	it('a missing permission', async () => {
		sandbox.settings.alibaba.withoutPermission = [CALLS.openPlatform[0], CALLS.top[0]];
		for (const profile of ['openPlatform', 'top'] as const) {
			expect((await refusal(callOf(profile))).message).toBe(
				'Alibaba.com refused access to this data',
			);
		}
	});

	it('a code of the business layer under a flag, under none, and inside a good answer', async () => {
		const { client } = alibabaFor(sandbox, clock, 'openPlatform');
		const category = '/alibaba/icbu/category/get/v2';
		const leaf = await refusal(client.call(category, { parent_category_id: '1' }));
		expect(leaf.message).toContain('There is no such category, or it is a leaf');
		const order = await refusal(client.call('/alibaba/order/get', { e_trade_id: '4711' }));
		expect(order.message).toBe('There is no such order in this account');
		const query_req = { product_id: '1601206892606' };
		const buyer = await refusal(client.call('/eco/buyer/product/description', { query_req }));
		expect(buyer.description).toContain('400: country is required');
	});

	it('a body that is no answer', async () => {
		for (const kind of ['cutJson', 'html', 'emptyBody'] as const) {
			sandbox.faults.next({ kind, target: 'alibaba' });
			const error = await refusal(callOf('openPlatform'));
			expect(error.message).toBe('Alibaba.com answered with something that is no result');
		}
	});
});
