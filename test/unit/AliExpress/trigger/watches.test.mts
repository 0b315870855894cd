import { openKnown } from '../../../../nodes/AliExpress/trigger/position/packedIds.ts';
import { WATCHES } from '../../../../nodes/AliExpress/trigger/schedule/looks.ts';
import { readState } from '../../../../nodes/AliExpress/trigger/position/storedState.ts';
import type { TriggerEvent } from '../../../../nodes/AliExpress/trigger/events/events.ts';
import {
	DAY,
	DAY_START,
	finish,
	HOUR,
	kill,
	MINUTE,
	openHost,
	openShop,
	pay,
	place,
	run,
	ship,
} from './shop.mts';
import type { Host } from './shop.mts';
import { besides, publish, watch, watchLook, type Beside } from './watchShop.mts';

const T0 = DAY_START + HOUR;
const on = (...events: TriggerEvent[]) => ({ events });
const told = (items: ReadonlyArray<Record<string, unknown>>, ...fields: string[]) =>
	items.map((item) => [item.event, ...fields.map((field) => item[field])].join(' '));
const product = (id: number, more = {}) => ({
	id: String(1_005_000_000_000_000 + id),
	status: 'onSelling',
	price: '12.99',
	stock: 50,
	...more,
});
function open(more: Partial<Beside> = {}): { host: Host; beside: Beside } {
	return { host: openHost(), beside: besides(openShop(T0), more) };
}

describe('quota.low', () => {
	const low = { events: ['quota.low' as const], quotaLowPercent: 50 };

	it('is told once a day, and again the next day, without a call', async () => {
		const { host, beside } = open();
		await publish(host, beside, low);
		expect(await watch(host, beside, 30, low)).toEqual([]);
		beside.used = 100;
		const items = await watch(host, beside, 30, low);
		expect(told(items, 'usedPercent', 'left')).toEqual(['quota.low 50 100']);
		beside.used = 5;
		expect(await watch(host, beside, DAY / MINUTE, low, 10)).toEqual([]);
		beside.used = 150;
		expect(told(await watch(host, beside, 30, low), 'usedPercent')).toEqual(['quota.low 75']);
		expect(beside.shop.calls).toEqual([]);
	});

	it('is not told of what was used at the start', async () => {
		const { host, beside } = open({ used: 190 });
		expect(await publish(host, beside, low)).toEqual([]);
		expect(await watch(host, beside, 60, low)).toEqual([]);
	});
});

describe('order.shipBy', () => {
	const soon = on('order.shipBy');
	const waiting = (beside: Beside, hours: number) => {
		const order = place(beside.shop);
		pay(beside.shop, order);
		beside.deadlines.set(order.id, beside.shop.nowMs + hours * HOUR);
		return order;
	};
	it('is told once when the deadline comes near, not of shipped orders, not of those near at the start', async () => {
		const { host, beside } = open();
		waiting(beside, 5);
		await publish(host, beside, soon);
		const [order, sent] = [waiting(beside, 30), waiting(beside, 30)];
		expect(await watch(host, beside, 60, soon)).toEqual([]);
		ship(beside.shop, sent);
		const items = await watch(host, beside, 12 * 60, soon, 5);
		expect(told(items, 'orderId', 'isOverdue')).toEqual([`order.shipBy ${order.id} false`]);
		expect(await watch(host, beside, DAY / MINUTE, soon, 10)).toEqual([]);
		// A look every six hours, 1 call each.
		expect(beside.shop.calls.length).toBeLessThanOrEqual(9);
	});

	it('is told at once where the rows of other events show it', async () => {
		const { host, beside } = open();
		const both = on('order.created', 'order.shipBy');
		await publish(host, beside, both);
		await watch(host, beside, 20, both);
		const order = waiting(beside, 3);
		const items = await watch(host, beside, 40, both);
		expect(told(items, 'orderId')).toEqual(
			expect.arrayContaining([`order.created ${order.id}`, `order.shipBy ${order.id}`]),
		);
		expect(items).toHaveLength(2);
	});

	it('is told again when the deadline was put off and comes near again', async () => {
		const { host, beside } = open();
		await publish(host, beside, soon);
		const order = waiting(beside, 10);
		const [first] = await watch(host, beside, 7 * 60, soon, 5);
		beside.deadlines.set(order.id, beside.shop.nowMs + 40 * HOUR);
		expect(await watch(host, beside, 7 * 60, soon, 5)).toEqual([]);
		beside.deadlines.set(order.id, beside.shop.nowMs + 28 * HOUR);
		const again = await watch(host, beside, 7 * 60, soon, 5);
		expect(told(again, 'orderId')).toEqual([`order.shipBy ${order.id}`]);
		expect(again[0]?.eventId).not.toBe(first?.eventId);
	});
});

