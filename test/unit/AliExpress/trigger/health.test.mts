import { NodeApiError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { openFeed } from '../../../../nodes/AliExpress/trigger/schedule/feed.ts';
import {
	drawForward,
	drawIn,
	hearOthers,
	readSoon,
} from '../../../../nodes/AliExpress/trigger/schedule/pushed.ts';
import type { TriggerSettings } from '../../../../nodes/AliExpress/trigger/settings.ts';
import { CONNECTOR_POLICY } from '../../../../nodes/quota/policy.ts';
import { redisStore } from '../../../../nodes/quota/redis/redisStore.ts';
import { drivenClock } from '../../../client/around.mts';
import { fakeRedis } from '../../quota/redisCounter.mts';
import {
	activate,
	beijingDay,
	DAY,
	DAY_START,
	dispute,
	HOUR,
	MINUTE,
	openHost,
	openShop,
	place,
	review,
	run,
	tick,
} from './shop.mts';
import type { Host, Shop } from './shop.mts';

function unavailable(): NodeApiError {
	return new NodeApiError(
		{ name: 'x' } as INode,
		{},
		{
			message: 'AliExpress did not answer',
			httpCode: '504',
			failure: { cause: 'temporarily-unavailable' },
		},
	);
}
function fail(): never {
	throw unavailable();
}

/** Polls every minute; what is thrown is what n8n makes an error execution of. */
async function poll(host: Host, shop: Shop, minutes: number, settings = {}) {
	const thrown: Array<{ atMs: number; message: string; description: string }> = [];
	const items: unknown[] = [];
	for (let minute = 0; minute < minutes; minute += 1) {
		shop.nowMs += MINUTE;
		try {
			items.push(...(await tick(host, shop, settings)));
		} catch (reason) {
			const { message, description } = reason as { message: string; description: string };
			thrown.push({ atMs: shop.nowMs, message, description });
		}
	}
	return { thrown, items };
}

describe('reads that bring nothing', () => {
	it('are silent at first, become one error execution, and another every six hours', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		await poll(host, shop, 30);
		const lastReadMs = Math.max(...shop.calls.map(({ atMs }) => atMs));
		shop.tamper = fail;
		const failingFromMs = shop.nowMs;
		const { thrown } = await poll(host, shop, 13 * 60);
		const hours = thrown.map(({ atMs }) => Math.round((atMs - failingFromMs) / HOUR));
		expect(hours.slice(0, 2).map((hour, place) => hour - 6 * place)).toEqual([1, 1]);
		expect(thrown[0]?.message).toMatch(/^Orders could not be read for \d+ min$/);
		expect(thrown[0]?.description).toMatch(/^[5-9] reads in a row/);
		expect(thrown[0]?.description).toContain('AliExpress did not answer');
		expect(thrown[0]?.description).toContain(`Last read ${new Date(lastReadMs).toISOString()}`);
		expect(thrown[0]?.description).toMatch(/complete up to [3-5]\d min ago/);
		shop.tamper = undefined;
		const order = place(shop, { createdMs: failingFromMs + MINUTE });
		const after = await poll(host, shop, 60);
		expect(after.items).toEqual([expect.objectContaining({ orderId: String(order.id) })]);
		expect(after.thrown).toEqual([]);
	});

	it('are reported after as many as are set, but not before half an hour', async () => {
		const shop = openShop(DAY_START, 13_000);
		const host = openHost();
		await activate(host, shop);
		shop.tamper = fail;
		const { thrown } = await poll(host, shop, 45);
		expect(thrown.map(({ atMs }) => (atMs - DAY_START) / MINUTE)).toEqual([31]);
		const other = openShop(DAY_START);
		const patient = { reportAfterFailedReads: 20 };
		const second = openHost();
		await activate(second, other, patient);
		other.tamper = fail;
		expect((await poll(second, other, 3 * 60, patient)).thrown).toEqual([]);
	});

	it('because the calls are used up are reported too, with the time they go on', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		shop.spentByDay.set(beijingDay(DAY_START), 130);
		const { thrown } = await poll(host, shop, 3 * 60);
		expect(thrown).toHaveLength(1);
		expect(thrown[0]?.description).toContain('The 130 calls a day set aside for triggers');
		expect(thrown[0]?.description).toContain(new Date(DAY_START + DAY).toISOString());
	});

	it('one list that is refused does not keep the others from being read', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		const all = {
			events: ['order.created' as const, 'review.created' as const, 'dispute.opened' as const],
		};
		await activate(host, shop, all);
		shop.tamper = (_, answer) => {
			if (!shop.calls.at(-1)?.method.includes('evaluation')) return answer;
			throw new NodeApiError(
				{ name: 'x' } as INode,
				{},
				{ message: 'The app lacks the permission', httpCode: '403' },
			);
		};
		const order = place(shop);
		const opened = dispute(shop);
		review(shop, 5);
		const { thrown, items } = await poll(host, shop, 120, all);
		expect(items).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ orderId: String(order.id), event: 'order.created' }),
				expect.objectContaining({ disputeId: String(opened.id) }),
			]),
		);
		expect(items).toHaveLength(2);
		expect(new Set(thrown.map(({ message }) => message))).toEqual(
			new Set(['The app lacks the permission']),
		);
	});
});

