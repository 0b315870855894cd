// A pass through all orders that have ended, for their reviews.
import type { TriggerState } from '../../../../nodes/AliExpress/trigger/position/state.ts';
import { feedStatusOf } from '../../../../nodes/AliExpress/trigger/schedule/report.ts';
import { reviews, both, idsOf, sorted, allOf, byOrders, wayOf, fill } from './reviewShop.mts';
import {
	activate,
	beijingDay,
	DAY,
	DAY_START,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	place,
	review,
	run,
	save,
	tick,
} from './shop.mts';
import type { Host, Shop } from './shop.mts';

describe('a pass over many orders', () => {
	it('finds every review beside orders, keeps to its calls, and says how long it takes', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		fill(shop, 100);
		const settings = { ...both, includeFeedStatus: true };
		await activate(host, shop, settings);
		const got: Awaited<ReturnType<typeof run>> = [];
		for (let hour = 0; hour < 7 * 24; hour += 1) {
			// Of an order anywhere among those that do not leave the list before the next pass.
			if (hour % 2 === 0 && hour < 2 * 24) {
				const parent = shop.orders[800 + ((hour * 37) % 2_000)];
				review(shop, 5, { parentOrderId: parent?.id ?? 0 });
			}
			for (let order = 0; order < 4; order += 1) place(shop);
			got.push(...(await run(host, shop, 60, settings)));
			save(host);
		}
		expect(sorted(idsOf(got))).toEqual(allOf(shop));
		for (const [day, spent] of shop.spentByDay) {
			expect(spent).toBeLessThanOrEqual(130);
			if (day === beijingDay(DAY_START) + 4) expect(spent).toBeGreaterThan(110);
		}
		const status = got.at(-1)?.feed as Record<
			'reviewsPassDays' | 'reviewsCoveredDays' | 'behindSeconds',
			number
		>;
		expect(status.reviewsPassDays).toBeGreaterThan(2);
		expect(status.reviewsPassDays).toBeLessThan(5);
		expect(status.reviewsCoveredDays).toBe(Math.floor(29.9 - status.reviewsPassDays));
		// All is known that was there when the last whole pass began.
		expect((status.behindSeconds * 1_000) / DAY).toBeGreaterThan(status.reviewsPassDays - 0.1);
		// Orders are still read three times as often.
		const heads = shop.calls.filter(({ query }) => !('order_status' in query));
		const ofOrders = heads.filter(({ method }) => method.includes('orderlist')).length;
		expect(ofOrders / 7).toBeGreaterThan(85);
	}, 300_000);

	it('goes on where it was after n8n was killed, and hands a lost batch out again', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		fill(shop, 20);
		await activate(host, shop, reviews);
		await run(host, shop, 5 * 60, reviews);
		const parents = [30, 200, 400, 575].map((place) => shop.orders[place]?.id ?? 0);
		const wanted = parents.map((parentOrderId) =>
			String(review(shop, 5, { parentOrderId }).orderId),
		);
		const got: string[] = [];
		let lost: { ids: string[]; atMs: number } | undefined;
		for (let minute = 0; minute < 24 * 60; minute += 1) {
			shop.nowMs += MINUTE;
			const items = await tick(host, shop, reviews);
			if (items.length > 0 && !lost) {
				// n8n saves the state and ends before the execution exists.
				lost = { ids: idsOf(items), atMs: shop.nowMs };
				kill(host);
				continue;
			}
			got.push(...idsOf(items));
			if (items.length > 0 && lost?.ids.includes(got[0] ?? '') && got.length === items.length) {
				expect(shop.nowMs - lost.atMs).toBeLessThan(30 * MINUTE);
			}
			if (minute % 300 === 299) {
				save(host);
				kill(host);
			}
		}
		expect(sorted(got)).toEqual(sorted(wanted));
		expect(got[0]).toBe(lost?.ids[0]);
	}, 120_000);

	it('waits for what a batch leaves over, which is found again after a kill', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		fill(shop, 20);
		const one = { ...reviews, itemsPerPoll: 1 };
		await activate(host, shop, one);
		await run(host, shop, 60, one);
		const way = wayOf(host) as { pass: { belowMs: number } };
		const next = shop.orders.filter(({ createdMs }) => createdMs < way.pass.belowMs).slice(-3);
		const wanted = next.map(({ id }) => String(review(shop, 5, { parentOrderId: id }).orderId));
		let items: Awaited<ReturnType<typeof tick>> = [];
		while (items.length === 0) {
			shop.nowMs += MINUTE;
			items = await tick(host, shop, one);
		}
		shop.nowMs += 10 * MINUTE;
		kill(host);
		const got = [...items, ...(await run(host, shop, 60, one))];
		expect(sorted(idsOf(got))).toEqual(sorted(wanted));
	});

	it('begins anew for a trigger that is added meanwhile, and misses nothing for either', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		fill(shop, 60);
		// Of before the start, of the newest order and of one that only a later read of a pass asks for.
		for (const place of [100, 1_790]) {
			review(shop, 5, { parentOrderId: shop.orders[place]?.id ?? 0, validMs: DAY_START - HOUR });
		}
		await activate(host, shop, reviews, 'a');
		await activate(host, shop, reviews, 'c');
		const got = await run(host, shop, 4 * 60, reviews, ['a', 'c']);
		// It comes upon a read in the middle of a pass, which was made for the others.
		const before = byOrders(shop);
		while (byOrders(shop) === before) {
			await tick(host, shop, reviews, 'c');
			shop.nowMs += MINUTE;
			await tick(host, shop, reviews, 'a');
		}
		expect(await activate(host, shop, reviews, 'b')).toEqual([]);
		const wanted: string[] = [];
		for (let hour = 0; hour < 70; hour += 1) {
			if (hour % 4 === 0 && hour < 30) {
				const parentOrderId = shop.orders[400 + ((hour * 41) % 1_300)]?.id ?? 0;
				wanted.push(String(review(shop, 5, { parentOrderId }).orderId));
			}
			got.push(...(await run(host, shop, 60, reviews, ['a', 'b', 'c'])));
		}
		expect(sorted(idsOf(got))).toEqual(sorted([...wanted, ...wanted, ...wanted]));
		// They share reads although both are a pass behind: each goes on below the one before.
		const pages = shop.calls
			.filter(({ atMs, query }) => atMs > shop.nowMs - DAY && 'order_status' in query)
			.map(({ query }) => String(query.create_date_end));
		expect(pages.length).toBeGreaterThan(50);
		const anew = pages.filter((end, place) => place > 0 && end >= (pages[place - 1] ?? ''));
		expect(anew.length).toBeLessThanOrEqual(3);
	}, 120_000);
});