describe('order.complianceFailed', () => {
	const failed = on('order.complianceFailed');
	const reviewed = (beside: Beside, result: string) => {
		const order = place(beside.shop);
		pay(beside.shop, order);
		beside.reviews.set(order.id, result);
		return order;
	};

	it('is told when a review fails, again after another one, and not of those failed at the start', async () => {
		const { host, beside } = open();
		reviewed(beside, 'FAILED');
		// Another country is not reviewed.
		pay(beside.shop, place(beside.shop));
		await publish(host, beside, failed);
		await watch(host, beside, DAY / MINUTE, failed, 10);
		const [order, good] = [reviewed(beside, 'IN_REVIEW'), reviewed(beside, 'PASSED')];
		expect(await watch(host, beside, DAY / MINUTE, failed, 10)).toEqual([]);
		beside.reviews.set(order.id, 'FAILED');
		const [first, ...more] = await watch(host, beside, DAY / MINUTE, failed, 10);
		expect(more).toEqual([]);
		expect(first).toMatchObject({
			orderId: String(order.id),
			isFailed: true,
			lines: [{ orderLineId: String(order.id + 1), result: 'FAILED' }],
		});
		beside.reviews.set(order.id, 'IN_REVIEW');
		beside.reviews.set(good.id, 'FAILED');
		expect(await watch(host, beside, DAY / MINUTE, failed, 10)).toEqual([]);
		beside.reviews.set(order.id, 'FAILED');
		const [again] = await watch(host, beside, DAY / MINUTE, failed, 10);
		expect(again?.eventId).not.toBe(first?.eventId);
		for (const calls of beside.shop.spentByDay.values()) expect(calls).toBeLessThanOrEqual(16);
	});
});

