import fc from 'fast-check';

import {
	compareDecimals,
	moneyOf,
	printDecimal,
	readDecimal,
	readSum,
	signedMoneyOf,
} from '../../../nodes/wire/money.ts';

describe('sums', () => {
	it.each([
		['$200', '200', 'USD'],
		['US$1,000.50', '1000.50', 'USD'],
		['us $ 200', '200', 'USD'],
		['USD 200', '200', 'USD'],
		['200 eur', '200', 'EUR'],
		['€90', '90', 'EUR'],
		['＄２００', '200', 'USD'],
		['300元', '300', 'CNY'],
		['RMB 300', '300', 'CNY'],
		['¥300', '300', null],
		['¥300 CNY', '300', 'CNY'],
		['$200 CAD', '200', 'CAD'],
		['$200 USD', '200', 'USD'],
		['200', '200', null],
		['$0', '0', 'USD'],
		['1,234,567 USD', '1234567', 'USD'],
		['1 234.50 USD', '1234.50', 'USD'],
		['R$ 1,000.50', '1000.50', 'BRL'],
		['1000.50 руб.', '1000.50', 'RUB'],
		['12 zł', '12', 'PLN'],
		['kr 12', '12', null],
		['kr 12 SEK', '12', 'SEK'],
	])('%s is %s %s', (text, amount, currency) => {
		expect(readSum(text)).toEqual({ amount, currency });
	});

	it.each([
		'Contact Seller',
		'Free',
		'',
		'$',
		'$-5',
		'$5/kg',
		'$5 per piece',
		'from $90',
		'$90-$120',
		'$90+',
		'DHL 200',
		'€200 USD',
		'$1,00',
		'$1.000,50',
		'1 2 USD',
		'$200 EUR',
		'¥300 USD',
		`$${'9'.repeat(120)}`,
		'$1k',
	])('%p is no sum', (text) => {
		expect(readSum(text)).toBeUndefined();
	});

	it('is read up to a length that no sum has', () => {
		expect(readSum('$5'.padEnd(100))).toEqual({ amount: '5', currency: 'USD' });
		expect(readSum('$5'.padEnd(101))).toBeUndefined();
	});
});

describe('decimals', () => {
	const decimal = fc.tuple(fc.nat(100_000), fc.nat(999)).map(([whole, thousandths]) => ({
		digits: [String(whole), String(thousandths).padStart(3, '0')] as const,
		value: whole * 1000 + thousandths,
	}));

	it('are ordered like the numbers they write', () => {
		fc.assert(
			fc.property(decimal, decimal, (a, b) => {
				const [left, right] = [a, b].map(({ digits }) => readDecimal(digits.join('.')));
				if (!left || !right) throw new Error('A decimal was not read.');
				expect(compareDecimals(left, right)).toBe(Math.sign(a.value - b.value));
			}),
		);
	});

	it('are the same number with commas, blanks or apostrophes between their thousands', () => {
		fc.assert(
			fc.property(
				decimal,
				fc.constantFrom(',', ' ', '\u00A0', '\u202F', "'", '’'),
				({ digits: [whole, cents] }, mark) => {
					const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, mark);
					const read = readDecimal(`${parted}.${cents}`);
					expect(read && printDecimal(read)).toBe(`${whole}.${cents}`);
				},
			),
		);
	});
});

describe('money', () => {
	it.each([
		['5.00', 'USD', '5.00', 'USD'],
		['$5', 'CAD', '5', 'CAD'],
		['¥5', 'RMB', '5', 'CNY'],
		['5 USD', undefined, '5', 'USD'],
		['5', 'points', '5', 'POINTS'],
	])('%s beside %s is %s %s', (written, beside, amount, currency) => {
		expect(moneyOf(written, beside)).toEqual({ amount, currency });
		const isZero = !/[1-9]/.test(amount);
		for (const minus of ['-', '－', '−']) {
			const below = { amount: isZero ? amount : `-${amount}`, currency };
			expect(signedMoneyOf(minus + written, beside)).toEqual(below);
		}
		expect(moneyOf(`-${written}`, beside)).toBeUndefined();
	});

	it.each([
		['5', undefined],
		['¥5', undefined],
		['$5', 'EUR'],
		['¥5', 'USD'],
		['€5', 'USD'],
		['five', 'USD'],
		['', 'USD'],
	])('%j beside %s is none', (written, beside) => {
		expect(moneyOf(written, beside)).toBeUndefined();
	});

	it('of zero has no sign', () => {
		expect(signedMoneyOf('-0.00', 'USD')).toEqual({ amount: '0.00', currency: 'USD' });
	});
});
