import { readFileSync } from 'node:fs';
import fc from 'fast-check';

import { maskedSource } from '../../../../nodes/AliExpress/parse/maskedSource.ts';
import { simplifyOrder, toOrderItem } from '../../../../nodes/AliExpress/parse/order/order.ts';
import {
	parseOrderDetail,
	toOrderDetailItem,
} from '../../../../nodes/AliExpress/parse/order/orderDetail.ts';
import { parseOrderList } from '../../../../nodes/AliExpress/parse/order/orderList.ts';
import { openEnvelope } from '../../../../nodes/wire/envelope.ts';
import { parseJson, type JsonObject } from '../../../../nodes/wire/json.ts';

const NOW_MS = Date.parse('2026-10-02T00:00:30.000Z');
const masked = { includeBuyerData: false, pseudonymKey: 'secret', nowMs: NOW_MS };
const plain = { ...masked, includeBuyerData: true };

function fixture(name: string): JsonObject {
	const opened = openEnvelope(parseJson(readFileSync(`test/fixtures/${name}.json`, 'utf8')));
	if (!opened.ok) throw new Error(`The fixture ${name} holds no result`);
	return opened.value;
}

function listOne(order: JsonObject) {
	const [raw] = parseOrderList({ result: { target_list: [order] } }).orders;
	if (!raw) throw new Error('No order was read');
	return raw;
}

/** Every key and value of an item, however deep. */
function leaves(value: unknown): unknown[] {
	if (typeof value !== 'object' || value === null) return [value];
	return Object.values(value).flatMap(leaves);
}

