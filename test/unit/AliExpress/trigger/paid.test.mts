import { drawForward } from '../../../../nodes/AliExpress/trigger/schedule/pushed.ts';
import {
	activate,
	beijingDay,
	beijingDayEnd,
	change,
	DAY,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	pay,
	place,
	review,
	run,
	ship,
	tick,
	type Shop,
	type ShopOrder,
} from './shop.mts';

const T0 = Date.parse('2026-11-22T03:00:00Z');
const both = { events: ['order.created' as const, 'order.paid' as const] };
const paid = { events: ['order.paid' as const] };
const told = (items: Array<Record<string, unknown>>) =>
	items.map(({ event, orderId }) => `${String(event)} ${String(orderId)}`);

/** What the calls of a shop asked the list of orders for. */
function asked(shop: Shop): string[] {
	return shop.calls.map(({ query }) => {
		const statuses = JSON.stringify(query.order_status_list ?? '');
		if (statuses.includes('WAIT_SELLER_SEND_GOODS')) return 'toSend';
		return query.order_status_list === undefined ? 'orders' : 'changed';
	});
}

/** Orders of a shop that sells a lot, evenly. */
function sell(shop: Shop, orders: number, withinMs: number): ShopOrder[] {
	return Array.from({ length: orders }, (_, i) =>
		place(shop, { createdMs: shop.nowMs - Math.floor((i * withinMs) / orders) }),
	);
}

describe('a payment', () => {
	it('told by the newest orders is not told again when its order changes days later', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		const trade = async (hours: number) => {
			const items: Array<Record<string, unknown>> = [];
			for (let i = 0; i < 2 * hours; i += 1) {
				sell(shop, 15, 30 * MINUTE);
				items.push(...(await run(host, shop, 30, both)));
			}
			return items.filter(({ event }) => event === 'order.paid');
		};
		await trade(8);
		const paidOnes = Array.from({ length: 4 }, () => place(shop));
		shop.nowMs += MINUTE;
		for (const order of paidOnes) pay(shop, order);
		expect(await trade(2)).toHaveLength(paidOnes.length);
		// Its order leaves the list of placed ones, and comes up in that of changed ones.
		for (const [i, hours] of [28, 12, 14, 10].entries()) {
			await trade(hours);
			const order = paidOnes[i];
			if (order) ship(shop, order);
		}
		expect(await trade(26)).toEqual([]);
	}, 60_000);

	it('that a list showed just after a clock ran ahead is told once the clock is right', async () => {
		for (const aheadMinutes of [32, 45, 60]) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, paid);
			await run(host, shop, 45, paid);
			const order = place(shop);
			host.aheadMs = aheadMinutes * MINUTE;
			await run(host, shop, 15, paid);
			pay(shop, order);
			host.aheadMs = 0;
			expect(told(await run(host, shop, 60, paid))).toEqual([`order.paid ${order.id}`]);
		}
	});

	it('tells of an order that was shown late while a clock ran ahead as soon as it is right', async () => {
		for (const [aheadMinutes, lateMinutes] of [
			[35, 25],
			[50, 20],
			[60, 24],
		] as const) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, both);
			// A quarter of an hour after the list of new orders was read.
			await run(host, shop, 125 + 15, both);
			const order = place(shop, { visibleAtMs: shop.nowMs + lateMinutes * MINUTE });
			await run(host, shop, lateMinutes - 9, both);
			host.aheadMs = aheadMinutes * MINUTE;
			await run(host, shop, 20, both);
			host.aheadMs = 0;
			const items = await run(host, shop, 15, both);
			expect(told(items)).toEqual([`order.created ${order.id}`]);
		}
	});

	it('is not read for sooner by a clock that jumps about', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, paid);
		for (let i = 0; i < 6 * 24; i += 1) {
			host.aheadMs = i % 2 === 0 ? 5 * MINUTE : 0;
			await run(host, shop, 10, paid);
		}
		expect(Math.max(...shop.spentByDay.values())).toBeLessThanOrEqual(shop.share);
	});

	it('that the list showed late is told after a read that was cut short', async () => {
		const quiet = { ...paid, reportAfterFailedReads: 10_000 };
		for (const lateMinutes of [15, 20, 25]) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, quiet);
			const order = place(shop);
			await run(host, shop, 125, quiet);
			// Read before it is shown, and not again for a while.
			pay(shop, order, { visibleAtMs: shop.nowMs + lateMinutes * MINUTE });
			expect(await run(host, shop, 13, quiet)).toEqual([]);
			shop.nowMs += 45 * MINUTE;
			const others = sell(shop, 170, 88 * MINUTE);
			for (const one of others) pay(shop, one, { changedMs: one.createdMs, paidMs: one.createdMs });
			// The last calls of the day bring a page of what is cut shorter.
			shop.spentByDay.set(beijingDay(shop.nowMs), shop.share - 2);
			shop.calls = [];
			await run(host, shop, 30, quiet);
			expect(asked(shop)).toEqual(['toSend', 'toSend']);
			shop.nowMs = beijingDayEnd(shop.nowMs);
			const items = told(await run(host, shop, 180, quiet));
			expect(items.filter((one) => one.endsWith(` ${order.id}`))).toEqual([
				`order.paid ${order.id}`,
			]);
		}
	});

	it('of an order that is sent while n8n is away is told once it is back', async () => {
		for (const awayHours of [9, 14, 30]) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, paid);
			const order = place(shop, { createdMs: shop.nowMs - 2 * HOUR });
			const others = sell(shop, 80, HOUR);
			for (const one of others) pay(shop, one);
			await run(host, shop, 60, paid);
			shop.nowMs += 30 * MINUTE;
			pay(shop, order);
			// Nobody sends an order sooner than hours after its payment.
			shop.nowMs += (awayHours - 1) * HOUR;
			ship(shop, order);
			for (const one of others) ship(shop, one);
			for (const one of sell(shop, 60, 10 * MINUTE)) pay(shop, one);
			shop.nowMs += 30 * MINUTE;
			kill(host);
			const items = told(await run(host, shop, 26 * 60, paid));
			expect(items.filter((one) => one.endsWith(` ${order.id}`))).toEqual([
				`order.paid ${order.id}`,
			]);
		}
	}, 60_000);

	it('of an order sent between two looks at those to send is told within a day', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, paid);
		await run(host, shop, 30, paid);
		const order = place(shop);
		sell(shop, 60, 5 * MINUTE);
		pay(shop, order);
		ship(shop, order);
		expect(told(await run(host, shop, 25 * 60, paid))).toEqual([`order.paid ${order.id}`]);
	});

	it('of an order that the buyer asks to cancel at once is told', async () => {
		for (const status of ['IN_CANCEL', 'IN_FROZEN']) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, paid);
			await run(host, shop, 30, paid);
			const order = place(shop, { createdMs: shop.nowMs - 5 * DAY });
			pay(shop, order);
			change(shop, order, status);
			expect(told(await run(host, shop, 2 * 60, paid))).toEqual([`order.paid ${order.id}`]);
		}
	});
});

