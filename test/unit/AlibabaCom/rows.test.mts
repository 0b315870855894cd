import fc from 'fast-check';

import { readOrder } from '../../../nodes/AlibabaCom/parse/order.ts';
import { readBuyerStock, readSellerStock } from '../../../nodes/AlibabaCom/parse/product/stock.ts';
import {
	momentOf,
	moneyAt,
	moneyFrom,
	rowsAt,
	signedMoneyAt,
	textsAt,
} from '../../../nodes/AlibabaCom/parse/rows.ts';
import { readParcel } from '../../../nodes/AlibabaCom/parse/logistics/tracking.ts';
import { parseJson } from '../../../nodes/wire/json.ts';

describe('a list of rows', () => {
	const ROW = { key: 'Color', value: 'Red' };

	test.each([
		['plain', [ROW]],
		['wrapped in the name of its elements', { sku_attribute: [ROW] }],
		['JSON text', JSON.stringify([ROW])],
		['JSON text of a wrapper', JSON.stringify({ sku_attribute: [ROW] })],
		['JSON text in a wrapper', { sku_attribute: JSON.stringify([ROW]) }],
		['with rows that are JSON text', [JSON.stringify(ROW)]],
		['with nothing beside', [null, ROW, 'null']],
		['an object in place of a list of one', ROW],
		['an object in the wrapper', { sku_attribute: ROW }],
		['JSON text of an object', JSON.stringify(ROW)],
	])('%s is read', (_name, list) => {
		expect(rowsAt({ list }, 'list')).toEqual([ROW]);
	});

	test.each([
		undefined,
		null,
		'',
		'  ',
		'null',
		'NULL',
		'undefined',
		'[]',
		'{}',
		[],
		{},
		[null],
		{ row: [] },
		{ row: '' },
		{ row: null },
		{ row: 'null' },
		{ row: '[]' },
		{ row: {} },
	])('%p is empty', (list) => {
		expect(rowsAt({ list }, 'list').filter((row) => Object.keys(row).length > 0)).toEqual([]);
		if (!JSON.stringify(list ?? null).includes('{}')) expect(textsAt({ list }, 'list')).toEqual([]);
	});

	test.each(['abc', 'a,b', 5, 0, true, ['a'], [ROW, 'b'], { row: ['a'] }, '[1'])(
		'%p is refused, so that it never reads as empty',
		(list) => {
			if (list !== '[1') expect(() => rowsAt({ list }, 'list')).toThrow('"list"');
			else expect(() => rowsAt({ list }, 'list')).toThrow(TypeError);
		},
	);

	test('a row with a list of its own is not taken for the wrapper of that list', () => {
		const row = { sku_id: '1', ladder_price: [{ min_quantity: '5' }] };
		expect(rowsAt({ skus: row }, 'skus')).toEqual([row]);
		expect(rowsAt({ skus: { sku_definition: row } }, 'skus')).toEqual([row]);
	});

	test('texts come in the same shapes; what is no text is left out, unless nothing is left', () => {
		for (const images of [['a'], { string: ['a'] }, { string: 'a' }, '["a"]', ['a', null, {}]]) {
			expect(textsAt({ images }, 'images')).toEqual(['a']);
		}
		for (const images of ['a', { a: 'b', c: 'd' }, [{}], { string: { a: 1 } }]) {
			expect(() => textsAt({ images }, 'images')).toThrow('"images"');
		}
	});

	test('any value is read or refused, never silently fewer rows', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (list) => {
				let rows: unknown[];
				try {
					rows = rowsAt({ list } as never, 'list');
				} catch (error) {
					expect(error).toBeInstanceOf(TypeError);
					return;
				}
				const objects = JSON.stringify(list).split('{').length - 1;
				expect(rows.length).toBeLessThanOrEqual(objects);
			}),
		);
	});
});