describe('order list', () => {
	const page = parseOrderList(fixture('samples/trade_seller_orderlist_get'));

	test('reads the page and both orders', () => {
		expect(page).toMatchObject({ currentPage: 1, totalPages: 1, totalCount: 2 });
		expect(page.orders.map((order) => order.fields.order_id)).toEqual([
			'1271684002642633',
			'1839720424923543',
		]);
	});

	test('simplifies to the contract of cards', () => {
		const items = page.orders.map((raw) => simplifyOrder(toOrderItem(raw, masked)));
		expect(items[0]).toEqual({
			orderId: '1271684002642633',
			status: 'WAIT_SELLER_SEND_GOODS',
			createdAt: '2026-10-01T19:12:12.000Z',
			paidAt: '2026-10-01T19:20:00.000Z',
			updatedAt: '2026-10-01T20:00:00.000Z',
			amount: { amount: '51.99', currency: 'USD' },
			products: [
				{
					productId: '2356980',
					name: 'Wireless Earbuds Pro',
					quantity: 1,
					skuCode: 'EARBUD-01',
					unitPrice: { amount: '25.99', currency: 'USD' },
					imageUrl: 'http://g03.a.alicdn.com/kf/images/eng/no_photo.gif',
				},
				{
					productId: '2356981',
					name: 'Silicone Case',
					quantity: 2,
					skuCode: 'CASE-01',
					unitPrice: { amount: '10.00', currency: 'USD' },
				},
			],
			productCount: 2,
			buyerRef: expect.stringMatching(/^[0-9a-f]{16}$/),
		});
		expect(items[1]).not.toHaveProperty('paidAt');
		expect(items[1]?.buyerRef).toBe(items[0]?.buyerRef);
	});

	test('the full item holds every field of the simplified one, unchanged', () => {
		for (const raw of page.orders) {
			const full = toOrderItem(raw, masked);
			const { products, ...flat } = simplifyOrder(full);
			expect(full).toMatchObject(flat);
			expect(full.products).toMatchObject(products);
			expect(full.createdAtPlatform).toMatch(/^2026-/);
		}
	});

	test('an item holds neither null nor empty text nor undefined', () => {
		const raw = listOne({
			order_id: 1,
			order_status: null,
			gmt_pay_time: 'null',
			end_reason: '',
			pay_amount: {},
			escrow_fee: null,
			product_list: {},
			buyer_login_id: '',
		});
		expect(toOrderItem(raw, masked)).toEqual({ orderId: '1', products: [], productCount: 0 });
		for (const { fields } of page.orders) {
			const values = leaves(toOrderItem({ fields, source: {} }, masked));
			for (const nothing of [null, undefined, '', 'null']) expect(values).not.toContain(nothing);
		}
	});

	test('unknown statuses and fields pass', () => {
		const raw = listOne({ order_id: '7', order_status: 'NEW_STATUS_2027', brand_new: { a: [1] } });
		expect(toOrderItem(raw, masked)).toMatchObject({ orderId: '7', status: 'NEW_STATUS_2027' });
	});

	test('64-bit ids keep every digit, as numbers and as text', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.boolean(), (id, asText) => {
				const printed = asText ? `"${id}"` : `${id}`;
				const body = `{"order_id":${printed},"product_list":[{"product_id":${printed}}]}`;
				const item = toOrderItem(listOne(parseJson(body) as JsonObject), masked);
				expect(item.orderId).toBe(String(id));
				expect(item.products[0]?.productId).toBe(String(id));
			}),
		);
	});

	test.each([
		[{}, 'target_list'],
		[{ result: null }, 'target_list'],
		[{ result: [] }, 'result'],
		[{ result: {} }, 'result'],
		[{ result: { a: 1 } }, 'result'],
		[{ request_id: 'x' }, 'target_list'],
		[{ result: { target_list: 'x' } }, 'result.target_list'],
		[{ result: { target_list: [null] } }, 'result.target_list[0]'],
		[{ result: { target_list: [[]] } }, 'result.target_list[0]'],
		[{ result: { target_list: [{}] } }, 'result.target_list[0].order_id'],
		[{ result: { target_list: [{ order_id: 'Kowalczyk' }] } }, 'result.target_list[0].order_id'],
		[{ result: { target_list: [{ order_id: 1.5 }] } }, 'result.target_list[0].order_id'],
	] as Array<[JsonObject, string]>)('%j is refused by the name of its field', (value, field) => {
		expect(() => parseOrderList(value)).toThrow(TypeError);
		expect(() => parseOrderList(value)).toThrow(field);
		expect(() => parseOrderList(value)).not.toThrow('Kowalczyk');
	});

	test.each([
		{ phone: 'maybe' },
		{ has_request_loan: 'perhaps' },
		{ left_send_good_day: '1.5' },
		{ loan_amount: [] },
		{ pay_amount: '12.34' },
		{ pay_amount: { amount: 'from 1', currency_code: 'USD' } },
		{ order_status: {} },
		{ gmt_create: [] },
		{ buyer_info: 'x', receipt_address: [1] },
	] as JsonObject[])('%j is an order without that detail', (odd) => {
		const plainOrder = toOrderItem(listOne({ order_id: 1, memo: 'x' }), plain);
		expect(toOrderItem(listOne({ order_id: 1, memo: 'x', ...odd }), plain)).toEqual(plainOrder);
	});

	test.each([
		{ tags: 'a,b' },
		{ product_id: 'x' },
		{ product_count: 'two' },
		{ product_unit_price: { amount: '5,5', currency_code: 'USD' } },
	] as JsonObject[])('%j is a line without that detail', (odd) => {
		const raw = listOne({ order_id: 1, product_list: [{ child_id: 2, ...odd }] });
		expect(toOrderItem(raw, masked)).toEqual({
			orderId: '1',
			products: [{ childOrderId: '2' }],
			productCount: 1,
		});
	});

	test.each(['x', 5, [null], { a: 1 }])('lines of the form %j are unknown, not none', (lines) => {
		const item = toOrderItem(listOne({ order_id: 1, product_list: lines }), masked);
		expect(item).toEqual({ orderId: '1', products: [] });
	});

	test('totals of an odd form are absent', () => {
		const target_list = [{ order_id: 1 }];
		const result = { target_list, total_page: 'x', total_count: {}, current_page: 1.5 };
		const { orders, ...totals } = parseOrderList({ result });
		expect([orders.length, totals]).toEqual([1, {}]);
	});

	test.each([
		{ result: { success: true } },
		{ result: { total_count: 0, current_page: 1 } },
		{ result: { target_list: {} } },
		{ target_list: [] },
	] as JsonObject[])('%j is an empty page', (value) => {
		expect(parseOrderList(value, 1).orders).toEqual([]);
	});

	test('a first page that hides the orders it counts is refused, a later one may be empty', () => {
		const result = { success: true, total_count: 3 };
		expect(() => parseOrderList({ result }, 1)).toThrow('"result.target_list"');
		expect(() => parseOrderList({ result: { ...result, current_page: 1 } })).toThrow('is missing');
		expect(parseOrderList({ result }, 2).orders).toEqual([]);
	});
});

describe('time to ship', () => {
	const left = { left_send_good_day: '3', left_send_good_hour: '2', left_send_good_min: '1' };
	const shipBy = (order: JsonObject) =>
		toOrderItem(listOne({ order_id: 1, ...order }), masked).shipBy;

	test('counts from now, to the minute, while the order waits for shipment', () => {
		expect(shipBy({ order_status: 'WAIT_SELLER_SEND_GOODS', ...left })).toBe(
			'2026-10-05T02:01:00.000Z',
		);
		expect(shipBy({ order_status: 'SELLER_PART_SEND_GOODS', left_send_good_hour: 1 })).toBe(
			'2026-10-02T01:00:00.000Z',
		);
	});

	test('is absent where it means something else or nothing', () => {
		expect(shipBy({ order_status: 'FINISH', ...left })).toBeUndefined();
		expect(shipBy({ order_status: 'WAIT_SELLER_SEND_GOODS' })).toBeUndefined();
		expect(
			shipBy({ order_status: 'WAIT_SELLER_SEND_GOODS', left_send_good_day: '0' }),
		).toBeUndefined();
	});
});