describe('the orders that were sent', () => {
	/** A shop that sends everything hours after its payment, and reads of it for two days. */
	async function sendsLate(hours: number) {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		const waiting: ShopOrder[] = [];
		const trade = async (halfHours: number, odd?: (halfHour: number) => void) => {
			const items: Array<Record<string, unknown>> = [];
			for (let i = 0; i < halfHours; i += 1) {
				for (const order of sell(shop, 15, 30 * MINUTE)) waiting.push(order);
				const due = waiting.filter(({ createdMs }) => createdMs <= shop.nowMs - hours * HOUR);
				for (const order of due) ship(shop, order);
				waiting.splice(0, due.length);
				for (const order of waiting.slice(-15)) pay(shop, order);
				odd?.(i);
				items.push(...(await run(host, shop, 30, both)));
			}
			return items;
		};
		await trade(48);
		shop.calls = [];
		return { shop, host, trade, waiting };
	}
	const paidOf = (items: ReadonlyArray<Record<string, unknown>>, order: ShopOrder) =>
		items.filter(
			({ event, orderId }) => event === 'order.paid' && String(orderId) === String(order.id),
		);

	it('take a page or two while nobody is sent soon after the payment', async () => {
		const { shop, trade } = await sendsLate(20);
		await trade(48);
		const pages = asked(shop).filter((list) => list === 'changed').length;
		expect(pages).toBeGreaterThanOrEqual(3);
		expect(pages).toBeLessThanOrEqual(8);
	}, 60_000);

	it('are read back to before the last time, for the one that was sent within minutes', async () => {
		// Where all are sent after four hours, the newest page of those that were goes back less than two.
		const { shop, trade } = await sendsLate(4);
		await trade(1);
		const order = place(shop);
		await trade(6);
		pay(shop, order);
		ship(shop, order);
		expect(paidOf(await trade(20), order)).toHaveLength(1);
	}, 60_000);

	it('are read to the end when one of the newest was sent soon, for one that was paid days later', async () => {
		const { shop, trade } = await sendsLate(20);
		await trade(10);
		const old = place(shop, { createdMs: shop.nowMs - 3 * DAY });
		for (const order of [old, place(shop)]) {
			pay(shop, order);
			ship(shop, order);
		}
		expect(paidOf(await trade(20), old)).toHaveLength(1);
	}, 60_000);

	it('are read to the end when nobody has looked for hours at those to send', async () => {
		const { shop, trade } = await sendsLate(10);
		await trade(4);
		const old = place(shop, { createdMs: shop.nowMs - 3 * DAY });
		pay(shop, old);
		shop.nowMs += 10 * HOUR;
		ship(shop, old);
		expect(paidOf(await trade(20), old)).toHaveLength(1);
	}, 60_000);

	it('are read to the end where a batch of them was lost', async () => {
		const { shop, host, trade, waiting } = await sendsLate(10);
		await trade(4);
		const old = place(shop, { createdMs: shop.nowMs - 3 * DAY });
		pay(shop, old);
		shop.nowMs += 10 * HOUR;
		for (const order of [old, ...waiting.splice(0, 120)]) ship(shop, order);
		let items: Array<Record<string, unknown>> = [];
		for (let minute = 0; minute < 10 * 60 && paidOf(items, old).length === 0; minute += 1) {
			shop.nowMs += MINUTE;
			items = await tick(host, shop, both);
		}
		expect(paidOf(items, old)).toHaveLength(1);
		// n8n has stored the state and ends before the execution exists.
		kill(host);
		expect(paidOf(await run(host, shop, 30, both), old)).toHaveLength(1);
		expect(paidOf(await trade(20), old)).toEqual([]);
	}, 60_000);
});

