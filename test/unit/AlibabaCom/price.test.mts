import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { compareDecimals, readDecimal } from '../../../nodes/wire/money.ts';
import type { PriceTier } from '../../../nodes/AlibabaCom/parse/price/ladder.ts';
import { notIncludedIn } from '../../../nodes/AlibabaCom/parse/price/quote.ts';
import { parsePriceInfo } from '../../../nodes/AlibabaCom/parse/price/price.ts';
import { holding } from '../../../nodes/AlibabaCom/parse/quantity.ts';

interface PriceCase {
	id: string;
	input: unknown;
	expected: { tiers: PriceTier[]; rejected: unknown[] };
	lookups?: Array<{ quantity: number; prices: string[] }>;
}
const file = join(__dirname, '../../fixtures/alibaba-parser-cases.json');
const { price: cases } = JSON.parse(readFileSync(file, 'utf8')) as { price: PriceCase[] };

const isSameAmount = (left: string, right: string): boolean => {
	const [a, b] = [readDecimal(left), readDecimal(right)];
	return a !== undefined && b !== undefined && compareDecimals(a, b) === 0;
};
const short = ({ tiers }: { tiers: PriceTier[] }): string[] =>
	tiers.map(
		(tier) =>
			`${tier.minQuantity}-${tier.maxQuantity ?? ''} ${tier.price} ${tier.currency} ${tier.tradeTerm}` +
			(tier.namedPlace === null ? '' : ` ${tier.namedPlace}`),
	);
const read = (...entries: unknown[]) =>
	parsePriceInfo({ price: '9', trade_terms: 'FOB', currency: 'USD', batch_prices: entries });

describe('shared price cases', () => {
	it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { input, expected, lookups }) => {
		const parsed = parsePriceInfo(input);
		expect(parsed.rejected).toEqual(expected.rejected);
		expect(parsed.tiers).toMatchObject(expected.tiers.map(({ price: _, ...tier }) => tier));
		for (const [index, { price }] of expected.tiers.entries()) {
			expect(isSameAmount(parsed.tiers[index]?.price ?? '', price)).toBe(true);
		}
		for (const { quantity, prices } of lookups ?? []) {
			expect(holding(parsed.tiers, quantity).map(({ price }) => price)).toEqual(prices);
		}
	});
});

describe('price entries', () => {
	it('takes colons and digits of either width, blanks, commas and exponents', () => {
		const parsed = read(
			' 1,000 ： 5.00 ： fob ',
			'２０００：４.５',
			'3000:1,250.50',
			'4000:1e-2',
			'5000:.5:',
		);
		expect(parsed.rejected).toEqual([]);
		expect(short(parsed)).toEqual([
			'1000-1999 5.00 USD FOB',
			'2000-2999 4.5 USD FOB',
			'3000-3999 1250.50 USD FOB',
			'4000-4999 0.01 USD FOB',
			'5000- 0.5 USD FOB',
		]);
	});

	it('keeps the named place, colons and all', () => {
		expect(short(read('100:5:cif: Port： Said ', '100:5:CIF:Hamburg', '200:4::Ningbo'))).toEqual([
			'100-199 5 USD CIF Port： Said',
			'100-199 5 USD CIF Hamburg',
			'200- 4 USD FOB Ningbo',
		]);
	});

	it.each([
		'ask us',
		'',
		'1000',
		'1000:',
		':5',
		'0:5',
		'-5:5',
		'1.5:5',
		'1000.0:5',
		'1e3:5',
		'10,00:5',
		'9007199254740993:5',
		'1000:0',
		'1000:0.00',
		'1000:-5',
		'1000:nan',
		'1000:Infinity',
		'1000:inf',
		'1000:$5',
		'1000:5,5',
		'1000:5.5.5',
		'1000-1999:5',
		null,
		undefined,
		1000,
		{ quantity: 1000, price: '5' },
		['1000:5'],
	])('rejects %p and nothing else', (bad) => {
		const parsed = read('100:5:FOB', bad, '500:4:FOB');
		expect(parsed.rejected).toEqual([bad]);
		expect(short(parsed)).toEqual(['100-499 5 USD FOB', '500- 4 USD FOB']);
		expect(read(bad)).toEqual({ tiers: [], rejected: [bad] });
	});

	it('drops an exact repeat, however it is written, and keeps other offers for the quantity', () => {
		expect(short(read('500:4', '100:5:FOB', '100:5.00:fob', '100:5:CIF', '100:6:FOB'))).toEqual([
			'100-499 5 USD FOB',
			'100-499 5 USD CIF',
			'100-499 6 USD FOB',
			'500- 4 USD FOB',
		]);
	});

	it.each([
		['1000:5.0:FOB, 5000:4.5:CIF;10000：4.0：EXW'],
		['1000:5.0:FOB,5000:4.5:CIF，10000:4.0:EXW;'],
		['["1000:5.0:FOB","5000:4.5:CIF","10000:4.0:EXW"]'],
		[{ string: ['1000:5.0:FOB', '5000:4.5:CIF', '10000:4.0:EXW'] }],
	])('reads the entries out of %p', (batch) => {
		const parsed = parsePriceInfo({ batch_prices: batch });
		expect(parsed.rejected).toEqual([]);
		expect(short(parsed)).toEqual([
			'1000-4999 5.0 USD FOB',
			'5000-9999 4.5 USD CIF',
			'10000- 4.0 USD EXW',
		]);
	});

	it('never parts a text inside a number', () => {
		expect(short(parsePriceInfo({ batch_prices: '1,500:1,250:FOB,2,000:1,100' }))).toEqual([
			'1500-1999 1250 USD FOB',
			'2000- 1100 USD FOB',
		]);
	});
});