describe('sums of money', () => {
	test.each([
		['12.30', 'USD', '12.30 USD'],
		[12.3, 'usd', '12.3 USD'],
		['1,299.00', 'USD', '1299.00 USD'],
		['US$1,299.00', 'USD', '1299.00 USD'],
		['$5', 'CAD', '5 CAD'],
		['$5 CAD', 'CAD', '5 CAD'],
		['5.00 USD', 'USD', '5.00 USD'],
		['USD 5.00', null, '5.00 USD'],
		['€90', null, '90 EUR'],
		['5', '元', '5 CNY'],
		['5', 'RMB', '5 CNY'],
		['5', 'hk$', '5 HKD'],
		['5', 'US $', '5 USD'],
		['5', '£', '5 GBP'],
		['5', 'points', '5 POINTS'],
		['￥5', 'CNY', '5 CNY'],
		['5', '¥', '5 ¥'],
	])('%p with the currency %p is %s', (written, currency, expected) => {
		const money = moneyFrom(written, currency);
		expect(money && `${money.amount} ${money.currency}`).toBe(expected);
	});

	test.each([
		['5', null],
		['€5', 'USD'],
		['1.299,00', 'USD'],
		['$5/kg', 'USD'],
		['-5', 'USD'],
		['--5', 'USD'],
		['ask us', 'USD'],
		['5-6', 'USD'],
		[true, 'USD'],
		['9'.repeat(100), 'USD'],
	])('%p with the currency %p is none', (written, currency) => {
		expect(moneyFrom(written, currency)).toBeNull();
	});

	test.each([
		['-5.00', '-5.00'],
		['- 5.00', '-5.00'],
		['−5.00', '-5.00'],
		['－5.00', '-5.00'],
		['-US$5.00', '-5.00'],
		['US$-5.00', '-5.00'],
		[-5, '-5'],
		['-0.00', '0.00'],
		['5.00', '5.00'],
	])('%p may be below zero in an order', (amount, expected) => {
		const money = { amount: expected, currency: 'USD' };
		expect(signedMoneyAt({ discount: { amount, currency: 'USD' } }, 'discount')).toEqual(money);
		const text = `USD ${String(amount).replace('US$', '')}`;
		expect(signedMoneyAt({ discount: text }, 'discount')).toEqual(money);
		if (expected.startsWith('-')) {
			expect(moneyAt({ discount: { amount, currency: 'USD' } }, 'discount')).toBeNull();
		}
	});

	test.each(['--5', '-', '5-', '-ask', '-5-6'])('%p is no amount there either', (amount) => {
		expect(signedMoneyAt({ discount: { amount, currency: 'USD' } }, 'discount')).toBeNull();
	});

	test('stay quick on hostile text', () => {
		const started = performance.now();
		for (const piece of ['-', ' ', '$', '1', '1-', '-1', '٣']) {
			const text = piece.repeat(10_000);
			signedMoneyAt({ discount: { amount: `-${text}`, currency: text } }, 'discount');
			signedMoneyAt({ discount: text }, 'discount');
			momentOf(text);
		}
		expect(performance.now() - started).toBeLessThan(1_000);
	});
});

describe('an order', () => {
	test('keeps a discount below zero, a line that stands alone and the only variant', () => {
		const order = readOrder({
			discount_amount: { amount: '-3.50', currency: 'USD' },
			total_amount: { amount: '1,299.00', currency: 'US$' },
			order_products: { name: 'Mug', sku_id: -1, sku_attributes: { key: 'Color', value: 'Red' } },
		});
		expect(order).toMatchObject({
			discount: { amount: '-3.50', currency: 'USD' },
			total: { amount: '1299.00', currency: 'USD' },
			lines: [{ name: 'Mug', skuId: '-1', attributes: [{ name: 'Color', value: 'Red' }] }],
		});
	});

	test.each([-1, '-1'])('%p is the only variant in stocks, too', (id) => {
		expect(readSellerStock({ data_list: [{ sku_id: id, inventory: 5 }] })[0]?.skuId).toBe('-1');
		const place = { shipping_from: 'CN', inventory_list: { sku_id: id, inventory_count: '5' } };
		expect(readBuyerStock({ result_data: place })[0]).toMatchObject({ skuId: '-1', quantity: 5 });
	});

	test.each([-2, 0, 1.5, 2 ** 53])('%p is no variant', (id) => {
		expect(readSellerStock({ data_list: [{ sku_id: id }] })[0]?.skuId).toBeNull();
	});
});

describe('times', () => {
	const AT = '2026-09-30T10:00:00.000Z';

	test.each([
		'2026-09-30T10:00:00Z',
		'2026-09-30T18:00:00+08:00',
		'2026-09-30T18:00:00.000+0800',
		'2026-09-30 03:00:00-07:00',
		'1790762400',
		1790762400,
		'1790762400000',
		1790762400000,
		// Pacific wall-clock time, as the platform writes it without saying so.
		'2026-09-30 03:00:00',
	])('%p is one moment', (written) => {
		expect(momentOf(written)).toEqual({ at: AT, platform: String(written) });
	});

	test.each(['soon', '2026-13-01 00:00:00', '17592', true, '2026', '20260930'])(
		'%p has no moment',
		(written) => {
			expect(momentOf(written).at).toBeNull();
		},
	);

	test('a date object says it by its timestamp, of either unit, else by a text with its offset', () => {
		const format = { format_date: '2026-09-30 18:00:00' };
		for (const timestamp of [1790762400, '1790762400000', AT]) {
			expect(momentOf({ timestamp, ...format })).toEqual({ at: AT, platform: format.format_date });
		}
		expect(momentOf({ format_date: '2026-09-30T18:00:00+08:00' }).at).toBe(AT);
		// Nobody says in which zone such a text is.
		expect(momentOf(format)).toEqual({ at: null, platform: format.format_date });
	});

	test('an event of a parcel has its moment only where its text says it', () => {
		const times = ['2026-09-30 18:00:00', '1790762400', '2026-09-30T18:00:00+08:00'];
		const event_list = times.map((event_time) => ({ event_time }));
		const { events } = readParcel(parseJson(JSON.stringify({ event_list })) as never);
		expect(events.map(({ time, timePlatform }) => [time, timePlatform])).toEqual([
			[null, times[0]],
			[AT, times[1]],
			[AT, times[2]],
		]);
	});
});
