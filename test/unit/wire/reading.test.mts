import fc from 'fast-check';

import { timeFields } from '../../../nodes/AliExpress/parse/moment.ts';
import { money as aliExpressMoney } from '../../../nodes/AliExpress/parse/money.ts';
import {
	count,
	fields,
	listOf,
	readShape,
	text,
	yesNo,
} from '../../../nodes/AliExpress/parse/shape.ts';
import { readQuantity } from '../../../nodes/AlibabaCom/parse/quantity.ts';
import {
	flagAt,
	momentOf,
	moneyAt,
	rowsAt,
	signedMoneyAt,
	textAt,
	textsAt,
} from '../../../nodes/AlibabaCom/parse/rows.ts';
import { flagOf, isMissing, listIn, wholeOf } from '../../../nodes/wire/reading.ts';

/** What a field says in an answer of AliExpress; undefined where it says nothing. */
const aliExpress = {
	text: (value: unknown) => readShape(text, value, 'x'),
	flag: (value: unknown) => readShape(yesNo, value, 'x'),
	money: (value: unknown) => readShape(aliExpressMoney, value, 'x'),
	rows: (value: unknown) => readShape(listOf(fields({ a: text })), value, 'x'),
	texts: (value: unknown) => readShape(listOf(text), value, 'x'),
};
/** The same in one of Alibaba.com. */
const alibabaCom = {
	text: (x: unknown) => textAt({ x }, 'x') ?? undefined,
	flag: (x: unknown) => flagAt({ x }, 'x') ?? undefined,
	money: (x: unknown) => signedMoneyAt({ x }, 'x') ?? undefined,
	rows: (x: unknown) => rowsAt({ x }, 'x'),
	texts: (x: unknown) => textsAt({ x }, 'x'),
};
const PLATFORMS = { aliExpress, alibabaCom };

describe.each(Object.entries(PLATFORMS))('a field of %s', (_, read) => {
	it.each([
		...[undefined, null, '', ' ', '\u0000', '\u3000'],
		...['null', 'NULL', ' null ', 'null\u0000', 'undefined', ' Undefined ', 'UNDEFINED'],
	])('%j says nothing', (value) => {
		expect(read.text(value)).toBeUndefined();
		expect(read.flag(value)).toBeUndefined();
		expect(read.money(value)).toBeUndefined();
		expect(read.texts(value)).toEqual([]);
	});

	// The surname is met; a serializer writes `null` or `NULL`.
	it.each(['Null', 'nullable', 'Nulls', 'NULL 5', 'undefined behaviour', 'None', '0', 'N/A'])(
		'%j is a text',
		(value) => {
			expect(read.text(value)).toBe(value);
		},
	);

	it.each<[unknown, boolean | undefined]>([
		...[true, 'true', 'TRUE', ' true ', 1, '1', 'Y', 'yes'].map(
			(said) => [said, true] as [unknown, boolean],
		),
		...[false, 'false', 'FALSE', 0, '0', 'N', 'no'].map(
			(said) => [said, false] as [unknown, boolean],
		),
		...['maybe', 2, -1, '10', 'yesterday', {}, []].map(
			(said) => [said, undefined] as [unknown, undefined],
		),
	])('%j is the yes or no %j', (value, said) => {
		expect(read.flag(value)).toBe(said);
	});

	it.each([
		['12.30', '12.30'],
		['1,250.00', '1250.00'],
		['1e3', '1000'],
		['1.5E2', '150'],
		['-5.00', '-5.00'],
		['-0.00', '0.00'],
		['５.00', '5.00'],
	])('%s is an amount of %s', (amount, read_) => {
		const money = { amount, currency_code: 'USD' };
		expect(read.money(money)).toEqual({ amount: read_, currency: 'USD' });
	});

	const ROW = { a: 'x', b: 'y' };
	it.each<[string, unknown]>([
		['plain', [ROW]],
		['JSON text', JSON.stringify([ROW])],
		['wrapped', { row: [ROW] }],
		['one row in place of the list', ROW],
		['one row in the wrapper', { row: ROW }],
	])('a list comes %s', (_name, value) => {
		expect(read.rows(value)).toMatchObject([{ a: 'x' }]);
	});

	it.each([
		[[]],
		[{}],
		[{ row: [] }],
		[{ row: '' }],
		[{ row: null }],
		[{ row: 'NULL' }],
		[{ row: {} }],
		['[]'],
	])('%j is an empty list', (value) => {
		expect(read.rows(value)).toEqual([]);
	});

	it.each(['abc', 5, true, '[1', ['a'], [[ROW]]])('%j is no list of rows', (value) => {
		expect(() => read.rows(value)).toThrow(TypeError);
	});

	it('a list of texts may hold one alone', () => {
		for (const value of [['a'], { string: ['a'] }, { string: 'a' }, '["a"]']) {
			expect(read.texts(value)).toEqual(['a']);
		}
	});
});