describe('price object', () => {
	it('takes the base price when there are no entries at all', () => {
		for (const none of [undefined, null, [], {}, '', ' null ']) {
			const parsed = parsePriceInfo({
				price: 5,
				currency: ' eur ',
				trade_terms: ' cif ',
				batch_prices: none,
			});
			expect(parsed.rejected).toEqual([]);
			expect(short(parsed)).toEqual(['1- 5 EUR CIF']);
		}
		expect(short(parsePriceInfo('{"price":"5.0","moq":"1,000"}'))).toEqual(['1000- 5.0 USD FOB']);
	});

	it.each([
		['RMB', 'CNY'],
		['元', 'CNY'],
		['人民币', 'CNY'],
		['€', 'EUR'],
		['HK$', 'HKD'],
		['us $', 'USD'],
		['＄', 'USD'],
		['£', 'GBP'],
		['cny', 'CNY'],
		// Yuan or yen, and no currency at all: as written.
		['¥', '¥'],
		['points', 'POINTS'],
	])('writes the currency %s as %s, for the price and its tiers alike', (written, currency) => {
		const base = { price: '5', currency: written };
		expect(parsePriceInfo(base).tiers[0]?.currency).toBe(currency);
		expect(parsePriceInfo({ ...base, batch_prices: ['9:4'] }).tiers[0]?.currency).toBe(currency);
	});

	it('reads entries in any shape of a list', () => {
		for (const batch of ['9:4', ['9:4'], { string: '9:4' }, { string: ['9:4'] }, '["9:4"]']) {
			expect(short(parsePriceInfo({ price: '5', batch_prices: batch }))).toEqual(['9- 4 USD FOB']);
		}
		for (const none of [{ string: '' }, { string: [] }, { string: null }, '[]', 'null']) {
			expect(short(parsePriceInfo({ price: '5', batch_prices: none }))).toEqual(['1- 5 USD FOB']);
		}
	});

	it('never puts the base price in the place of entries', () => {
		expect(parsePriceInfo({ price: '5', batch_prices: ['soon', 'later'] })).toEqual({
			tiers: [],
			rejected: ['soon', 'later'],
		});
	});

	it('invents nothing and tells what it could not read', () => {
		expect(parsePriceInfo({ price: null, moq: 5 })).toEqual({ tiers: [], rejected: [] });
		expect(parsePriceInfo({ price: 'ask' })).toEqual({ tiers: [], rejected: ['ask'] });
		expect(parsePriceInfo({ price: 0 })).toEqual({ tiers: [], rejected: [0] });
		const parsed = parsePriceInfo({ price: '5', moq: 'some' });
		expect([short(parsed), parsed.rejected]).toEqual([['1- 5 USD FOB'], ['some']]);
	});

	it('keeps numbers exact', () => {
		const parsed = read('1:0.1', '2:0.10000000000000000555', '3:12345678901234567890.12');
		expect(parsed.tiers.map(({ price }) => price)).toEqual([
			'0.1',
			'0.10000000000000000555',
			'12345678901234567890.12',
		]);
	});

	it.each([
		['EXW', '工厂交货价', false, false, false],
		['FCA', '货交承运人', false, false, false],
		['FAS', '船边交货', false, false, false],
		['FOB', '离岸价（不含运费）', false, false, false],
		['CFR', '成本加运费', true, false, false],
		['CPT', '运费付至', true, false, false],
		['CIF', '到岸价（含运费、保险，不含进口关税）', true, true, false],
		['CIP', '到岸价（含运费、保险，不含进口关税）', true, true, false],
		['DAP', '目的地交货', true, null, false],
		['DPU', '目的地交货（已卸货）', true, null, false],
		['DDP', '完税后交货', true, null, true],
		['FOB NINGBO', '离岸价（不含运费）', false, false, false],
		['C&F', '成本加运费', true, false, false],
		['FOBB', 'FOBB', null, null, null],
		['CONSTRUCTOR', 'CONSTRUCTOR', null, null, null],
	])('%s says %s', (tradeTerm, termZh, freightIncluded, insuranceIncluded, dutyIncluded) => {
		const [tier] = read(`1:5:${tradeTerm.toLowerCase()}`).tiers;
		expect(tier).toMatchObject({
			tradeTerm,
			termZh,
			freightIncluded,
			insuranceIncluded,
			dutyIncluded,
		});
		expect(tier?.termEn).toBeTruthy();
	});
});