describe('parcel.milestone', () => {
	const parcel = { events: ['parcel.milestone' as const], parcelCallsADay: 12 };
	const sent = (beside: Beside, ...words: string[]) => {
		const order = place(beside.shop);
		pay(beside.shop, order);
		ship(beside.shop, order);
		beside.tracks.set(order.id, words);
		return order;
	};
	const HELD = 'Import customs clearance failed';

	it.each([undefined, 'asf.shipment'])(
		'is told once each, and not what had happened at the start (refused: %s)',
		async (refused) => {
			const { host, beside } = open(refused === undefined ? {} : { refused });
			const old = sent(beside, HELD);
			await publish(host, beside, parcel);
			await watch(host, beside, DAY / MINUTE, parcel, 10);
			const fresh = sent(beside, 'Parcel picked up', 'Import customs clearance complete');
			beside.tracks.get(old.id)!.push('Out for delivery');
			const items = await watch(host, beside, (2 * DAY) / MINUTE, parcel, 10);
			expect(told(items, 'orderId', 'milestone').sort()).toEqual([
				`parcel.milestone ${old.id} outForDelivery`,
				`parcel.milestone ${fresh.id} customsCleared`,
			]);
			expect(JSON.stringify(host.memory.get('a'))).not.toContain('clearance');
			beside.tracks.get(fresh.id)!.push('Out for delivery', 'Delivered');
			const more = await watch(host, beside, (2 * DAY) / MINUTE, parcel, 10);
			expect(told(more, 'orderId', 'milestone').sort()).toEqual([
				`parcel.milestone ${fresh.id} outForDelivery`,
				`parcel.milestone ${fresh.id} signed`,
			]);
			for (const [day, calls] of beside.shop.spentByDay)
				expect([day, calls <= 12 + 2]).toEqual([day, true]);
		},
	);

	it('looks at the one that waited longest, so that each has its turn within the calls', async () => {
		const { host, beside } = open();
		const orders = Array.from({ length: 30 }, () => sent(beside));
		await publish(host, beside, parcel);
		// 12 calls a day: at first the numbers of all, then each every 3 days and the list.
		await watch(host, beside, (7 * DAY) / MINUTE, parcel, 30);
		for (const order of orders) beside.tracks.get(order.id)!.push('Out for delivery');
		const items = await watch(host, beside, (4 * DAY) / MINUTE, parcel, 30);
		expect(items).toHaveLength(30);
		expect(await watch(host, beside, (3 * DAY) / MINUTE, parcel, 30)).toEqual([]);
	});

	it('looks no more at what is delivered, and forgets what is listed no more', async () => {
		const { host, beside } = open();
		await publish(host, beside, parcel);
		const order = sent(beside, 'Delivered');
		await watch(host, beside, (2 * DAY) / MINUTE, parcel, 10);
		const before = beside.shop.calls.length;
		await watch(host, beside, (2 * DAY) / MINUTE, parcel, 10);
		expect(beside.shop.calls.length - before).toBeLessThanOrEqual(3);
		finish(beside.shop, order);
		await watch(host, beside, (6 * DAY) / MINUTE, parcel, 10);
		const known = readState(host.memory.get('a'))?.watches?.parcels?.known ?? '';
		expect(known).not.toContain(order.id.toString(36));
	});
});

describe('sales.daily', () => {
	/** Orders over a day in Shanghai, two of three paid an hour later, 1 USD each. */
	const sell = async (host: Host, beside: Beside, settings: object, hours: number) => {
		const items: Array<Record<string, unknown>> = [];
		for (let hour = 0; hour < hours; hour += 1) {
			const order = place(beside.shop);
			items.push(...(await watch(host, beside, 30, settings)));
			if (hour % 3 !== 0) pay(beside.shop, order);
			items.push(...(await watch(host, beside, 30, settings)));
		}
		return items.filter(({ event }) => event === 'sales.daily');
	};
	const figures = (items: ReadonlyArray<Record<string, unknown>>) =>
		items.map(({ day, orders, paid, paidAmounts }) => ({ day, orders, paid, paidAmounts }));
	const day = (name: string, orders: number, paid: number) => ({
		day: name,
		orders,
		paid,
		paidAmounts: [{ amount: `${paid}.00`, currency: 'USD' }],
	});

	it('is told once a day from what the lists have shown, without a call', async () => {
		const { host, beside } = open();
		const settings = on('order.created', 'order.paid', 'sales.daily');
		await publish(host, beside, settings);
		const items = await sell(host, beside, settings, 73);
		expect(figures(items)).toEqual([
			day('2026-11-22', 23, 15),
			day('2026-11-23', 24, 16),
			day('2026-11-24', 24, 16),
		]);
		const isOfDay = ({ query }: { query: Record<string, unknown> }) =>
			String(query.create_date_end).endsWith('07:59:59');
		// The first day was not read from its beginning.
		expect(beside.shop.calls.filter(isOfDay)).toHaveLength(2);
	});

	it('reads the day where the lists do not show it: those that have ended too, once', async () => {
		const { host, beside } = open();
		const settings = on('sales.daily');
		await publish(host, beside, settings);
		const early = place(beside.shop);
		await sell(host, beside, settings, 12);
		finish(beside.shop, early);
		for (let order = 0; order < 120; order += 1) place(beside.shop);
		const items = await sell(host, beside, settings, 14);
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			day: '2026-11-22',
			orders: 1 + 120 + 23,
			timeZone: 'Asia/Shanghai',
		});
		expect(beside.shop.calls.length).toBeLessThanOrEqual(5);
	});

	it('is told once more with the same figures, and without a call, where n8n was killed with it', async () => {
		const { host, beside } = open();
		const settings = on('sales.daily');
		await publish(host, beside, settings);
		const told = await sell(host, beside, settings, 24);
		const calls = beside.shop.calls.length;
		kill(host);
		const again = await watch(host, beside, 2, settings);
		expect(again).toEqual(told);
		expect(told).toHaveLength(1);
		expect(beside.shop.calls.length).toBe(calls);
	});
});