describe('the status of the feed', () => {
	it('stands in each item when it is wanted, with what came late and how orders are checked', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		const settings = { includeFeedStatus: true };
		await activate(host, shop, settings);
		await run(host, shop, 60, settings);
		const late = place(shop, { visibleAtMs: shop.nowMs + 3 * HOUR });
		const items = await run(host, shop, 8 * 60, settings);
		expect(items).toEqual([
			expect.objectContaining({
				orderId: String(late.id),
				feed: expect.objectContaining({ lateRows: 1, pending: 0, ordersChecked: 'byCount' }),
			}),
		]);
		const feed = items[0]?.feed as Record<string, unknown>;
		expect(feed.worstLateMinutes).toBeGreaterThanOrEqual(180);
		expect(feed.behindSeconds).toBeLessThan(120);
		expect(feed).not.toHaveProperty('countWrongSince');
		shop.nowMs += MINUTE;
		place(shop);
		const [plain] = await run(host, shop, 60);
		expect(plain).not.toHaveProperty('feed');
	});

	it('says so when the count of the list cannot be gone by', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		const settings = { includeFeedStatus: true };
		await activate(host, shop, settings);
		shop.tamper = (_, answer) => {
			Object.assign(answer.result as object, { total_count: 7 });
			return answer;
		};
		place(shop);
		const [first] = await run(host, shop, 30, settings);
		expect(first?.feed).toMatchObject({
			ordersChecked: 'byReadingAgain',
			countWrongSince: expect.stringMatching(/^2026-11-2/),
		});
	});
});

describe('a push', () => {
	const feedOf = (host: Host) => {
		const feed = [...host.feeds.values()][0];
		if (!feed) throw new Error('no feed');
		return feed;
	};

	it('brings an order with the next poll instead of the planned read', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		await run(host, shop, 13);
		const order = place(shop);
		expect(drawForward(feedOf(host), ['orders'], shop.nowMs)).toBe('due');
		const items = await run(host, shop, 1);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
	});

	it('that another process has received is heard of through the memory of both, once', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		await run(host, shop, 13);
		const order = place(shop);
		const app = { appKey: '512345', appSecret: 's3cret' };
		const access = { ...app, account: host.account, accessToken: 'token' };
		const [key = ''] = host.feeds.keys();
		const { http } = fakeRedis(() => shop.nowMs);
		const redis = { dialect: 'upstash', url: 'http://redis', token: key } as const;
		const { memory } = redisStore(http, redis, 'app', CONNECTOR_POLICY, drivenClock());
		if (!memory) throw new Error('Nothing is shared.');
		expect(readSoon(access, ['finished'], shop.nowMs, undefined, memory)).toBe('unwatched');
		await new Promise(setImmediate);
		expect(readSoon(access, ['orders'], shop.nowMs, undefined, memory)).toBe('unwatched');
		await new Promise(setImmediate);
		expect(await memory.read(`soon:${key}`)).toBe('finished,orders');
		await hearOthers(memory, host.feeds, key, shop.nowMs);
		const items = await run(host, shop, 1);
		expect(items.map(({ orderId }) => orderId)).toEqual([String(order.id)]);
		expect(await memory.read(`soon:${key}`)).toBeUndefined();
	});

	it('waits until the row can be there, and many of them are one read', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		await run(host, shop, 13);
		const calls = shop.calls.length;
		for (let index = 0; index < 50; index += 1) {
			drawForward(feedOf(host), ['orders'], shop.nowMs);
			shop.nowMs += 100;
			await tick(host, shop);
		}
		expect(shop.calls.length).toBe(calls);
		shop.nowMs += 10_000;
		await tick(host, shop);
		await tick(host, shop);
		expect(shop.calls.length).toBe(calls + 1);
	});

	it.each([130, 800])(
		'never costs more than the share of %i, leaves nothing late, and the evening its calls',
		async (share) => {
			const shop = openShop(DAY_START, share);
			const host = openHost();
			await activate(host, shop);
			const delays: number[] = [];
			const placedAtMs = new Map<string, number>();
			for (let minute = 0; minute < 24 * 60 - 1; minute += 1) {
				shop.nowMs += MINUTE;
				for (const { orderId } of await tick(host, shop)) {
					delays.push(shop.nowMs - (placedAtMs.get(String(orderId)) ?? 0));
				}
				placedAtMs.set(String(place(shop).id), shop.nowMs);
				drawForward(feedOf(host), ['orders'], shop.nowMs);
			}
			expect(Math.max(...shop.spentByDay.values())).toBeLessThanOrEqual(share);
			// A read costs two calls here, and what was borrowed can be missing at the very end.
			expect(Math.max(...delays)).toBeLessThan(Math.max((5 * DAY) / share, 20 * MINUTE));
			const lastMs = Math.max(...shop.calls.map(({ atMs }) => atMs));
			expect(lastMs).toBeGreaterThan(DAY_START + DAY - Math.max((5 * DAY) / share, 30 * MINUTE));
		},
		60_000,
	);

	it('about lists or accounts that nobody watches does nothing', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop);
		expect(drawForward(feedOf(host), ['reviews'], shop.nowMs)).toBe('unwatched');
		expect(drawIn(host.feeds, ['another'], ['orders'], shop.nowMs)).toBe('unwatched');
		expect(drawForward(openFeed(new Map(), 'new'), ['orders'], shop.nowMs)).toBe('unwatched');
		feedOf(host).closedUntilMs = shop.nowMs + HOUR;
		expect(drawForward(feedOf(host), ['orders'], shop.nowMs)).toBe('planned');
	});
});

