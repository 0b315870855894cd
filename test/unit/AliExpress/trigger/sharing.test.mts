import { runPoll } from '../../../../nodes/AliExpress/trigger/poll.ts';
import { sampleOf } from '../../../../nodes/AliExpress/trigger/sample.ts';
import {
	activate,
	DAY,
	DAY_START,
	defaults,
	depsOf,
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

const T0 = Date.parse('2026-11-22T03:00:00Z');
const ids = (items: Array<Record<string, unknown>>) => items.map((item) => String(item.orderId));
const reviews = { events: ['review.created' as const] };

describe('a past with many reviews', () => {
	/** 600 reviews of 40 days, of which the platform gives at most 20 an answer. */
	function pastOf(shop: ReturnType<typeof openShop>) {
		shop.reviewLimit = 20;
		for (let index = 0; index < 600; index += 1)
			review(shop, 5, { validMs: T0 - 40 * DAY + index * 96 * MINUTE });
	}
	const start = { from: 'date' as const, atMs: T0 - 41 * DAY };

	it.each([130, 12])('is caught up with %i calls a day', async (share) => {
		const shop = openShop(T0, share);
		const host = openHost();
		pastOf(shop);
		const settings = { ...reviews, start, itemsPerPoll: 200 };
		const got = ids(await activate(host, shop, settings));
		for (let poll = 0; poll < 40 * 24 && got.length < 600; poll += 1) {
			shop.nowMs += 60 * MINUTE;
			got.push(...ids(await tick(host, shop, settings)));
		}
		expect([...got].sort()).toEqual(shop.reviews.map(({ orderId }) => String(orderId)).sort());
		for (const spent of shop.spentByDay.values()) expect(spent).toBeLessThanOrEqual(share);
	});

	it('gives the last ones, not the first ones, when the calls do not suffice', async () => {
		const shop = openShop(T0, 12);
		const host = openHost();
		pastOf(shop);
		const settings = { ...reviews, start: { from: 'last' as const, count: 3 } };
		const got = await activate(host, shop, settings);
		expect(ids(got)).toEqual(shop.reviews.slice(-3).map(({ orderId }) => String(orderId)));
	});

	it('does not delay the orders of the same trigger', async () => {
		const shop = openShop(T0);
		const host = openHost();
		shop.reviewLimit = 20;
		const settings = { events: ['order.created' as const, 'review.created' as const] };
		await activate(host, shop, settings);
		for (let hour = 0; hour < 10; hour += 1) {
			// Some 150 reviews an hour, so that each read of them takes many calls.
			for (let index = 0; index < 150; index += 1)
				review(shop, 5, { validMs: shop.nowMs + index * 20_000 });
			const order = place(shop);
			const items = await run(host, shop, 60, settings);
			expect(ids(items.filter(({ event }) => event === 'order.created'))).toEqual([
				String(order.id),
			]);
		}
	}, 60_000);

	it('brings all of them when an answer holds less than an hour', async () => {
		const shop = openShop(T0);
		const host = openHost();
		shop.reviewLimit = 20;
		await activate(host, shop, reviews);
		// One a minute for an hour and a half.
		for (let index = 0; index < 90; index += 1)
			review(shop, 5, { validMs: shop.nowMs + index * MINUTE, visibleAtMs: shop.nowMs + 2 * HOUR });
		const got = ids(await run(host, shop, 24 * 60, reviews));
		expect([...got].sort()).toEqual(shop.reviews.map(({ orderId }) => String(orderId)).sort());
	});

	it('ends when each answer takes as long as a poll may', async () => {
		const shop = openShop(T0);
		const host = openHost();
		pastOf(shop);
		const settings = { ...reviews, start, itemsPerPoll: 200 };
		const got: string[] = [];
		shop.tamper = (_, answer) => {
			shop.nowMs += MINUTE;
			return answer;
		};
		for (let poll = 0; poll < 20 * 48 && got.length < 600; poll += 1) {
			shop.nowMs += 30 * MINUTE;
			const deps = { ...depsOf(host, shop, settings), pollBudgetMs: MINUTE };
			got.push(...ids((await runPoll(deps)) ?? []));
		}
		expect(new Set(got).size).toBe(600);
	});
});

describe('a trigger that polls seldom', () => {
	it('does not widen the reads of the others and does not slow them down', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		await activate(host, shop, {}, 'often');
		await activate(host, shop, {}, 'seldom');
		const got: string[] = [];
		for (let third = 0; third < 6; third += 1) {
			await run(host, shop, 8 * 60, {}, ['often']);
			place(shop);
			got.push(...ids(await tick(host, shop, {}, 'seldom')));
		}
		shop.nowMs += 12 * MINUTE;
		got.push(...ids(await tick(host, shop, {}, 'seldom')));
		expect(Math.abs(shop.calls.length - 260)).toBeLessThan(15);
		expect(got.length).toBeGreaterThanOrEqual(5);
	});
});