describe('the two lists of new orders', () => {
	it('leave calls to new orders in the evening, however many pages they fill, and come with the next day', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const all = { ...both, itemsPerPoll: 1_000 };
		await activate(host, shop, all);
		const orders: ShopOrder[] = [];
		for (let half = 0; half < 8; half += 1) {
			shop.nowMs += 25 * MINUTE;
			orders.push(...sell(shop, 50, 25 * MINUTE));
			await run(host, shop, 5, all);
		}
		for (const order of orders) pay(shop, order);
		shop.spentByDay.set(beijingDay(shop.nowMs), 130 - 16);
		const before = shop.calls.length;
		const got = await run(host, shop, 70, all);
		const looks = asked(shop).slice(before);
		expect(looks.filter((list) => list === 'toSend').length).toBeLessThanOrEqual(4);
		expect(looks).toContain('orders');
		while (shop.nowMs < beijingDayEnd(T0) + HOUR) got.push(...(await run(host, shop, 30, all)));
		const missing = new Set(orders.map(({ id }) => String(id)));
		for (const { event, orderId } of got)
			if (event === 'order.paid') missing.delete(String(orderId));
		expect([...missing]).toEqual([]);
	});

	it('leave the list of changes no further behind than a day, however many there are', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		for (let halfHour = 0; halfHour < 4 * 48; halfHour += 1) {
			for (const order of sell(shop, 15, 30 * MINUTE)) {
				pay(shop, order);
				ship(shop, order);
			}
			await run(host, shop, 30, both);
		}
		const { lists } = host.memory.get('a') as { lists: { changed: { reachedMs: number } } };
		expect(shop.nowMs - lists.changed.reachedMs).toBeLessThan(26 * HOUR);
	}, 60_000);

	it('of a small shop: one call a read shows new orders and payments, the count is looked at seldom', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		shop.calls = [];
		const expected: string[] = [];
		const items = [];
		for (let i = 0; i < 24; i += 1) {
			const order = place(shop);
			expected.push(`order.created ${order.id}`, `order.paid ${order.id}`);
			items.push(...(await run(host, shop, 20, both)));
			pay(shop, order);
			items.push(...(await run(host, shop, 20, both)));
		}
		expect(told(items).toSorted()).toEqual(expected.toSorted());
		const reads = asked(shop);
		const count = (list: string) => reads.filter((one) => one === list).length;
		expect(count('toSend')).toBeGreaterThan(8 * count('orders'));
		expect(count('orders')).toBeGreaterThanOrEqual(7);
	});

	it('of a big shop: the newest orders at the pace, those to send once an hour', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		await run(host, shop, 30, both);
		for (let i = 0; i < 12; i += 1) {
			sell(shop, 20, 30 * MINUTE);
			await run(host, shop, 30, both);
		}
		shop.calls = [];
		for (let i = 0; i < 16; i += 1) {
			sell(shop, 20, 30 * MINUTE);
			await run(host, shop, 30, both);
		}
		const reads = asked(shop);
		const count = (list: string) => reads.filter((one) => one === list).length;
		expect(count('orders')).toBeGreaterThan(3 * count('toSend'));
		expect(count('toSend')).toBeGreaterThanOrEqual(7);
	});

	it('a shop that begins to sell a lot is read at the newest orders at once', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		await run(host, shop, 6 * 60, both);
		sell(shop, 200, 20 * MINUTE);
		shop.calls = [];
		await run(host, shop, 40, both);
		// Not only when its turn of every two hours has come.
		expect(asked(shop).filter((one) => one === 'orders').length).toBeGreaterThan(1);
	});

	it('a row that came hours late is found by the count, also where it is looked at seldom', async () => {
		for (const lateHours of [1, 3, 5]) {
			const shop = openShop(T0);
			const host = openHost();
			await activate(host, shop, both);
			for (let i = 0; i < 12; i += 1) {
				place(shop);
				await run(host, shop, 30, both);
			}
			const late = place(shop, { visibleAtMs: shop.nowMs + lateHours * HOUR });
			await run(host, shop, lateHours * 60, both);
			expect(told(await run(host, shop, 150, both))).toEqual([`order.created ${late.id}`]);
		}
	});

	it('serve a trigger that needs but one of them as well', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, {}, 'created');
		await activate(host, shop, paid, 'paid');
		await run(host, shop, 60, {}, ['created']);
		for (let i = 0; i < 30; i += 1) {
			const order = place(shop);
			const items: Array<Record<string, unknown>> = [];
			for (let minute = 0; minute < 20; minute += 1) {
				shop.nowMs += MINUTE;
				items.push(...(await tick(host, shop, {}, 'created')));
				items.push(...(await tick(host, shop, paid, 'paid')));
			}
			// By the list that only the other one needs, long before the count is looked at.
			expect(told(items)).toEqual([`order.created ${order.id}`]);
		}
	});

	it('lose nothing of a batch that another list showed and a kill swallowed', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const ids = ['created', 'paid'];
		await activate(host, shop, {}, 'created');
		await activate(host, shop, paid, 'paid');
		for (let i = 0; i < 20; i += 1) {
			const order = place(shop);
			let items: Array<Record<string, unknown>> = [];
			for (let minute = 0; minute < 40 && items.length === 0; minute += 1) {
				shop.nowMs += MINUTE;
				items = await tick(host, shop, {}, 'created');
				await tick(host, shop, paid, 'paid');
			}
			expect(told(items)).toEqual([`order.created ${order.id}`]);
			if (i % 5 !== 4) continue;
			kill(host);
			const again: Array<Record<string, unknown>> = [];
			for (let minute = 0; minute < 30; minute += 1) {
				shop.nowMs += MINUTE;
				for (const id of ids) {
					again.push(...(await tick(host, shop, id === 'paid' ? paid : {}, id)));
				}
			}
			expect(told(again)).toEqual([`order.created ${order.id}`]);
		}
	});

	it('are drawn forward by a push where they are read at the pace, whichever it names', async () => {
		const shop = openShop(T0);
		const host = openHost();
		await activate(host, shop, both);
		await run(host, shop, 40, both);
		const [feed] = host.feeds.values();
		if (!feed) throw new Error('no feed');
		for (let i = 0; i < 3; i += 1) {
			const order = place(shop);
			shop.calls = [];
			drawForward(feed, ['orders'], shop.nowMs);
			expect(told(await run(host, shop, 2, both))).toEqual([`order.created ${order.id}`]);
			expect(asked(shop)).toEqual(['toSend']);
			await run(host, shop, 45, both);
		}
	});
});

describe('a list that is read once a day', () => {
	it('does not part its trigger from the others of the account', async () => {
		const shop = openShop(T0);
		const host = openHost();
		const mixed = { events: ['order.paid' as const, 'review.negative' as const] };
		await activate(host, shop, {}, 'created');
		await activate(host, shop, mixed, 'mixed');
		for (let i = 0; i < 30; i += 1) {
			const order = place(shop);
			if (i % 7 === 0) review(shop, 5);
			if (i % 5 === 0) change(shop, order, 'IN_CANCEL');
			for (let minute = 0; minute < 60; minute += 1) {
				shop.nowMs += MINUTE;
				await tick(host, shop, {}, 'created');
				await tick(host, shop, mixed, 'mixed');
				const [feed] = host.feeds.values();
				expect([...(feed?.groups.keys() ?? [])]).toEqual(['live']);
			}
		}
	});
});
