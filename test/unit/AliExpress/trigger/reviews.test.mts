// Reviews that are read by their orders, where the window of their dates fails.
import { NodeApiError } from 'n8n-workflow';

import type { TriggerState } from '../../../../nodes/AliExpress/trigger/position/state.ts';
import { sampleOf } from '../../../../nodes/AliExpress/trigger/sample.ts';
import { feedStatusOf } from '../../../../nodes/AliExpress/trigger/schedule/report.ts';
import {
	activate,
	beijingDay,
	DAY,
	DAY_START,
	defaults,
	depsOf,
	finish,
	HOUR,
	invalidParameter,
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
import type { Host, Shop, ShopReview } from './shop.mts';

const reviews = { events: ['review.created' as const], includeFeedStatus: true };
const both = { events: ['order.created' as const, 'review.created' as const] };

/** An order of some days ago that was received yesterday. */
function received(shop: Shop, ageMs = 9 * DAY): number {
	const createdMs = shop.nowMs - ageMs;
	const endedMs = shop.nowMs - DAY;
	const times = { visibleAtMs: createdMs, changedMs: endedMs, paidMs: createdMs };
	const order = place(shop, { createdMs, ...times, status: 'FINISH' });
	finish(shop, order);
	return order.id;
}
const rated = (shop: Shop, at: Partial<ShopReview> = {}, ageMs?: number) =>
	review(shop, 5, { parentOrderId: received(shop, ageMs), ...at });
const idsOf = (items: ReadonlyArray<{ [field: string]: unknown }>) =>
	items.filter(({ event }) => event === 'review.created').map(({ orderId }) => String(orderId));
const sorted = (ids: readonly string[]) => [...ids].sort();
const allOf = (shop: Shop) => sorted(shop.reviews.map(({ orderId }) => String(orderId)));
const byOrders = (shop: Shop) =>
	shop.calls.filter(({ query }) => 'parent_order_ids' in query).length;
const byWindow = (shop: Shop) =>
	shop.calls.filter(({ query }) => 'start_valid_date' in query).length;
const wayOf = (host: Host) =>
	(host.memory.get('a') as { lists: { reviews: { way?: Record<string, unknown> } } }).lists.reviews
		.way;

/** Orders of 30 days that have ended, the oldest first. */
function fill(shop: Shop, perDay: number): void {
	const apartMs = DAY / perDay;
	for (let ageMs = 30 * DAY; ageMs > 0; ageMs -= apartMs) {
		const createdMs = shop.nowMs - ageMs;
		const times = { visibleAtMs: createdMs, changedMs: createdMs, paidMs: createdMs };
		place(shop, { createdMs, ...times, status: 'FINISH' });
	}
}

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

describe('Fetch Test Event where the window of reviews is refused', () => {
	function sample(shop: Shop) {
		const { node, call } = depsOf(openHost(), shop);
		const settings = { ...defaults, events: ['review.created' as const] };
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
});