describe('triggers that n8n starts one after another', () => {
	it('all use the read that was due with the first of them', async () => {
		for (const order of [
			['a', 'b', 'c'],
			['c', 'a', 'b'],
		]) {
			const shop = openShop(T0);
			const host = openHost();
			for (const id of order) await activate(host, shop, {}, id);
			await run(host, shop, 30, {}, order);
			for (const id of order) save(host, id);
			place(shop);
			shop.nowMs += 30 * MINUTE;
			kill(host);
			shop.calls = [];
			const got: string[] = [];
			for (const id of order) got.push(...ids(await activate(host, shop, {}, id)));
			expect(got).toEqual(order.map(() => String(shop.orders.at(-1)?.id)));
			expect(shop.calls).toHaveLength(1);
		}
	});
});

describe('a trigger whose saved state is old', () => {
	it('gives its part of the calls back as soon as it has caught up', async () => {
		for (const [awayHours, found] of [
			[13, 0],
			[20, 14],
			[40, 14],
		] as const) {
			const shop = openShop(DAY_START);
			const host = openHost();
			for (const id of ['a', 'b']) await activate(host, shop, reviews, id);
			await run(host, shop, awayHours * 60, reviews, ['a', 'b']);
			// n8n has saved one of them since, and has had no reason to save the other.
			save(host, 'a');
			kill(host);
			shop.calls = [];
			// It reads for itself, and hands that out one by one.
			for (let index = 0; index < found; index += 1) review(shop, 5, { validMs: shop.nowMs });
			for (let minute = 0; minute < 90; minute += 1) {
				await run(host, shop, 1, reviews);
				await tick(host, shop, { ...reviews, itemsPerPoll: 1 }, 'b');
			}
			const atMs = shop.calls.map((one) => one.atMs);
			const gapsMs = atMs.slice(1).map((ms, i) => ms - (atMs[i] ?? 0));
			expect(atMs.length).toBeGreaterThan(6);
			expect(Math.max(...gapsMs)).toBeLessThanOrEqual(15 * MINUTE);
		}
	});
});

describe('rows in memory', () => {
	it('go with the next poll of any account when nobody asks for them any more', async () => {
		const shop = openShop(T0);
		const host = openHost();
		place(shop);
		await activate(host, shop, {}, 'a');
		await activate(host, shop, {}, 'b');
		shop.nowMs += 12 * MINUTE;
		await tick(host, shop, {}, 'a');
		const [left] = [...host.feeds.values()];
		const held = () => [...(left?.groups.values() ?? [])].filter((group) => group.snapshot);
		expect(held()).toHaveLength(1);
		shop.nowMs += 31 * MINUTE;
		host.account = '2000000002';
		await tick(host, shop, {}, 'c');
		expect(held()).toHaveLength(0);
		expect(host.feeds.size).toBe(2);
		shop.nowMs += 26 * HOUR;
		await tick(host, shop, {}, 'c');
		expect(host.feeds.size).toBe(1);
	});
});

describe('a sample', () => {
	it('of a paid order is found behind a page of unpaid ones', async () => {
		const shop = openShop(T0);
		const createdMs = T0 - 5 * DAY;
		const order = place(shop, { createdMs, paidMs: createdMs, status: 'WAIT_SELLER_SEND_GOODS' });
		for (let index = 0; index < 120; index += 1) place(shop, { createdMs: T0 - DAY });
		const { node, call } = depsOf(openHost(), shop);
		const settings = { ...defaults, events: ['order.paid' as const] };
		const deps = { node, call, settings, nowMs: T0, account: 'x', appSecret: 'y' };
		expect(ids(await sampleOf(deps))).toEqual([String(order.id)]);
		expect(shop.calls).toHaveLength(1);
	});
});