describe('order detail', () => {
	const raw = parseOrderDetail(fixture('order_detail'));
	const buyerValues = [
		'gkowalczyk77',
		'Grzegorz',
		'Kowalczyk',
		'5550100100',
		'5550100101',
		'12 Example Road',
		'Apartment 99',
		'00-950',
		'Warszawa',
		'Mazowieckie',
		'000.000.001-91',
		'+4822',
		'oaid-5550100',
	];

	test('has the names of the list plus shipments, lines and history', () => {
		const item = toOrderDetailItem(raw, masked);
		expect(simplifyOrder(item)).toEqual({
			orderId: '9223372036854775001',
			status: 'WAIT_SELLER_SEND_GOODS',
			createdAt: '2026-10-01T19:12:12.000Z',
			paidAt: '2026-10-01T19:20:00.000Z',
			updatedAt: '2026-10-01T20:00:00.000Z',
			amount: { amount: '51.90', currency: 'USD' },
			products: [
				{
					productId: '1005000000000001',
					name: 'Wireless Earbuds Pro',
					quantity: 2,
					skuCode: 'EARBUD-01',
					unitPrice: { amount: '25.95', currency: 'USD' },
				},
			],
			productCount: 1,
			buyerCountry: 'PL',
			deadlineAt: '2026-10-06T19:20:00.000Z',
			shipBy: '2026-10-06T19:20:00.000Z',
			buyerRef: expect.stringMatching(/^[0-9a-f]{16}$/),
		});
		expect(item).toMatchObject({
			shippingAmount: { amount: '6.00', currency: 'USD' },
			settlementAmount: { amount: '47.30', currency: 'EUR' },
			isCashOnDelivery: false,
			shipments: [
				{
					trackingNumber: 'LX000000001CN',
					serviceCode: 'CAINIAO_STANDARD',
					sentAt: '2026-10-02T08:00:00.000Z',
					shipOrderId: '12000000000000017',
				},
			],
			products: [{ childOrderId: '9223372036854775002', tags: ['a'] }],
			history: [{ action: 'pay' }, { action: 'check', operator: 'system' }],
		});
		expect(item).not.toHaveProperty('escrowFee');
	});

	test('no value of the buyer survives, neither in the item nor in the raw object', () => {
		const shown = [toOrderDetailItem(raw, masked), maskedSource(raw.source, masked)];
		for (const value of buyerValues) expect(JSON.stringify(shown)).not.toContain(value);
		expect(shown[0]).toMatchObject({ buyer: { country: 'PL' }, address: { country: 'PL' } });
	});

	test('buyer data is there when it is asked for', () => {
		const item = toOrderDetailItem(raw, plain);
		expect(item).toMatchObject({
			buyer: { loginId: 'gkowalczyk77', name: 'Grzegorz Kowalczyk' },
			address: { street: '12 Example Road', mobile: '5550100100', taxNumber: '000.000.001-91' },
			memo: 'Ring Kowalczyk first 5550100100',
			products: [{ memo: 'Black for Grzegorz please' }],
		});
		expect(item.buyerRef).toBe(toOrderDetailItem(raw, masked).buyerRef);
	});

	test.each(['target', 'result'])('the root may be "%s"', (root) => {
		expect(parseOrderDetail({ [root]: { id: 5 } }).fields.id).toBe('5');
	});

	test('no order is no empty order', () => {
		expect(() => parseOrderDetail({ request_id: 'x' })).toThrow('"target"');
		expect(() => parseOrderDetail({ target: {} })).toThrow('"target.id" of the answer is missing');
	});

	test('a simplified order keeps the buyer only when asked for', () => {
		for (const item of [toOrderDetailItem(raw, plain), toOrderDetailItem(raw, masked)]) {
			expect(simplifyOrder(item)).not.toHaveProperty('buyer');
			expect(simplifyOrder(item, masked)).not.toHaveProperty('buyer');
		}
		expect(simplifyOrder(toOrderDetailItem(raw, plain), plain)).toMatchObject({
			buyer: { loginId: 'gkowalczyk77', name: 'Grzegorz Kowalczyk' },
		});
	});

	test('the list masks names and notes on lines too', () => {
		const order = listOne({
			order_id: 1,
			buyer_login_id: 'gkowalczyk77',
			buyer_signer_fullname: 'Grzegorz Kowalczyk',
			memo: 'for Grzegorz',
			product_list: [{ memo: 'for Grzegorz', buyer_signer_first_name: 'Grzegorz' }],
		});
		const shown = JSON.stringify([toOrderItem(order, masked), maskedSource(order.source, masked)]);
		for (const value of buyerValues) expect(shown).not.toContain(value);
		expect(toOrderItem(order, plain).products[0]?.memo).toBe('for Grzegorz');
	});
});