describe('promotion.ending', () => {
	const ending = on('promotion.ending');

	it('is told once, again when the end is put off, and not of those that end soon at the start', async () => {
		const { host, beside } = open();
		const later = { id: '5001', endMs: T0 + 3 * DAY };
		beside.promotions = [{ id: '5000', endMs: T0 + DAY }, later];
		await publish(host, beside, ending);
		expect(told(await watch(host, beside, (2 * DAY) / MINUTE, ending, 10), 'promotionId')).toEqual([
			'promotion.ending 5001',
		]);
		later.endMs += 5 * DAY;
		expect(await watch(host, beside, (3 * DAY) / MINUTE, ending, 10)).toEqual([]);
		expect(told(await watch(host, beside, (2 * DAY) / MINUTE, ending, 10), 'promotionId')).toEqual([
			'promotion.ending 5001',
		]);
		expect(beside.shop.calls.length).toBeLessThanOrEqual(8);
	});
});

describe('store.health', () => {
	const health = on('store.health');

	it('is told when it gets worse and when it gets better, with one call a day', async () => {
		const { host, beside } = open({ level: 100 });
		await publish(host, beside, health);
		expect(await watch(host, beside, (2 * DAY) / MINUTE, health, 10)).toEqual([]);
		beside.level = 200;
		const worse = await watch(host, beside, (2 * DAY) / MINUTE, health, 10);
		beside.level = 0;
		const better = await watch(host, beside, (2 * DAY) / MINUTE, health, 10);
		expect(told([...worse, ...better], 'health', 'levelBefore', 'isWorse')).toEqual([
			'store.health severe 100 true',
			'store.health healthy 200 false',
		]);
		expect(beside.shop.calls.length).toBeLessThanOrEqual(7);
	});
});