describe('lists that are read at different times', () => {
	const orders = { events: ['order.created' as const] };
	const both = { events: ['order.created' as const, 'review.created' as const] };

	it('hands orders to a trigger although the reviews were read since', async () => {
		const shop = openShop(Date.UTC(2026, 10, 21, 16));
		const host = openHost();
		const placedAtMs = new Map<string, number>();
		const delays: number[] = [];
		const later = async (settings: typeof both | typeof orders | typeof reviews, id: string) => {
			shop.nowMs += 20_000;
			return await tick(host, shop, settings, id);
		};
		// Activated faster than the first read ends, so the pace is that of two lists from the start.
		await Promise.all([
			tick(host, shop, orders, 'orders'),
			tick(host, shop, reviews, 'reviews'),
			tick(host, shop, both, 'both'),
		]);
		for (let minute = 0; minute < 6 * 60; minute += 1) {
			if (minute % 7 === 3) placedAtMs.set(String(place(shop).id), shop.nowMs);
			for (const item of await later(orders, 'orders')) {
				const atMs = placedAtMs.get(String(item.orderId)) ?? Number.NaN;
				delays.push((shop.nowMs - atMs) / MINUTE);
			}
			await later(reviews, 'reviews');
			await later(both, 'both');
		}
		expect(delays.length).toBeGreaterThan(40);
		// Two lists within 130 calls a day: a read of each every 22 minutes.
		expect(Math.max(...delays)).toBeLessThan((2 * DAY) / 130 / MINUTE + 4);
	});
});

describe('a list that cannot be read', () => {
	it('does not part its trigger from the others: the orders are still read once for both', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		const both = { events: ['order.created' as const, 'dispute.opened' as const] };
		const settingsOf = (id: string) => (id === 'a' ? both : {});
		shop.tamper = (_, answer) => {
			if (shop.calls.at(-1)?.method.includes('issuelist')) return { result: 'no permission' };
			return answer;
		};
		for (const id of ['a', 'b']) await tick(host, shop, settingsOf(id), id).catch(() => []);
		const got: Record<string, string[]> = { a: [], b: [] };
		let placed = 0;
		for (let minute = 0; minute < 2 * 24 * 60; minute += 1) {
			shop.nowMs += MINUTE;
			if (minute % 60 === 5) placed += place(shop) ? 1 : 0;
			for (const id of ['a', 'b']) {
				got[id]?.push(...ids(await tick(host, shop, settingsOf(id), id).catch(() => [])));
			}
		}
		expect(got.a).toHaveLength(placed);
		expect(got.b).toHaveLength(placed);
		const orderReads = shop.calls.filter(({ method }) => method.includes('orderlist'));
		const windows = new Map<number, number>();
		for (const { atMs } of orderReads) windows.set(atMs, (windows.get(atMs) ?? 0) + 1);
		expect(Math.max(...windows.values())).toBe(1);
		const shortlyAfter = orderReads.filter(
			({ atMs }, place) => atMs - (orderReads[place - 1]?.atMs ?? 0) < 5 * MINUTE,
		);
		expect(shortlyAfter.length).toBeLessThan(10);
	}, 60_000);

	it('is remembered for as long as it needs, while the others go on', async () => {
		const shop = openShop(DAY_START);
		const host = openHost();
		const start = { from: 'date', atMs: DAY_START - 9 * DAY } as const;
		const both = { events: ['order.created' as const, 'review.created' as const], start };
		for (let day = 1; day < 9; day += 1) review(shop, 5, { validMs: DAY_START - day * DAY });
		const got = await activate(host, shop, both);
		got.push(...(await run(host, shop, 60, both)));
		shop.tamper = (_, answer) => {
			if (shop.calls.at(-1)?.method.includes('evaluation')) return { result: 'no permission' };
			return answer;
		};
		for (let minute = 0; minute < 4 * 24 * 60; minute += 1) {
			shop.nowMs += MINUTE;
			if (minute % 60 === 5) place(shop);
			await tick(host, shop, both).catch(() => []);
		}
		shop.tamper = undefined;
		got.push(...(await run(host, shop, 2 * 60, both)));
		expect(got.filter(({ event }) => event === 'review.created')).toHaveLength(8);
	}, 60_000);
});
