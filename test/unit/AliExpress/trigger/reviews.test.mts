// Reviews that are read by their orders, where the window of their dates fails.
import { NodeApiError } from 'n8n-workflow';

import { sampleOf } from '../../../../nodes/AliExpress/trigger/sample.ts';
import {
	reviews,
	received,
	rated,
	idsOf,
	sorted,
	allOf,
	byOrders,
	byWindow,
	wayOf,
	fill,
} from './reviewShop.mts';
import {
	activate,
	DAY,
	DAY_START,
	depsOf,
	HOUR,
	invalidParameter,
	openHost,
	openShop,
	run,
} from './shop.mts';
import type { Shop } from './shop.mts';

describe('reviews whose window is refused', () => {
	it('come by their orders at once, each once, and the status says so', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		const old = rated(shop, { validMs: DAY_START - HOUR });
		expect(await activate(host, shop, reviews)).toEqual([]);
		const got: Awaited<ReturnType<typeof run>> = [];
		for (let hour = 0; hour < 30; hour += 1) {
			if (hour % 3 === 0) rated(shop);
			got.push(...(await run(host, shop, 60, reviews)));
		}
		expect(sorted(idsOf(got))).toEqual(allOf(shop).filter((id) => id !== String(old.orderId)));
		expect(got.at(-1)?.feed).toMatchObject({
			reviewsReadBy: 'orders',
			reviewsByOrdersBecause: 'refused',
			reviewsPassDays: 0,
			reviewsCoveredDays: 29,
		});
		// The window is tried again once a day, not with every read.
		expect(byWindow(shop)).toBeLessThanOrEqual(4);
	}, 60_000);

	it('go back to the window once it is answered, and repeat nothing either way', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		const got: Awaited<ReturnType<typeof run>> = [];
		const ways: unknown[] = [];
		for (let hour = 0; hour < 4 * 24; hour += 1) {
			shop.reviewWindow = hour >= 20 && hour < 50 ? 'refused' : 'whole';
			if (hour % 2 === 0) rated(shop);
			got.push(...(await run(host, shop, 60, reviews)));
			ways.push(wayOf(host)?.byOrders !== undefined);
		}
		got.push(...(await run(host, shop, 60, reviews)));
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		expect([ways[19], ways[20], ways[49], ways[75]]).toEqual([false, true, true, false]);
	}, 120_000);

	it('are told to be refused where the orders are refused as well', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		await run(host, shop, 60, reviews);
		shop.tamper = () => {
			throw invalidParameter();
		};
		await expect(run(host, shop, 120, reviews)).rejects.toThrow('did not accept the parameters');
		shop.tamper = undefined;
		const one = rated(shop);
		expect(idsOf(await run(host, shop, 120, reviews))).toEqual([String(one.orderId)]);
		expect(wayOf(host)?.byOrders).toBeUndefined();
	});

	it('are told to be refused where the orders are not permitted', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		shop.reviewWindow = 'refused';
		shop.tamper = () => {
			throw new NodeApiError({ name: 'x' } as never, {}, { message: 'no orders', httpCode: '403' });
		};
		await expect(run(host, shop, 120, reviews)).rejects.toThrow('did not accept the parameters');
		expect(wayOf(host)?.byOrders).toBeUndefined();
	});

	it('come by their orders where the window alone fails for hours', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		await run(host, shop, 60, reviews);
		const isDown = { failure: { cause: 'temporarily-unavailable' as const } };
		shop.tamper = (call, answer) => {
			if (!('start_valid_date' in (shop.calls[call - 1]?.query ?? {}))) return answer;
			const said = { message: 'no', httpCode: '503', ...isDown };
			throw new NodeApiError({ name: 'x' } as never, {}, said);
		};
		const one = rated(shop);
		const settings = { ...reviews, reportAfterFailedReads: 1_000 };
		expect(idsOf(await run(host, shop, 120, settings))).toEqual([String(one.orderId)]);
		expect(wayOf(host)?.byOrders).toMatchObject({ why: 'refused' });
	});

	it.each([
		['the authorization has ended', '401'],
		['the permission is missing', '403'],
		['the platform is down', '503'],
	])('are not taken for refused when %s', async (_what, httpCode) => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		await run(host, shop, 60, reviews);
		const before = byOrders(shop);
		const isDown = httpCode === '503' && { failure: { cause: 'temporarily-unavailable' as const } };
		shop.tamper = (call, answer) => {
			if (!('start_valid_date' in (shop.calls[call - 1]?.query ?? {}))) return answer;
			throw new NodeApiError({ name: 'x' } as never, {}, { message: 'no', httpCode, ...isDown });
		};
		rated(shop);
		await run(host, shop, 20, reviews).catch(() => []);
		expect(byOrders(shop)).toBe(before);
		expect(wayOf(host)?.byOrders).toBeUndefined();
	});
});