describe('products', () => {
	const both = on('product.offline', 'product.priceChanged');

	it('are told when they go offline or change their price, each time, but not when they are new', async () => {
		const { host, beside } = open({ products: [product(1), product(2), product(3)] });
		await publish(host, beside, both);
		await watch(host, beside, 60, both);
		const [first, second] = beside.products;
		first!.status = 'editingRequired';
		second!.price = '9.50';
		beside.products.push(product(4), product(5, { status: 'offline' }));
		const fields = ['productId', 'status'];
		const items = await watch(host, beside, 13 * 60, both, 10);
		expect(told(items, ...fields).sort()).toEqual([
			`product.offline ${first!.id} editingRequired`,
			`product.priceChanged ${second!.id} onSelling`,
		]);
		expect(items.find(({ event }) => event === 'product.priceChanged')).toMatchObject({
			minPrice: { amount: '9.50', currency: 'USD' },
			minPriceBefore: { amount: '12.99', currency: 'USD' },
		});
		first!.status = 'onSelling';
		second!.price = '12.990';
		const back = await watch(host, beside, 13 * 60, both, 10);
		expect(told(back, ...fields)).toEqual([`product.priceChanged ${second!.id} onSelling`]);
		first!.status = 'offline';
		second!.price = '9.50';
		const again = await watch(host, beside, 13 * 60, both, 10);
		expect(again).toHaveLength(2);
		const ids = [...items, ...again].map(({ eventId }) => eventId);
		expect(new Set(ids).size).toBe(4);
	});

	it('keep prices of every form, and tell each change of one and nothing else', async () => {
		const forms = ['1.234', '99999999999.5', '0', '7', '7.00', '0.05', '1200', '3.5'];
		const products = forms.map((price, id) => product(id, { price }));
		const { host, beside } = open({ products });
		await publish(host, beside, both);
		expect(await watch(host, beside, DAY / MINUTE, both, 10)).toEqual([]);
		products[3]!.price = '7.0';
		products[4]!.price = '7';
		products[7]!.price = '3.50';
		expect(await watch(host, beside, DAY / MINUTE, both, 10)).toEqual([]);
		for (const one of products) one.price = `${one.price}${one.price.includes('.') ? '' : '.'}1`;
		const items = await watch(host, beside, DAY / MINUTE, both, 10);
		expect(items).toHaveLength(forms.length);
		expect(
			items.map(({ minPriceBefore }) => (minPriceBefore as { amount: string }).amount),
		).toEqual(['1.234', '99999999999.5', '0.00', '7.00', '7.00', '0.05', '1200.00', '3.50']);
	});

	it('are handed out again under the same ids when n8n lost them', async () => {
		const { host, beside } = open({ products: [product(1), product(2)] });
		await publish(host, beside, both);
		await watch(host, beside, 60, both);
		beside.products[0]!.price = '5.00';
		beside.shop.nowMs += 12 * HOUR;
		const lost = await watch(host, beside, 3, both);
		kill(host);
		const again = await watch(host, beside, 3, both);
		expect(again.map(({ eventId }) => eventId)).toEqual(lost.map(({ eventId }) => eventId));
		expect(lost).toHaveLength(1);
		expect(await watch(host, beside, DAY / MINUTE, both, 10)).toEqual([]);
	});

	it('hands out no more than the items of a poll, and the rest with the next ones', async () => {
		const products = Array.from({ length: 120 }, (_, place) => product(place));
		const { host, beside } = open({ products });
		const few = { ...both, itemsPerPoll: 50 };
		await publish(host, beside, few);
		await watch(host, beside, 60, few);
		for (const one of products) one.price = '1.00';
		beside.shop.nowMs += 12 * HOUR;
		expect(await watch(host, beside, 1, few)).toHaveLength(50);
		kill(host);
		host.activation = 'other';
		expect(await watch(host, beside, 20, few)).toHaveLength(70);
	});
});

describe('product.stockLow', () => {
	it('is told when the stock of a watched variant comes down, and again after it was filled up', async () => {
		const products = [product(1), product(2), product(3)];
		const { host, beside } = open({ products });
		const low = {
			events: ['product.stockLow' as const],
			watchedProducts: [products[0]!.id, products[1]!.id],
			lowStock: 5,
		};
		await publish(host, beside, low);
		await watch(host, beside, 60, low);
		for (const one of products) one.stock = 3;
		products[1]!.stock = 6;
		const items = await watch(host, beside, 13 * 60, low, 10);
		expect(told(items, 'productId', 'stock')).toEqual([`product.stockLow ${products[0]!.id} 3`]);
		products[0]!.stock = 80;
		expect(await watch(host, beside, 13 * 60, low, 10)).toEqual([]);
		products[0]!.stock = 0;
		const again = await watch(host, beside, 13 * 60, low, 10);
		expect(told(again, 'stock')).toEqual(['product.stockLow 0']);
		expect(again[0]?.eventId).not.toBe(items[0]?.eventId);
	});
});

/** A restart of n8n, in which the first poll must not fail: that would leave the trigger off for a while. */
async function runInStart(host: Host, beside: Beside, settings: object) {
	kill(host);
	const first = await watch(host, beside, 1, settings);
	const second = await watch(host, beside, 1, settings).catch((reason: Error) => reason.message);
	return [first, second];
}