describe('terms that offer a choice', () => {
	it.each([
		'FOB/CIF',
		'EXW OR FOB',
		'CIF/DDP',
		'fob / cif',
		'FOB, CIF',
		'FOB、CIF',
		'FOB;CIF',
		'FOB|CIF',
		'FOB-CIF',
		'FOB_CIF',
		'FOB+CIF',
		'FOB CIF',
		'FOB&CIF',
		'FOB and CIF',
		'FOB 或 CIF',
		'FOB或者CIF',
		'FOB (or CIF)',
		'FOB NINGBO / CIF HAMBURG',
		'FOB Ningbo, or DDP',
		'ＦＯＢ／ＣＩＦ',
		'CIF/C&F',
		'FOB/Ex Works',
		'EXW or Free on Board',
		'FOB, delivered',
		'FOB/到岸价',
		'EXW/FOB/CIF',
		'NON-FOB',
		'EX-FOB',
	])('%s says nothing certain', (term) => {
		const [tier] = parsePriceInfo({ price: '5', trade_terms: term }).tiers;
		expect(tier).toMatchObject({
			tradeTerm: term.toUpperCase(),
			termEn: term.toUpperCase(),
			freightIncluded: null,
			insuranceIncluded: null,
			dutyIncluded: null,
		});
		expect(notIncludedIn(term)[0]?.en).toContain('ask the seller');
	});

	it.each([
		['FOB Ningbo', false],
		['FOB, Ningbo', false],
		['FOB/Shanghai', false],
		['FOB (Ningbo or Shanghai)', false],
		['CIF Los Angeles', true],
		['CFR/CNF', true],
		['FOB/FOB', false],
		['DDP to the door', true],
		['FOB 宁波', false],
		['FOB（离岸价）', false],
	])('%s is one term with its place', (term, freightIncluded) => {
		const [tier] = parsePriceInfo({ price: '5', trade_terms: term }).tiers;
		expect(tier?.freightIncluded).toBe(freightIncluded);
	});

	it('a list of terms is a choice, and one that is no term is not taken for the usual one', () => {
		const termOf = (trade_terms: unknown) => {
			const [tier] = parsePriceInfo({ price: '5', trade_terms }).tiers;
			return [tier?.tradeTerm, tier?.freightIncluded];
		};
		expect(termOf(['FOB', 'CIF'])).toEqual(['FOB/CIF', null]);
		expect(termOf({ string: ['CIF'] })).toEqual(['CIF', true]);
		expect(termOf({ a: 1, b: 2 })).toEqual(['', null]);
		for (const none of [undefined, null, '', 'null']) expect(termOf(none)).toEqual(['FOB', false]);
	});
});

