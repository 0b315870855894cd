import { FULL_SHOP } from '../sandbox/shop/shopOptions.mts';
import { currentVersion } from '../sandbox/shop/orders.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { DAY_MS, objectIn, openShop, rowsIn, START_MS } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

let shop: ReadShop;
afterEach(() => shop.sandbox.close());

const LIST = 'aliexpress.trade.seller.orderlist.get';
const page = async (query: Record<string, string | number>) => {
	const answer = await shop.read(LIST, {
		param_aeop_order_query: { current_page: 1, page_size: 50, ...query },
	});
	return objectIn(answer.result);
};

describe('a full shop', () => {
	test('holds every status, big ids, and orders over months', async () => {
		shop = await openShop({ shop: FULL_SHOP });
		const { orders, products, reviews, disputes, notes } = shop.sandbox.shop;
		expect(orders).toHaveLength(2000);
		const statuses = new Set(orders.map((order) => currentVersion(order).status));
		expect([...statuses].toSorted()).toEqual([
			'ARCHIVE',
			'FINISH',
			'FUND_PROCESSING',
			'IN_CANCEL',
			'IN_FROZEN',
			'IN_ISSUE',
			'PAYMENT_PROCESSING',
			'PLACE_ORDER_SUCCESS',
			'RISK_CONTROL',
			'RISK_CONTROL_HOLD',
			'SELLER_PART_SEND_GOODS',
			'WAIT_BUYER_ACCEPT_GOODS',
			'WAIT_COMPLETE_ADDRESS',
			'WAIT_GROUP',
			'WAIT_GROUP_SUCCESS',
			'WAIT_SELLER_EXAMINE_MONEY',
			'WAIT_SELLER_SEND_GOODS',
		]);
		expect(orders.some(({ id }) => id > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
		expect(new Set(orders.map(({ id }) => id)).size).toBe(2000);
		const oldest = Math.min(...orders.map(({ createdAtMs }) => createdAtMs));
		expect(START_MS - oldest).toBeGreaterThan(120 * DAY_MS);
		expect(orders.every(({ versions }) => versions.every((v) => v.changedAtMs <= START_MS))).toBe(
			true,
		);
		expect(orders.some(({ lines }) => lines.length === 3)).toBe(true);
		expect(products).toHaveLength(508);
		expect(new Set(products.flatMap(({ skus }) => skus.map(({ id }) => id))).size).toBe(
			products.flatMap(({ skus }) => skus).length,
		);
		expect(products.some(({ skus }) => skus[0]?.attributes === '<none>')).toBe(true);
		expect(products.some(({ skus }) => skus[0]?.attributes.includes(';'))).toBe(true);
		expect(reviews).toHaveLength(300);
		expect(new Set(reviews.map(({ stars }) => stars)).size).toBe(5);
		expect(new Set(disputes.map(({ status }) => status)).size).toBe(3);
		expect(notes.size).toBeGreaterThan(50);
	});

	test('follows from the seed, and is built only when it is looked at', async () => {
		shop = await openShop({ shop: FULL_SHOP });
		const texts: string[] = [];
		for (const seed of [3, 3, 4]) {
			const other = await startSandbox({ now: () => START_MS, seed, shop: FULL_SHOP });
			const { placeOrder, orders, reviews, disputes, products } = other.shop;
			placeOrder();
			texts.push(
				JSON.stringify([orders, reviews, disputes, products], (_, part: unknown) =>
					typeof part === 'bigint' ? String(part) : part,
				),
			);
			expect(orders).toHaveLength(2001);
			await other.close();
		}
		expect(texts[0]).toBe(texts[1]);
		expect(texts[0]).not.toBe(texts[2]);
		let filled = 0;
		const { shop: lazy } = shop.sandbox;
		lazy.fillLater(() => void (filled += 1));
		expect(lazy.promotions.length).toBeGreaterThan(0);
		expect(filled).toBe(0);
		expect(lazy.order(1n)).toBeUndefined();
		expect(lazy.orders).toHaveLength(0);
		expect(filled).toBe(1);
	});
});

describe('orders at scale', () => {
	test('a hundred thousand orders in pages, each once, newest first', async () => {
		shop = await openShop({ shop: { scaleOrders: 100_000 } });
		expect(await page({})).toMatchObject({ total_count: 100_000, total_page: 2000 });
		const seen = new Set<string>();
		const times: string[] = [];
		for (const current_page of [1, 2, 999, 1999, 2000]) {
			const rows = rowsIn((await page({ current_page })).target_list);
			expect(rows).toHaveLength(50);
			for (const row of rows) seen.add(String(row.order_id));
			times.push(...rows.map((row) => String(row.gmt_create)));
		}
		expect(seen.size).toBe(250);
		expect(times).toEqual(times.toSorted().reverse());
		expect((await page({ current_page: 2001 })).target_list).toEqual([]);
		const [one] = rowsIn((await page({ current_page: 1234 })).target_list);
		const { target } = await shop.read('aliexpress.trade.new.redefining.findorderbyid', {
			param1: { order_id: String(one?.order_id) },
		});
		expect(target).toMatchObject({ id: one?.order_id, gmt_create: one?.gmt_create });
		expect(shop.sandbox.shop.orders).toHaveLength(0);
	});

	test('statuses and windows filter them; orders placed later come first', async () => {
		shop = await openShop({ shop: { scaleOrders: 1000, scaleDays: 10 } });
		const unpaid = await page({ order_status: 'PLACE_ORDER_SUCCESS' });
		expect(unpaid.total_count).toBe(250);
		const day = await page({
			create_date_start: '2026-10-18 21:00:00',
			create_date_end: '2026-10-19 20:59:59',
		});
		expect(day.total_count).toBe(100);
		shop.atMs += 1000;
		const { id } = shop.sandbox.shop.placeOrder();
		const rows = rowsIn((await page({ page_size: 3 })).target_list);
		expect(rows[0]?.order_id).toBe(Number(id));
		const next = rowsIn((await page({ page_size: 3, current_page: 2 })).target_list);
		expect(new Set([...rows, ...next].map((row) => row.order_id)).size).toBe(6);
		const buyer = String(next[0]?.buyer_login_id);
		const own = rowsIn((await page({ buyer_login_id: buyer })).target_list);
		expect(own.every((row) => row.buyer_login_id === buyer)).toBe(true);
		expect((await page({})).total_count).toBe(1001);
	});

	test('scale and seeded orders do not go together', async () => {
		shop = await openShop();
		const both = startSandbox({ shop: { scaleOrders: 5, seedOrders: 5 } });
		await expect(both).rejects.toThrow('not both');
	});
});