describe('watches', () => {
	const all = [
		'order.shipBy',
		'product.offline',
		'product.priceChanged',
		'promotion.ending',
		'quota.low',
		'store.health',
	] as const;

	it('take at most three in ten calls of the share, and leave the lists the others', async () => {
		const products = Array.from({ length: 5_000 }, (_, place) => product(place));
		const { host, beside } = open({ products });
		const settings = { events: ['order.created' as const, ...all] };
		await publish(host, beside, settings);
		await watch(host, beside, (2 * DAY) / MINUTE, settings, 5);
		const [, day] = [...beside.shop.spentByDay.values()];
		expect(day).toBeLessThanOrEqual(130);
		const isOfWatch = (query: unknown) =>
			!JSON.stringify(query ?? {}).includes('create_date_start');
		const later = beside.shop.calls.filter(
			({ atMs }) => atMs >= T0 + 23 * HOUR && atMs < T0 + 47 * HOUR,
		);
		const watched = later.filter(({ query }) => isOfWatch(query)).length;
		expect(watched).toBeGreaterThan(20);
		expect(watched).toBeLessThanOrEqual(39);
		expect(later.length - watched).toBeGreaterThan(80);
		const state = readState(host.memory.get('a'));
		expect(JSON.stringify(state).length).toBeLessThan(256 * 1024);
	});

	it('know 5,000 products with a range of prices and 2,000 parcels, so that all fits into 256 KB', async () => {
		const price = (id: number) => `${100 + (id % 900)}.${10 + (id % 90)}`;
		const products = Array.from({ length: 5_000 }, (_, id) => product(id, { price: price(id) }));
		const { beside } = open({ products });
		beside.shop.share = Infinity;
		const orders = Array.from({ length: 2_000 }, (_, order) =>
			place(beside.shop, { createdMs: T0 - order * MINUTE, status: 'WAIT_BUYER_ACCEPT_GOODS' }),
		);
		for (const { id } of orders) beside.tracks.set(id, ['Out for delivery']);
		const events = ['product.priceChanged' as const, 'parcel.milestone' as const];
		/** Looks until nothing is left, and what is known then. */
		const sweep = async (name: 'products' | 'parcels', looks: number, packed = '') => {
			const known = openKnown(packed, 'a', Infinity);
			const look = watchLook(beside, { events, parcelCallsADay: 10_000 }, known);
			let told = 0;
			for (let at: string | undefined, count = 0; count < looks; count += 1) {
				beside.shop.nowMs += 1_000;
				const looked = await WATCHES[name].look({ ...look(), at, isLearning: packed === '' });
				at = looked.next;
				told += looked.sightings.length;
				for (const { key, value } of looked.sightings) known.set(key, value);
			}
			return { told, known: known.pack().known };
		};
		const pages = Math.ceil(products.length / 99);
		const listed = await sweep('products', pages);
		for (const one of products) one.price = '1.00';
		expect((await sweep('products', pages, listed.known)).told).toBe(5_000);
		const pagesOfOrders = 41;
		const listedOrders = await sweep('parcels', pagesOfOrders);
		// Calls are quicker without them.
		beside.shop.orders = [];
		const followed = await sweep('parcels', 2_000, listedOrders.known);
		beside.shop.nowMs += 7 * HOUR;
		for (const words of beside.tracks.values()) words.push('Delivered');
		const again = await sweep('parcels', 200, followed.known);
		expect(again.told).toBe(200);
		const length = listed.known.length + again.known.length;
		expect(length).toBeGreaterThan(130_000);
		expect(length).toBeLessThan(175_000);
	});

	it('fail one by one: the user is told once, the others go on, no call is burnt', async () => {
		const { host, beside } = open({ products: [product(1)], refused: 'diagnosis' });
		const settings = on('store.health', 'product.offline');
		await expect(publish(host, beside, settings)).rejects.toThrow('refused');
		await watch(host, beside, 3, settings);
		const told = await runInStart(host, beside, settings);
		expect(told).toEqual([[], 'refused']);
		beside.products[0]!.status = 'offline';
		const items = await watch(host, beside, 5 * 60, settings, 5);
		expect(items).toEqual([]);
		const before = beside.shop.calls.length;
		expect(before).toBeLessThan(10);
	});

	it('keep nothing of a trigger without them', async () => {
		const { host, beside } = open();
		await publish(host, beside, on('order.created'));
		await run(host, beside.shop, 30, on('order.created'));
		expect(readState(host.memory.get('a'))?.watches).toBeUndefined();
	});
});
