// How watches share the calls of a day, and what they know when there is much to watch.
import { readState } from '../../../../nodes/AliExpress/trigger/position/storedState.ts';
import { openKnown } from '../../../../nodes/AliExpress/trigger/position/packedIds.ts';
import type { TriggerEvent } from '../../../../nodes/AliExpress/trigger/events/events.ts';
import { planWatches } from '../../../../nodes/quota/watchPlan.ts';
import {
	DAY,
	DAY_START,
	finish,
	HOUR,
	MINUTE,
	openHost,
	openShop,
	pay,
	place,
	save,
	ship,
} from './shop.mts';
import { besides, publish, watch, type Beside } from './watchShop.mts';

const T0 = DAY_START + HOUR;
const product = (id: number, more = {}) => ({
	id: String(1_005_000_000_000_000 + id),
	status: 'onSelling',
	price: '12.99',
	stock: 50,
	...more,
});
const open = (more: Partial<Beside> = {}) => ({
	host: openHost(),
	beside: besides(openShop(T0), more),
});
const sent = (beside: Beside, ...words: string[]) => {
	const order = place(beside.shop);
	pay(beside.shop, order);
	ship(beside.shop, order);
	beside.tracks.set(order.id, words);
	return order;
};
/** Hours between one look and the next at most, and the calls of the fullest day, by what calls ask. */
function looksOf(beside: Beside, asks: string, fromMs: number) {
	const times = beside.shop.calls
		.filter(({ query, atMs }) => atMs >= fromMs && JSON.stringify(query).includes(asks))
		.map(({ atMs }) => atMs);
	const gaps = times.slice(1).map((atMs, place) => atMs - (times[place] ?? 0));
	return { longestHours: Math.max(...gaps) / HOUR, looks: times.length };
}
const figures = {
	ordersPerDay: 0,
	ordersToShip: 1,
	parcels: 0,
	parcelCallsADay: 20,
	products: 0,
	watchedProducts: 0,
};

describe('watches that together want more than they get', () => {
	it('look as seldom as Plan tells, all through the day, and none waits for the next', async () => {
		const products = Array.from({ length: 30 }, (_, id) => product(id));
		const { host, beside } = open({ products });
		const settings = {
			events: ['order.shipBy', 'product.stockLow', 'store.health'] as TriggerEvent[],
			watchedProducts: products.map(({ id }) => id),
		};
		await publish(host, beside, settings);
		await watch(host, beside, (5 * DAY) / MINUTE, settings, 5);
		const plan = planWatches(
			['shipping', 'stock', 'health'],
			{ ...figures, watchedProducts: 30 },
			130,
		);
		const promised = plan.byWatch.shipping?.lookEveryHours ?? 0;
		expect(promised).toBe(11);
		const shipping = looksOf(beside, 'order_status_list', T0 + DAY);
		expect(shipping.longestHours).toBeLessThanOrEqual(promised + 0.5);
		expect(shipping.looks).toBeGreaterThan(7);
		for (const calls of [...beside.shop.spentByDay.values()].slice(1))
			expect(calls).toBeLessThanOrEqual(39);
	});

	it('leave the calls of the day to the others while 5,000 products are gone through', async () => {
		const products = Array.from({ length: 5_000 }, (_, id) => product(id));
		const { host, beside } = open({ products });
		const settings = { events: ['order.shipBy', 'product.priceChanged'] as TriggerEvent[] };
		await publish(host, beside, settings);
		await watch(host, beside, (3 * DAY) / MINUTE, settings, 10);
		const fromMs = beside.shop.nowMs;
		products[4_200]!.price = '1.00';
		const items = await watch(host, beside, (4 * DAY) / MINUTE, settings, 10);
		expect(items.map(({ productId }) => productId)).toEqual([products[4_200]!.id]);
		const plan = planWatches(['shipping', 'products'], { ...figures, products: 5_000 }, 130);
		const promised = plan.byWatch.shipping?.lookEveryHours ?? 0;
		expect(promised).toBeLessThan(24);
		expect(looksOf(beside, 'order_status_list', fromMs).longestHours).toBeLessThanOrEqual(
			promised + 1,
		);
	});

	it('keep to more looks than there are polls', async () => {
		const { host, beside } = open();
		beside.shop.share = Infinity;
		const parcels = Array.from({ length: 90 }, () => sent(beside));
		const settings = { events: ['parcel.milestone'] as TriggerEvent[], parcelCallsADay: 6 * 1_440 };
		await publish(host, beside, settings);
		// Two calls each within 6 calls a minute.
		await watch(host, beside, 40, settings);
		const known = readState(host.memory.get('a'))?.watches?.parcels?.known ?? '';
		expect(known.split(`LP${parcels[0]!.id}`.slice(0, 4)).length - 1).toBe(90);
	});
});

