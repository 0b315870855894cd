import fc from 'fast-check';

import { money } from '../../../../nodes/AliExpress/parse/money.ts';
import { detail, readShape } from '../../../../nodes/AliExpress/parse/shape.ts';
import type { JsonValue } from '../../../../nodes/wire/json.ts';

describe('money', () => {
	const read = (value: unknown) => readShape(money, value, 'pay_amount');

	test.each([
		[{ amount: '12.30', currency_code: 'USD' }, '12.30'],
		[{ amount: 12.3, currency_code: 'USD' }, '12.3'],
		[{ amount: 12.3, cent: 1230, cent_factor: 100, currency_code: 'USD' }, '12.30'],
		[{ cent: '5', cent_factor: '100', currency_code: 'USD' }, '0.05'],
		[{ cent: -1234, cent_factor: 100, currency_code: 'USD' }, '-12.34'],
		[{ cent: 1234, cent_factor: 1, currency: { currency_code: 'USD' } }, '1234'],
		[{ cent: 1234, cent_factor: 1000, currency: 'USD' }, '1.234'],
		[{ amount: '0012.50', currency_code: 'USD' }, '12.50'],
		[{ amount: 1e-7, currency_code: 'USD' }, '0.0000001'],
		[{ amount: 1e21, currency_code: 'USD' }, '1000000000000000000000'],
	])('%j', (value, amount) => {
		expect(read(value)).toEqual({ amount, currency: 'USD' });
	});

	test.each([
		undefined,
		null,
		{},
		{ currency_code: 'USD' },
		{ amount: '1.00' },
		{ amount: null },
		{ amount: {}, currency_code: 'USD' },
		'12.30',
		12,
		[],
	])('%j is missing', (value) => {
		expect(read(value)).toBeUndefined();
	});

	test.each([
		[{ amount: '1,299.00', currency_code: 'USD' }, '1299.00', 'USD'],
		[{ amount: '1,234,567', currency_code: 'USD' }, '1234567', 'USD'],
		[{ amount: '1 299.00', currency_code: 'USD' }, '1299.00', 'USD'],
		[{ amount: '1\u00A0299.00 ₽', currency_code: 'RUB' }, '1299.00', 'RUB'],
		[{ amount: "1'299", currency_code: 'CHF' }, '1299', 'CHF'],
		[{ amount: '-1,299.00', currency_code: 'USD' }, '-1299.00', 'USD'],
		[{ amount: 'US $12' }, '12', 'USD'],
		[{ amount: 'US$-12.50', currency_code: 'USD' }, '-12.50', 'USD'],
		[{ amount: '$5', currency_code: 'AUD' }, '5', 'AUD'],
		[{ amount: '¥5', currency_code: 'JPY' }, '5', 'JPY'],
		[{ amount: '12.00', currency_code: 'RMB' }, '12.00', 'CNY'],
		[{ cent: 1200, cent_factor: 100, currency: '€' }, '12.00', 'EUR'],
		[{ amount: '12.00', currency: { currency_code: 'HK$' } }, '12.00', 'HKD'],
		[{ amount: 'n/a', cent: 1234, cent_factor: 100, currency_code: 'USD' }, '12.34', 'USD'],
		[{ amount: '€5', cent: 500, cent_factor: 100, currency_code: 'USD' }, '5.00', 'USD'],
		['12.30 EUR', '12.30', 'EUR'],
	] as Array<[JsonValue, string, string]>)('%j is %s %s', (value, amount, currency) => {
		expect(read(value)).toEqual({ amount, currency });
	});

	test.each([
		{ cent_factor: 100, currency_code: 'USD' },
		{ cent: 1234, currency_code: 'USD' },
		{ cent: 1234, cent_factor: 3, currency_code: 'USD' },
		{ cent: 1234, cent_factor: 0, currency_code: 'USD' },
		{ cent: 12.34, cent_factor: 100, currency_code: 'USD' },
		{ amount: '¥5' },
		'$5/kg',
	] as JsonValue[])('half a pair or half a sum, %j, is missing', (value) => {
		expect(read(value)).toBeUndefined();
	});

	test.each([
		'n/a',
		'5,5',
		'1.299,00',
		'1.2.3',
		'€5',
		'¥5',
		'C$5',
		'5 6',
		'12,34,567',
		'5/kg',
		'1-2',
		'$5-$9',
	])('%j is refused where US dollars are meant', (amount) => {
		const value = { amount, currency_code: 'USD' };
		expect(() => read(value)).toThrow(/^The field "pay_amount" of the answer is not an/);
		expect(readShape(detail(money), value, 'pay_amount')).toBeUndefined();
	});

	test('cents and decimal text mean the same, exactly', () => {
		fc.assert(
			fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 6 }), (cent, places) => {
				const result = read({ cent, cent_factor: 10 ** places, currency_code: 'USD' });
				const digits = result?.amount.replace('.', '') ?? '';
				expect(BigInt(digits)).toBe(BigInt(cent));
				expect(result?.amount.split('.')[1]?.length ?? 0).toBe(places);
			}),
		);
	});

	test('exponents are written out', () => {
		const amountOf = (amount: string) => read({ amount, currency_code: 'USD' })?.amount;
		expect(amountOf('1E+2')).toBe('100');
		expect(amountOf('1.25e1')).toBe('12.5');
		expect(amountOf('125e-3')).toBe('0.125');
		expect(amountOf('-125e-3')).toBe('-0.125');
	});
});
