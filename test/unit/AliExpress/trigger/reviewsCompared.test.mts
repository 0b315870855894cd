// The window of reviews beside what the orders show.
import { readReviews } from '../../../../nodes/AliExpress/trigger/lists/reviews.ts';
import {
	reviews,
	both,
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
	HOUR,
	MINUTE,
	openHost,
	openShop,
	review,
	run,
} from './shop.mts';
import type { Shop } from './shop.mts';

describe('a window that is compared with the orders', () => {
	/** Reviews of the last days, of which every third is of an order that was changed lately. */
	function crowd(shop: Shop, count: number): void {
		for (let nth = 0; nth < count; nth += 1) {
			const validMs = shop.nowMs - HOUR - (nth * 6 * DAY) / count;
			if (nth % 3 === 0) rated(shop, { validMs });
			else review(shop, 5, { validMs });
		}
	}

	it('has missed nothing where a part of what was read before was left out', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewLimit = 20;
		crowd(shop, 450);
		await activate(host, shop, reviews);
		await run(host, shop, 12 * 60, reviews);
		expect(wayOf(host)?.checkedAtMs).toBeGreaterThan(DAY_START);
		// It was compared, and had to be left out: of 450 reviews not all fit into the calls.
		expect(byOrders(shop)).toBeGreaterThan(0);
		expect(wayOf(host)?.byOrders).toBeUndefined();
	});

	it.each([
		['says from when on it was read where it catches up', 2 * HOUR, DAY_START - 6 * HOUR],
		['was read as a whole where it is up to date', 12 * HOUR, undefined],
	])('%s', async (_, spanMs, shownFromMs) => {
		const asked: unknown[] = [];
		const read = await readReviews(
			async (_method, { trade_evaluation_request: query }) => {
				asked.push(query);
				return await Promise.resolve({ target_list: {} });
			},
			{
				fromMs: DAY_START - 5 * DAY,
				freshFromMs: DAY_START - 6 * HOUR,
				toMs: DAY_START,
				keep: 'earlier',
				maxCalls: 10,
				spanMs,
				zone: 'America/Los_Angeles',
				isOverdue: () => false,
			},
		);
		expect(read.shownFromMs).toBe(shownFromMs);
		expect(read.nextSpanMs).toBeUndefined();
		expect(asked).toHaveLength(shownFromMs === undefined ? 1 : 2);
	});

	it('has missed nothing where it shows reviews half a day after their orders do', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, both);
		const got: Awaited<ReturnType<typeof run>> = [];
		for (let hour = 0; hour < 8 * 24; hour += 1) {
			if (hour % 12 === 0 && hour < 7 * 24) shop.leftOut.add(rated(shop).orderId);
			for (const { orderId, validMs } of shop.reviews) {
				if (shop.nowMs > validMs + 12 * HOUR) shop.leftOut.delete(orderId);
			}
			got.push(...(await run(host, shop, 60, both)));
		}
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		expect(wayOf(host)?.byOrders).toBeUndefined();
		expect(byOrders(shop)).toBeGreaterThan(5);
	}, 120_000);

	it('is found to be cut off at a number that is not round', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewLimit = 37;
		await activate(host, shop, both);
		await run(host, shop, 60, both);
		// All at once, in one second, of orders that stand on several pages.
		const validMs = shop.nowMs;
		for (let nth = 0; nth < 60; nth += 1) rated(shop, { validMs }, 5 * DAY + nth * 5 * HOUR);
		const got = await run(host, shop, 4 * 24 * 60, both);
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		expect(wayOf(host)?.byOrders).toMatchObject({ why: 'missed' });
	}, 120_000);

	it('is still gone by where its halves fit', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewLimit = 20;
		await activate(host, shop, reviews);
		for (let nth = 0; nth < 60; nth += 1) review(shop, 5, { validMs: shop.nowMs + nth * MINUTE });
		expect(sorted(idsOf(await run(host, shop, 24 * 60, reviews)))).toEqual(allOf(shop));
		expect(wayOf(host)?.byOrders).toBeUndefined();
	});

	it('is not compared where the calls of a day do not suffice', async () => {
		const shop = openShop(DAY_START, 2);
		const host = openHost();
		rated(shop);
		await activate(host, shop, reviews);
		await run(host, shop, 3 * 24 * 60, reviews);
		expect(byWindow(shop)).toBeGreaterThanOrEqual(4);
		expect(byOrders(shop)).toBe(0);
	});

	it('is left with the newest orders first, wherever the comparisons have got to', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		fill(shop, 30);
		for (const order of shop.orders)
			Object.assign(order.versions[0] ?? {}, { changedMs: DAY_START });
		await activate(host, shop, reviews);
		await run(host, shop, 3 * 24 * 60, reviews);
		expect((wayOf(host) as { pass: { belowMs: number } }).pass.belowMs).toBeLessThan(
			DAY_START - 8 * DAY,
		);
		shop.reviewWindow = 'refused';
		const one = review(shop, 5, { parentOrderId: shop.orders.at(-1)?.id ?? 0 });
		expect(idsOf(await run(host, shop, 15, reviews))).toEqual([String(one.orderId)]);
	}, 60_000);
});