describe('what others lend from noon on', () => {
	const settings = {
		events: ['order.created', 'parcel.milestone', 'product.stockLow'] as TriggerEvent[],
		watchedProducts: Array.from({ length: 15 }, (_, id) => product(id).id),
		parcelCallsADay: 100,
	};

	it('is also for watches, in their part, and makes up for the morning', async () => {
		const spent: number[] = [];
		for (const lent of [0, 60]) {
			const { host, beside } = open({
				products: settings.watchedProducts.map((_, id) => product(id)),
			});
			beside.shop.lent = lent;
			for (let count = 0; count < 60; count += 1) sent(beside);
			await publish(host, beside, settings);
			await watch(host, beside, (4 * DAY) / MINUTE, settings, 5);
			const ofWatches = beside.shop.calls.filter(({ atMs, query }) => {
				const asked = JSON.stringify(query);
				// New orders are asked for by no status.
				const isOfList =
					asked.includes('create_date_start') && !asked.includes('order_status_list');
				return atMs >= T0 + 2 * DAY && atMs < T0 + 3 * DAY && !isOfList;
			});
			spent.push(ofWatches.length);
		}
		const [alone = 0, withLent = 0] = spent;
		// 3 in 10 of 130, and 2 in 10 of 60.
		expect(alone).toBeGreaterThanOrEqual(36);
		expect(alone).toBeLessThanOrEqual(40);
		expect(withLent).toBeGreaterThanOrEqual(46);
		expect(withLent).toBeLessThanOrEqual(52);
	});
});

describe('reviews of compliance', () => {
	it('that wait have their turn beside those of new orders', async () => {
		const { host, beside } = open();
		const settings = {
			events: ['order.complianceFailed'] as TriggerEvent[],
			complianceCallsADay: 4,
		};
		const waiting = () => {
			const order = place(beside.shop);
			pay(beside.shop, order);
			beside.reviews.set(order.id, 'IN_REVIEW');
			return order;
		};
		const old = Array.from({ length: 8 }, waiting);
		await publish(host, beside, settings);
		await watch(host, beside, (3 * DAY) / MINUTE, settings, 30);
		for (const { id } of old) beside.reviews.set(id, 'FAILED');
		const told = new Set<unknown>();
		// As many new ones a day as there are looks; they are shipped within two days.
		for (let day = 0; day < 6; day += 1) {
			const fresh = Array.from({ length: 8 }, waiting);
			for (const { orderId } of await watch(host, beside, (2 * DAY) / MINUTE, settings, 30))
				told.add(orderId);
			for (const order of fresh) ship(beside.shop, order);
		}
		expect(old.every(({ id }) => told.has(String(id)))).toBe(true);
	});
});