describe('how long a pass takes', () => {
	const statusOf = (host: Host, shop: Shop) =>
		feedStatusOf(host.memory.get('a') as TriggerState, shop.nowMs);

	it.each([
		[40, both],
		[100, both],
		[150, reviews],
	])('is told of the first one too, at %i orders a day', async (perDay, settings) => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		fill(shop, perDay);
		await activate(host, shop, settings);
		// Of a single page nobody can tell how long the others take.
		expect(statusOf(host, shop)).toMatchObject({ reviewsReadBy: 'orders' });
		expect(statusOf(host, shop)).not.toHaveProperty('reviewsPassDays');
		expect(statusOf(host, shop)).not.toHaveProperty('reviewsCoveredDays');
		await run(host, shop, 16 * 60, settings);
		const early = statusOf(host, shop);
		while (wayOf(host)?.passMs === undefined) await run(host, shop, 30, settings);
		const days = Number(wayOf(host)?.passMs) / DAY;
		expect(early.reviewsPassDays).toBeGreaterThan(0.8 * days);
		expect(early.reviewsPassDays).toBeLessThan(1.25 * days + 0.1);
		expect(early.reviewsCoveredDays).toBeGreaterThanOrEqual(Math.floor(29.9 - 1.25 * days - 0.1));
		expect(early.reviewsCoveredDays).toBeLessThanOrEqual(29.9 - 0.8 * days);
	});
});