describe('reviews of a window that cannot be gone by', () => {
	it('come by their orders when one is left out, and that one with them', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		await run(host, shop, 26 * 60, reviews);
		const missed = rated(shop);
		shop.leftOut.add(missed.orderId);
		const others = [rated(shop), rated(shop)];
		const got = await run(host, shop, 26 * 60, reviews);
		expect(sorted(idsOf(got))).toEqual(sorted([missed, ...others].map((one) => `${one.orderId}`)));
		// A list by date can lag behind the orders, so the newest day says nothing.
		expect(wayOf(host)?.byOrders).toBeUndefined();
		expect(idsOf(await run(host, shop, 36 * 60, reviews))).toEqual([]);
		expect(wayOf(host)?.byOrders).toMatchObject({ why: 'missed' });
		// It stays so although the window shows all of them from now on.
		shop.leftOut.clear();
		expect(idsOf(await run(host, shop, 3 * 24 * 60, reviews))).toEqual([]);
		expect(wayOf(host)?.byOrders).toMatchObject({ why: 'missed' });
	}, 120_000);

	it('come by their orders when the list is cut off whatever is asked for', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		shop.reviewWindow = 'newest';
		const got: Awaited<ReturnType<typeof run>> = [];
		for (let hour = 0; hour < 48; hour += 1) {
			rated(shop);
			got.push(...(await run(host, shop, 60, reviews)));
		}
		got.push(...(await run(host, shop, 120, reviews)));
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		expect(wayOf(host)?.byOrders).toMatchObject({ why: 'cut' });
	}, 120_000);

	it('stay with it while it shows what their orders show, also without permission for orders', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, reviews);
		shop.tamper = (call, answer) => {
			if (!shop.calls[call - 1]?.method.includes('orderlist')) return answer;
			throw new NodeApiError({ name: 'x' } as never, {}, { message: 'no', httpCode: '403' });
		};
		const got: Awaited<ReturnType<typeof run>> = [];
		for (let hour = 0; hour < 50; hour += 1) {
			if (hour === 25) shop.tamper = undefined;
			if (hour % 5 === 0) rated(shop);
			got.push(...(await run(host, shop, 60, reviews)));
			if (hour === 24) expect(wayOf(host)?.checkedAtMs ?? 0).toBe(0);
		}
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		expect(wayOf(host)?.byOrders).toBeUndefined();
		expect(wayOf(host)?.checkedAtMs).toBeGreaterThan(DAY_START + DAY);
		// Two comparisons a day at most, each of an order page and a call for its reviews.
		expect(byOrders(shop)).toBeLessThanOrEqual(4);
	}, 120_000);
});

describe('Fetch Test Event where the window of reviews is refused', () => {
	function sample(shop: Shop) {
		const { node, call, settings } = depsOf(openHost(), shop, reviews);
		return sampleOf({ node, call, settings, nowMs: shop.nowMs, account: 'x', appSecret: 'y' });
	}

	it('shows the newest review of the newest finished orders, with two calls more', async () => {
		const shop = openShop(DAY_START);
		shop.reviewWindow = 'refused';
		fill(shop, 3);
		const newest = rated(shop);
		rated(shop, { validMs: DAY_START - 2 * DAY });
		expect(idsOf(await sample(shop))).toEqual([String(newest.orderId)]);
		expect(shop.calls).toHaveLength(3);
		expect([byWindow(shop), byOrders(shop)]).toEqual([1, 1]);
	});

	it('says that there is none where no finished order has one', async () => {
		const shop = openShop(DAY_START);
		shop.reviewWindow = 'refused';
		await expect(sample(shop)).rejects.toThrow('No review in the last 30 days');
		received(shop);
		await expect(sample(shop)).rejects.toThrow('No review in the last 30 days');
	});

	it.each([
		['tells the refusal where orders are not permitted', 'refused', '403', 'parameters', 2],
		['tells that the calls are used up', 'refused', '429', 'no orders', 2],
		['asks for no order where the window is down', 'whole', '503', 'no window', 1],
	] as const)('%s', async (_what, reviewWindow, httpCode, message, calls) => {
		const shop = openShop(DAY_START);
		shop.reviewWindow = reviewWindow;
		rated(shop);
		shop.tamper = () => {
			const said = reviewWindow === 'whole' ? 'no window' : 'no orders';
			throw new NodeApiError({ name: 'x' } as never, {}, { message: said, httpCode });
		};
		await expect(sample(shop)).rejects.toThrow(message);
		expect(shop.calls).toHaveLength(calls);
	});
});