describe('parcels', () => {
	const settings = { events: ['parcel.milestone'] as TriggerEvent[], parcelCallsADay: 12 };

	it('that are looked at first days after the start are told what has happened since, and nothing before', async () => {
		const { host, beside } = open();
		const [before, since] = [[], []] as [number[], number[]];
		beside.trackedAtMs = new Map();
		for (let count = 0; count < 20; count += 1) {
			const { id } = sent(beside, 'Out for delivery');
			beside.trackedAtMs.set(id, count % 2 === 0 ? T0 - HOUR : T0 + 2 * HOUR);
			(count % 2 === 0 ? before : since).push(id);
		}
		await publish(host, beside, settings);
		beside.shop.nowMs = T0 + 3 * HOUR;
		const items = await watch(host, beside, (6 * DAY) / MINUTE, settings, 30);
		const seen = items.map(({ orderId }) => Number(orderId)).sort();
		// One that was looked at within the first two hours has it learned as it is.
		expect(since.filter((id) => !seen.includes(id)).length).toBeLessThanOrEqual(1);
		expect(seen.filter((id) => before.includes(id))).toEqual([]);
	});

	it('on their way have their turn beside new ones', async () => {
		const { host, beside } = open();
		const old = Array.from({ length: 20 }, () => sent(beside));
		await publish(host, beside, settings);
		await watch(host, beside, (5 * DAY) / MINUTE, settings, 30);
		for (const { id } of old) beside.tracks.get(id)!.push('Out for delivery');
		const told = new Set<unknown>();
		// As many new ones a day as half of the calls would be for.
		for (let day = 0; day < 8; day += 1) {
			for (let count = 0; count < 3; count += 1) sent(beside);
			for (const { orderId } of await watch(host, beside, DAY / MINUTE, settings, 30))
				told.add(orderId);
		}
		expect(told.size).toBe(20);
	});
});

describe('a look that brings nothing', () => {
	const settings = { events: ['parcel.milestone'] as TriggerEvent[], parcelCallsADay: 12 };
	const following = async () => {
		const { host, beside } = open();
		const parcels = Array.from({ length: 8 }, () => sent(beside));
		await publish(host, beside, settings);
		await watch(host, beside, (3 * DAY) / MINUTE, settings, 10);
		for (const { id } of parcels) beside.tracks.get(id)!.push('Out for delivery');
		return { host, beside, parcels };
	};

	it('because the connection was cut is made again, before the next one has its turn', async () => {
		const { host, beside, parcels } = await following();
		const [first] = parcels;
		beside.breaks = { asked: ['tracking', `LP${first!.id}`], times: 1, how: 'cutOff' };
		const items = await watch(host, beside, DAY / MINUTE, settings, 10);
		expect(items.map(({ orderId }) => orderId).sort()).toEqual(
			parcels.map(({ id }) => String(id)).sort(),
		);
	});

	it('because the answer cannot be read does not keep the others waiting', async () => {
		const { host, beside, parcels } = await following();
		const [first, ...others] = parcels;
		beside.breaks = { asked: ['tracking', `LP${first!.id}`], times: Infinity, how: 'unreadable' };
		const seen: unknown[] = [];
		// It is told in an execution that failed, and n8n polls on.
		for (let part = 0; part < 40; part += 1) {
			const items = await watch(host, beside, HOUR / MINUTE, settings, 10).catch(() => []);
			seen.push(...items.map(({ orderId }) => orderId));
		}
		expect(seen.sort()).toEqual(others.map(({ id }) => String(id)).sort());
	});
});

describe('products', () => {
	const settings = { events: ['product.offline', 'product.priceChanged'] as TriggerEvent[] };

	it('that three sweeps miss are not forgotten, and those that four miss are', async () => {
		const { host, beside } = open({ products: [product(1), product(2), product(3)] });
		await publish(host, beside, settings);
		await watch(host, beside, HOUR / MINUTE, settings, 10);
		const [, second, third] = beside.products;
		beside.products = [product(1)];
		await watch(host, beside, 3 * 12 * 60, settings, 10);
		second!.price = '1.00';
		beside.products = [product(1), second!];
		const items = await watch(host, beside, 12 * 60, settings, 10);
		expect(items.map(({ productId }) => productId)).toEqual([second!.id]);
		third!.price = '1.00';
		beside.products = [product(1), second!, third!];
		expect(await watch(host, beside, 24 * 60, settings, 10)).toEqual([]);
	});

	it('are compared with their last price on sale', async () => {
		const { host, beside } = open({ products: [product(1), product(2)] });
		await publish(host, beside, settings);
		await watch(host, beside, HOUR / MINUTE, settings, 10);
		const [first, second] = beside.products;
		for (const one of [first!, second!]) one.status = 'offline';
		await watch(host, beside, 12 * 60, settings, 10);
		first!.price = '9.50';
		await watch(host, beside, 12 * 60, settings, 10);
		for (const one of [first!, second!]) one.status = 'onSelling';
		const items = await watch(host, beside, 12 * 60, settings, 10);
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'product.priceChanged',
			productId: first!.id,
			minPriceBefore: { amount: '12.99', currency: 'USD' },
		});
	});
});