describe('a pass asks for the reviews of every order that has ended', () => {
	/** Ended orders at these ages before the beginning of the day, ms. */
	function ended(shop: Shop, placedMs: readonly number[]): void {
		for (const [nth, createdMs] of placedMs.entries()) {
			const endedMs = Math.min(shop.nowMs - HOUR, createdMs + ((nth * 37) % 19) * DAY);
			const times = { visibleAtMs: createdMs, changedMs: endedMs, paidMs: createdMs };
			place(shop, { createdMs, ...times, status: 'FINISH' });
		}
	}
	const even = (count: number, fromMs: number, apartMs: number) =>
		Array.from({ length: count }, (_, nth) => fromMs - nth * apartMs);
	const TWICE = Date.parse('2026-11-01T08:00:00Z');
	const noTotals = (_call: number, answer: { [field: string]: unknown }) => {
		const { result } = answer as { result?: Record<string, unknown> };
		if (result) for (const total of ['total_page', 'total_count']) delete result[total];
		return answer as never;
	};
	const old = even(120, DAY_START - 12 * DAY, 2 * HOUR);

	it.each([
		['130 in one second', [...even(130, DAY_START - 9 * DAY, 0), ...old], 'newest', undefined],
		['60 in the last second', [...even(60, DAY_START - 25 * DAY, 0), ...old], 'newest', undefined],
		['without a total', [...even(101, DAY_START - 9 * DAY, 0), ...old], 'newest', noTotals],
		['oldest first', old, 'oldest', undefined],
		['nearly newest first', even(230, DAY_START - 5 * DAY, HOUR), 'nearlyNewest', undefined],
		['by their last change', even(230, DAY_START - 9 * DAY, 2 * HOUR), 'lastChanged', undefined],
		[
			'in the hours of which one occurs twice',
			[...even(220, TWICE + 3 * HOUR, 80_000), ...even(100, TWICE - 4 * HOUR, HOUR)],
			'newest',
			undefined,
		],
		[
			'60 in a second of the hour that occurs twice',
			[...even(60, TWICE + HOUR + 600_000, 0), ...even(60, TWICE + 600_000, 0), ...old],
			'newest',
			undefined,
		],
	] as const)('%s', async (_what, placedMs, listing, tamper) => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		shop.listing = listing;
		shop.tamper = tamper;
		ended(shop, placedMs);
		await activate(host, shop, reviews);
		while (wayOf(host)?.passMs === undefined) await run(host, shop, 1, reviews);
		const asked = shop.calls.flatMap(
			({ query }) => (query.parent_order_ids as unknown as bigint[] | undefined) ?? [],
		);
		expect(sorted([...new Set(asked)].map(String))).toEqual(
			sorted(shop.orders.map(({ id }) => String(id))),
		);
		// A page holds the last second of the one before again, and in that hour what lies around it.
		expect(asked.length).toBeLessThan(shop.orders.length * 2);
	});

	it('also while those that are read by page leave the list', async () => {
		const shop = openShop(DAY_START, 40);
		const host = openHost();
		shop.reviewWindow = 'refused';
		shop.listing = 'oldest';
		ended(shop, even(1_400, DAY_START - 2 * DAY, (28 * DAY) / 1_400));
		await activate(host, shop, reviews);
		while (wayOf(host)?.passMs === undefined) await run(host, shop, 1, reviews);
		const asked = new Set(
			shop.calls.flatMap(({ query }) =>
				((query.parent_order_ids as unknown as bigint[] | undefined) ?? []).map(String),
			),
		);
		const listed = shop.orders.filter(({ createdMs }) => createdMs > shop.nowMs - 29.9 * DAY);
		expect(shop.orders.length - listed.length).toBeGreaterThan(50);
		expect(listed.filter(({ id }) => !asked.has(String(id)))).toEqual([]);
	}, 60_000);

	it('for each of two triggers, of which one is added in the middle of a pass by page', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		shop.reviewWindow = 'refused';
		shop.listing = 'oldest';
		ended(shop, even(600, DAY_START - 3 * DAY, HOUR));
		await activate(host, shop, reviews);
		await run(host, shop, 2 * 60, reviews);
		expect(wayOf(host)).toHaveProperty('pass.page');
		await activate(host, shop, reviews, 'b');
		const wanted = shop.orders.flatMap(({ id }, nth) =>
			nth % 20 === 0 ? [String(review(shop, 5, { parentOrderId: id }).orderId)] : [],
		);
		const got = await run(host, shop, 30 * 60, reviews, ['a', 'b']);
		expect(sorted(idsOf(got))).toEqual(sorted([...wanted, ...wanted]));
	}, 60_000);
});