describe('any price list', () => {
	const offer = fc.record({
		quantity: fc.integer({ min: 1, max: 300 }),
		cents: fc.integer({ min: 1, max: 500 }),
		term: fc.constantFrom('FOB', 'CIF', 'EXW'),
	});
	const junk = fc.constantFrom('ask us', '', ':', '0:1:FOB', null, 7);
	const entryOf = ({ quantity, cents, term }: { quantity: number; cents: number; term: string }) =>
		`${quantity}:${(cents / 100).toFixed(2)}:${term}`;

	it('becomes ordered, disjoint ranges in which each quantity finds exactly its offers', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof({ weight: 5, arbitrary: offer.map(entryOf) }, { weight: 1, arbitrary: junk }),
				),
				fc.integer({ min: 1, max: 400 }),
				(entries, quantity) => {
					const good = entries.filter(
						(entry): entry is string => typeof entry === 'string' && /^[1-9]\d*:\d/.test(entry),
					);
					const { tiers, rejected } = parsePriceInfo({ batch_prices: entries });
					expect(tiers.length).toBe(new Set(good).size);
					expect(rejected.length).toBe(entries.length - good.length);

					const bounds = tiers.map(({ minQuantity, maxQuantity }) => [
						minQuantity,
						maxQuantity ?? Infinity,
					]);
					for (const [index, [min = 0, max = 0]] of bounds.entries()) {
						const [nextMin, nextMax] = bounds[index + 1] ?? [];
						expect(min <= max).toBe(true);
						if (nextMin === undefined) expect(max).toBe(Infinity);
						else expect(nextMin > max || (nextMin === min && nextMax === max)).toBe(true);
					}

					// Written apart from the parser: the offers of the greatest start not above the quantity.
					const starts = good.map((entry) => Number(entry.split(':')[0]));
					const start = Math.max(...starts.filter((one) => one <= quantity), 0);
					const expected = [...new Set(good.filter((entry) => entry.startsWith(`${start}:`)))];
					const found = holding(tiers, quantity).map(
						(tier) => `${tier.minQuantity}:${tier.price}:${tier.tradeTerm}`,
					);
					expect(found).toEqual(expected);
				},
			),
		);
	});

	it('is read without a throw, whatever it is', () => {
		const odd = fc.anything({
			withBigInt: true,
			withDate: true,
			withMap: true,
			withNullPrototype: true,
		});
		fc.assert(
			fc.property(odd, odd, odd, (whole, batch, price) => {
				for (const input of [whole, { batch_prices: batch, price, moq: whole, currency: price }]) {
					const { tiers, rejected } = parsePriceInfo(input);
					expect([Array.isArray(tiers), Array.isArray(rejected)]).toEqual([true, true]);
				}
			}),
		);
	});

	it('stays quick on hostile text', () => {
		const hostile = [
			'1,'.repeat(50_000),
			',100'.repeat(50_000),
			' '.repeat(100_000),
			'9'.repeat(100_000),
			'1:'.repeat(50_000),
			'FOB/'.repeat(25_000),
			'C&'.repeat(50_000),
		];
		const started = performance.now();
		for (const text of hostile)
			parsePriceInfo({
				batch_prices: `x${text}x`,
				price: text,
				moq: text,
				trade_terms: `FOB ${text}`,
				currency: text,
			});
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});