describe('what the platforms mean differently', () => {
	it('a price of Alibaba.com is never below zero, any amount of AliExpress may be', () => {
		const price = { amount: '-5.00', currency: 'USD' };
		expect(moneyAt({ price }, 'price')).toBeNull();
		expect(aliExpress.money(price)).toEqual(price);
	});

	it('texts of AliExpress keep the blanks around them, those of Alibaba.com do not', () => {
		expect(aliExpress.text(' Red ')).toBe(' Red ');
		expect(alibabaCom.text(' Red ')).toBe('Red');
	});

	it('a list of AliExpress may have a word beside it, one of Alibaba.com is a row then', () => {
		const value = { sku: [{ a: 'x' }], total: 1 };
		expect(aliExpress.rows(value)).toEqual([{ a: 'x' }]);
		expect(alibabaCom.rows(value)).toEqual([value]);
	});

	it('a time is handed on as written by both; a zero is none at Alibaba.com', () => {
		const written = '2026-10-01 12:12:12';
		const iso = '2026-10-01T19:12:12.000Z';
		expect(timeFields('at', written, 'America/Los_Angeles')).toEqual({
			at: iso,
			atPlatform: written,
		});
		expect(momentOf(written)).toEqual({ at: iso, platform: written });
		expect(momentOf('soon')).toEqual({ at: null, platform: 'soon' });
		expect(timeFields('at', 'soon', 'America/Los_Angeles')).toEqual({ atPlatform: 'soon' });
		expect(momentOf('0').platform).toBeNull();
	});

	it('a count of AliExpress may have zeros behind its point, a quantity of Alibaba.com commas', () => {
		expect([readShape(count, '5.00', 'x'), readQuantity('5.00')]).toEqual([5, undefined]);
		expect([readShape(count, '1,000', 'x'), readQuantity('1,000')]).toEqual([undefined, 1000]);
	});
});

describe('readers', () => {
	it.each([
		[5, 5],
		['5', 5],
		[' 5\u0000', 5],
		['-3', -3],
		['2.0000', 2],
		[0, 0],
		['0', 0],
	])('%j is the whole number %j', (value, whole) => {
		expect(wholeOf(value)).toBe(whole);
	});

	it.each([
		'1e3',
		'0x10',
		'1.5',
		'',
		' ',
		'+5',
		'1_000',
		2 ** 53,
		'9007199254740993',
		1.5,
		NaN,
		true,
		[5],
		null,
	])('%j is no whole number', (value) => {
		expect(wholeOf(value)).toBeUndefined();
	});

	it('a text that is missing has nothing but blanks and the two words', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				const isWord = /^(?:null|undefined)$/i.test(value.trim()) && value.trim() !== 'Null';
				if (value.trim() !== '' && !isWord && /[!-~]/.test(value))
					expect(isMissing(value)).toBe(false);
			}),
		);
	});

	it('an object of several fields is no list, but for one that holds nothing', () => {
		expect(listIn({ a: ['x'], b: 1 })).toBeUndefined();
		expect(listIn({ a: null, b: '' })).toEqual([]);
		expect(flagOf(undefined)).toBeUndefined();
	});
});