it('a day whose rows move from page to page while it is read counts each order once', async () => {
	const { host, beside } = open();
	const settings = { events: ['sales.daily'] as TriggerEvent[], salesZone: 'Asia/Shanghai' };
	await publish(host, beside, settings);
	const orders: Array<ReturnType<typeof place>> = [];
	for (let count = 0; count < 130; count += 1) {
		orders.push(place(beside.shop));
		await watch(host, beside, 10, settings, 10);
	}
	let ended = 0;
	beside.shop.tamper = (_, answer) => {
		// Between one page and the next some orders end, and all rows behind them move up.
		for (const order of orders.slice(-3 - ended, orders.length - ended)) finish(beside.shop, order);
		ended += 3;
		return answer;
	};
	const items = await watch(host, beside, 5 * 60, settings, 1);
	expect(items).toHaveLength(1);
	expect(items[0]).toMatchObject({ orders: 130 });
});

describe('what watches know', () => {
	it('may grow a little beyond its room, but nothing new comes in', () => {
		const known = openKnown('', 'a', 100);
		// 12 characters each.
		for (let count = 0; count < 8; count += 1) expect(known.set(`k${count}`, '1234567')).toBe(true);
		expect(known.set('more', '1')).toBe(false);
		expect(known.get('more')).toBeUndefined();
		expect(known.set('k0', '12345678')).toBe(true);
		expect(known.set('k0', '1'.repeat(60))).toBe(false);
		expect(known.get('k0')).toBe('12345678');
		expect(known.leftOut).toBe(2);
	});

	it('leaves room for a day of orders, however many products there are', async () => {
		const products = Array.from({ length: 13_000 }, (_, id) => product(id));
		const { host, beside } = open({ products });
		beside.shop.share = Infinity;
		const settings = {
			events: ['sales.daily', 'product.priceChanged'] as TriggerEvent[],
			salesZone: 'Asia/Shanghai',
		};
		await publish(host, beside, settings);
		await watch(host, beside, 6 * 60, settings, 10);
		expect(host.told.filter((text) => text.includes('no room to remember'))).toHaveLength(1);
		for (let count = 0; count < 130; count += 1) place(beside.shop);
		const items = await watch(host, beside, DAY / MINUTE, settings, 10);
		// Orders of the same second stand on two pages that are read, and are known by then.
		expect(items).toEqual([expect.objectContaining({ event: 'sales.daily', orders: 130 })]);
	});

	it('has no room for more: that is not told again and again, and the log says it once a day', async () => {
		const { host, beside } = open({ products: [product(1)] });
		beside.promotions = [{ id: '5000', endMs: T0 + 30 * DAY }];
		const settings = { events: ['promotion.ending', 'product.priceChanged'] as TriggerEvent[] };
		await publish(host, beside, settings);
		const state = readState(host.memory.get('a'))!;
		const filler = Array.from({ length: 20_000 }, (_, at) => `f${at}=as.1;`).join('');
		const products = { ...state.watches!.products!, known: filler };
		host.memory.set('a', { ...state, revision: 1_000, watches: { ...state.watches, products } });
		save(host, 'a');
		beside.promotions = [{ id: '5001', endMs: beside.shop.nowMs + 2 * DAY }];
		const items = await watch(host, beside, DAY / MINUTE, settings, 10);
		expect(items).toEqual([]);
		expect(host.told.filter((text) => text.includes('no room to remember'))).toHaveLength(1);
		expect(JSON.stringify(host.memory.get('a')).length).toBeLessThan(256 * 1_024);
	});
});