describe("n8n's durable scheduler", () => {
	/** Loads the static data afresh for a poll, as it was saved last. */
	async function durableTick(
		host: Host,
		shop: Shop,
		settings: Partial<TriggerSettings> = {},
	): Promise<string[]> {
		shop.nowMs += MINUTE;
		const saved = host.saved.get('a');
		host.memory = new Map(saved === undefined ? [] : [['a', JSON.parse(saved) as unknown]]);
		return (await tick(host, shop, settings)).map(({ orderId }) => String(orderId));
	}

	function openDurable(): { shop: Shop; host: Host } {
		return { shop: openShop(DAY_START), host: { ...openHost(), activation: 'update' } };
	}

	it('loads the state afresh for each poll and saves it only with items: nothing is lost', async () => {
		const { shop, host } = openDurable();
		const got: string[] = [];
		const expected: string[] = [];
		for (let minute = 0; minute < 6 * 60; minute += 1) {
			got.push(...(await durableTick(host, shop)));
			if (minute % 37 === 5) expected.push(String(place(shop).id));
		}
		expect(got).toEqual(expected.slice(0, got.length));
		expect(got.length).toBeGreaterThanOrEqual(expected.length - 1);
	});

	it('gives a poll up, whose items are then handed out by a later one', async () => {
		const { shop, host } = openDurable();
		const got: string[] = [];
		const expected: string[] = [];
		let givenUp = 0;
		for (let minute = 0; minute < 6 * 60; minute += 1) {
			const before = host.saved.get('a');
			const items = await durableTick(host, shop);
			if (items.length > 0 && givenUp < 3 && before !== undefined) {
				// Neither the state nor the items of a poll that took too long are used.
				host.saved.set('a', before);
				givenUp += 1;
			} else {
				got.push(...items);
			}
			if (minute % 37 === 5) expected.push(String(place(shop).id));
		}
		expect(givenUp).toBe(3);
		expect(got).toEqual(expected.slice(0, got.length));
		expect(got.length).toBeGreaterThanOrEqual(expected.length - 1);
	});

	it('starts over once when the start point is changed, although nothing is saved yet', async () => {
		const { shop, host } = openDurable();
		const settings = { start: { from: 'date' as const, atMs: shop.nowMs - 3 * HOUR } };
		for (let minute = 0; minute < 30; minute += 1) {
			if (minute === 5) place(shop);
			await durableTick(host, shop, settings);
		}
		const got: string[] = [];
		let placedId = '';
		for (let minute = 0; minute < 3 * 60; minute += 1) {
			got.push(...(await durableTick(host, shop)));
			if (minute === 5) placedId = String(place(shop).id);
		}
		expect(got).toEqual([placedId]);
	});
});
