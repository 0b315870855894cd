import fc from 'fast-check';

import { compareTotals } from '../../../nodes/AlibabaCom/parse/logistics/freightOffer.ts';
import { parseLogistics } from '../../../nodes/AlibabaCom/parse/logistics/logistics.ts';
import { notIncludedIn, quoteFor } from '../../../nodes/AlibabaCom/parse/price/quote.ts';
import { parsePriceInfo } from '../../../nodes/AlibabaCom/parse/price/price.ts';
import { ladderFrom, mergedLadders } from '../../../nodes/AlibabaCom/parse/price/skuPrices.ts';

const ARTICLE = {
	price: parsePriceInfo({
		price: '5.0',
		trade_terms: 'FOB',
		currency: 'USD',
		moq: 1000,
		batch_prices: ['1000:5.0:FOB', '5000:4.5:CIF', '10000:4.0:EXW'],
	}),
	logistics: parseLogistics({
		moq_logistics: [
			'100-499:express:10-15days:$200',
			'500-999:air:5-7days:$500',
			'1000+:sea:30-40days:$1000',
		],
	}),
};
const quote = (
	quantity: number,
	entries: string[],
	logistics: unknown = ['1+:sea'],
	moq?: number,
) =>
	quoteFor(quantity, {
		price: parsePriceInfo({ batch_prices: entries }),
		logistics: parseLogistics({ moq_logistics: logistics }),
		...(moq !== undefined && { moq }),
	});
const codes = (one: { warnings: Array<{ code: string }> }) => one.warnings.map(({ code }) => code);

describe('quote', () => {
	it('says that the FOB price of the article holds neither freight nor duty', () => {
		const quoted = quoteFor(1000, ARTICLE);
		expect(quoted.offers).toEqual([
			expect.objectContaining({
				unitPrice: '5.0',
				total: '5000.0',
				currency: 'USD',
				tradeTerm: 'FOB',
				freightIncluded: false,
				insuranceIncluded: false,
				dutyIncluded: false,
				minQuantity: 1000,
				maxQuantity: 4999,
			}),
		]);
		expect(quoted.offers[0]).not.toHaveProperty('price');
		expect(quoted.offers[0]?.notIncluded).toEqual([
			{ zh: '国际运费', en: 'international freight' },
			{ zh: '货运保险', en: 'cargo insurance' },
			{ zh: '进口关税和进口税费', en: 'import duty and import taxes' },
		]);
		expect(quoted.logistics).toEqual([
			expect.objectContaining({
				method: 'sea',
				methodName: { zh: '海运', en: 'sea freight' },
				freightAmount: '1000',
			}),
		]);
		expect(codes(quoted)).toEqual(['freightNotAdded']);
		expect(quoted.text.zh.split('\n')).toEqual([
			'1000 件：单价 USD 5.0，合计 USD 5000.0，FOB 离岸价（不含运费）',
			'不含：国际运费、货运保险、进口关税和进口税费',
			'物流：1000+ pcs: 海运，时效30-40days，运费$1000',
			'注意：所列运费未计入总价，来源未说明按件还是按票计算。',
		]);
		expect(quoted.text.en).toContain('1000 pcs: USD 5.0/pc, total USD 5000.0, FOB Free on board');
		expect(quoted.text.en).toContain(
			'Not included: international freight, cargo insurance, import',
		);
	});

	it('does not call duty included for CIF, and doubts a freight beside it', () => {
		const quoted = quoteFor(5000, ARTICLE);
		expect(quoted.offers[0]).toMatchObject({ total: '22500.0', freightIncluded: true });
		const missing = quoted.offers[0]?.notIncluded.map(({ en }) => en);
		expect(missing).toEqual([
			'carriage beyond the named destination',
			'import duty and import taxes',
		]);
		expect(codes(quoted)).toEqual(['freightMayBeIncluded']);
	});

	it('has no price below the first tier and says what the minimum is', () => {
		const quoted = quoteFor(500, ARTICLE);
		expect(quoted).toMatchObject({ offers: [], minimum: 1000 });
		expect(quoted.logistics.map(({ method }) => method)).toEqual(['air']);
		expect(codes(quoted)).toEqual(['belowMinimum']);
		expect(quoted.text.en).toContain('below the minimum of 1000');
	});

	it('holds an MOQ against the ladder', () => {
		const quoted = quote(200, ['100:5'], ['1+:sea'], 500);
		expect([quoted.offers.length, quoted.minimum, codes(quoted)]).toEqual([
			1,
			500,
			['belowMinimum'],
		]);
		expect(codes(quote(500, ['100:5'], ['1+:sea'], 500))).toEqual([]);
		expect(codes(quote(7, [], ['1+:sea'], 5))).toEqual(['noPrice']);
	});

	it('warns where offers for the quantity stand under different terms', () => {
		const quoted = quote(100, ['100:5:FOB', '100:6:CIF:Hamburg', '100:6:CIF:Hamburg', '100:7:FOB']);
		expect(quoted.offers.map(({ total }) => total)).toEqual(['500', '600', '700']);
		expect(codes(quoted)).toEqual(['differentTerms']);
		expect(quoted.text.en).toContain('FOB and CIF Hamburg do not include the same costs');
		expect(quoted.text.en).toContain('total USD 600, CIF Hamburg Cost, insurance and freight');
	});

	it('warns of what it does not know', () => {
		const quoted = quote(50, ['10:5:XYZ', 'soon', 'later'], ['100+:sea', 'maybe']);
		expect(codes(quoted)).toEqual([
			'unknownTerm',
			'unreadPrices',
			'noLogistics',
			'unreadLogistics',
		]);
		expect(quoted.offers[0]?.notIncluded[0]?.en).toContain('ask the seller whether "XYZ" includes');
		expect(quoted.text.zh).toContain('有 2 条价格无法读取');
	});

	it('keeps offers of two currencies for one quantity apart', () => {
		const steps = [
			{ quantity: 50, price: '5', currency: 'USD' },
			{ quantity: 50, price: '5', currency: 'EUR' },
			{ quantity: 50, price: '5.00', currency: 'usd' },
		];
		const price = ladderFrom(steps, 'quantity', { currency: null, tradeTerm: '' });
		const quoted = quoteFor(100, { price, logistics: null });
		expect(quoted.offers.map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
		expect(codes(quoted)).toContain('differentCurrencies');
	});

	it('knows no minimum without a price and without an MOQ', () => {
		expect(quoteFor(7, { price: { tiers: [], rejected: [] }, logistics: null }).minimum).toBeNull();
		expect(quote(7, [], []).minimum).toBeNull();
	});

	it('takes the MOQ for the minimum where the ladder begins later, and has no price there', () => {
		const quoted = quote(100, ['500:4', '1000:3'], ['1+:sea'], 3);
		expect([quoted.minimum, quoted.offers, codes(quoted)]).toEqual([3, [], ['noPrice']]);
		expect(quoted.text.en).toContain('No price is given for 100 pieces (prices are for 500-999');
		expect(quoted.text.zh).toContain('没有给出 100 件的价格');
		expect(codes(quote(2, ['500:4'], ['1+:sea'], 3))).toEqual(['belowMinimum']);
	});

	it('warns of default and of overlapping logistics', () => {
		expect(codes(quote(50, ['1:5'], []))).toEqual(['defaultLogistics']);
		const overlapping = quote(50, ['1:5'], ['1+:sea', '1-100:air', '200+:express']);
		expect(overlapping.logistics.length).toBe(2);
		expect(codes(overlapping)).toEqual(['overlappingLogistics']);
	});

	it('says that logistics were not asked for, that no term is stated, and what else it is told', () => {
		const price = ladderFrom([{ quantity: 50, price: '3.69' }], 'quantity', {
			currency: 'USD',
			tradeTerm: '',
		});
		const note = { code: 'notOnline' as const, zh: '未上架', en: 'not online' };
		const quote = quoteFor(100, { price, logistics: null, notes: [note] });
		expect(quote.warnings.map(({ code }) => code)).toEqual([
			'unknownTerm',
			'logisticsNotAsked',
			'notOnline',
		]);
		expect(quote.offers[0]).toMatchObject({ total: '369.00', freightIncluded: null });
		expect(quote.text.zh).toContain('合计 USD 369.00，未注明贸易术语\n');
		expect(quote.text.zh).not.toContain('“”');
		expect(quote.text.en).toContain('Note: not online');
	});

	it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('refuses the quantity %p', (quantity) => {
		expect(() => quoteFor(quantity, ARTICLE)).toThrow(
			new RangeError('The quantity must be a whole number of at least 1.'),
		);
	});

	it('multiplies exactly, for any price and quantity', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: 1n, max: 10n ** 25n }),
				fc.integer({ min: 0, max: 6 }),
				fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
				(units, scale, quantity) => {
					const digits = units.toString().padStart(scale + 1, '0');
					const point = digits.length - scale;
					const price = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
					const [offer] = quote(quantity, [`1:${price}`]).offers;
					const [whole = '', fraction = ''] = (offer?.total ?? '').split('.');
					expect([offer?.unitPrice, fraction.length]).toEqual([price, scale]);
					expect(BigInt(whole + fraction)).toBe(units * BigInt(quantity));
				},
			),
		);
	});
});

describe('what a price does not include', () => {
	const EXPORT = 'pick-up, carriage to the port and export clearance';
	const FREIGHT = 'international freight';
	const ONWARD = 'carriage beyond the named destination';
	const INSURANCE = 'cargo insurance';
	const CHOICE = 'cargo insurance (the seller may choose it)';
	const DUTY = 'import duty and import taxes';
	it.each([
		['EXW', [EXPORT, FREIGHT, INSURANCE, DUTY]],
		['FCA', [FREIGHT, INSURANCE, DUTY]],
		['FAS', [FREIGHT, INSURANCE, DUTY]],
		['FOB', [FREIGHT, INSURANCE, DUTY]],
		['CFR', [ONWARD, INSURANCE, DUTY]],
		['CPT', [ONWARD, INSURANCE, DUTY]],
		['CIF', [ONWARD, DUTY]],
		['CIP', [ONWARD, DUTY]],
		['DAP', [CHOICE, DUTY]],
		['DPU', [CHOICE, DUTY]],
		['DDP', [CHOICE]],
	])('%s', (term, expected) => {
		expect(notIncludedIn(term).map(({ en }) => en)).toEqual(expected);
	});
});

describe('comparing totals', () => {
	const total = (
		amount: string,
		tradeTerm: string,
		namedPlace: string | null = null,
		currency = 'USD',
	) => ({
		total: amount,
		tradeTerm,
		namedPlace,
		currency,
	});

	it.each([
		[total('5.0', 'FOB'), total('5', 'FOB'), 'equal'],
		[total('10', 'FOB', 'Ningbo'), total('9.99', 'FOB', 'NINGBO'), 'right'],
		[total('0.1', 'CIF', 'Hamburg'), total('0.10000000000000000001', 'CIF', 'Hamburg'), 'left'],
	])('compares %p with %p without a warning', (left, right, less) => {
		expect(compareTotals(left, right)).toEqual({ less, warning: null });
	});

	it.each([
		[total('5', 'FOB'), total('4', 'CIF'), 'right'],
		[total('5', 'FOB', 'Ningbo'), total('6', 'FOB', 'Shanghai'), 'left'],
		[total('5', 'XYZ'), total('5', 'XYZ'), 'equal'],
		[total('5', 'FOB'), total('5', 'FOB', null, 'EUR'), null],
	])('warns when it compares %p with %p', (left, right, less) => {
		const { less: found, warning } = compareTotals(left, right);
		expect(found).toBe(less);
		expect([warning?.zh, warning?.en]).toEqual([expect.any(String), expect.any(String)]);
	});
});

describe('a ladder whose steps name their ends', () => {
	const step = (min: unknown, max: unknown, price: unknown = '3.00') => ({
		min_quantity: min,
		max_quantity: max,
		price,
		currency: 'USD',
	});
	const TERMS = { currency: null, tradeTerm: '' };
	const ladder = (...steps: Array<Record<string, unknown>>) =>
		ladderFrom(steps, 'min_quantity', TERMS);
	const ranges = ({ tiers }: ReturnType<typeof ladder>) =>
		tiers.map(
			({ minQuantity, maxQuantity, price }) => `${minQuantity}-${maxQuantity ?? ''} ${price}`,
		);
	const priceAt = (price: ReturnType<typeof ladder>, quantity: number) =>
		quoteFor(quantity, { price, logistics: null }).offers.map(({ unitPrice }) => unitPrice);

	it('ends where it says', () => {
		expect(ranges(ladder(step('50', '499')))).toEqual(['50-499 3.00']);
		expect(ranges(ladder(step('50', '-1')))).toEqual(['50- 3.00']);
		expect(ranges(ladder(step('50', -1)))).toEqual(['50- 3.00']);
		expect(ranges(ladder(step(50, 499), step(500, -1, '2')))).toEqual(['50-499 3.00', '500- 2']);
		expect(ranges(ladder(step('50', '1,499')))).toEqual(['50-1499 3.00']);
	});

	it('has no price in a gap between two steps', () => {
		const price = ladder(step('50', '99'), step('500', '-1', '2'));
		expect(ranges(price)).toEqual(['50-99 3.00', '500- 2']);
		expect([99, 100, 499, 500].map((quantity) => priceAt(price, quantity))).toEqual([
			['3.00'],
			[],
			[],
			['2'],
		]);
		expect(codes(quoteFor(100, { price, logistics: null }))).toContain('noPrice');
	});

	it('ends before the next step though it says to reach into it, or says nothing', () => {
		expect(ranges(ladder(step('50', '900'), step('500', '-1', '2')))).toEqual([
			'50-499 3.00',
			'500- 2',
		]);
		for (const none of [undefined, null, '', 'null']) {
			expect(ranges(ladder(step('50', none), step('500', none, '2')))).toEqual([
				'50-499 3.00',
				'500- 2',
			]);
		}
	});

	it.each(['49', '0', '-2', 'many', '1e9', 499.5, {}])(
		'is not read where %p should be its end, and says so',
		(end) => {
			const price = ladder(step('50', end), step('500', '-1', '2'));
			expect(ranges(price)).toEqual(['500- 2']);
			expect(price.rejected).toHaveLength(1);
			expect(codes(quoteFor(100, { price, logistics: null }))).toContain('unreadPrices');
		},
	);

	it('says the same offer of several variants once, wherever their steps end', () => {
		const some = ladder(step('50', '499'));
		const more = ladder(step('50', '-1'));
		const merged = mergedLadders([some, more]);
		expect(ranges(merged)).toEqual(['50-499 3.00', '500- 3.00']);
		expect([100, 600].map((quantity) => priceAt(merged, quantity))).toEqual([['3.00'], ['3.00']]);
	});

	it('quotes for any ladder exactly what a step says, for one variant or for several', () => {
		const steps = fc.array(
			fc.record({
				min: fc.integer({ min: 1, max: 60 }),
				span: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }),
				cents: fc.integer({ min: 1, max: 9 }),
			}),
			{ maxLength: 5 },
		);
		type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;
		/** Written apart from the parser: of the steps that begin latest, those that reach so far. */
		const expected = (all: Steps, quantity: number) => {
			const begun = all.filter(({ min }) => min <= quantity);
			const latest = Math.max(0, ...begun.map(({ min }) => min));
			return begun
				.filter(({ min }) => min === latest)
				.filter(({ min, span }) => span === null || quantity <= min + span)
				.map(({ cents }) => cents);
		};
		const read = (all: Steps) =>
			ladder(
				...all.map(({ min, span, cents }) =>
					step(String(min), span === null ? '-1' : String(min + span), String(cents)),
				),
			);
		fc.assert(
			fc.property(steps, steps, fc.integer({ min: 1, max: 100 }), (one, other, quantity) => {
				const found = (price: ReturnType<typeof ladder>) =>
					[...new Set(priceAt(price, quantity).map(Number))].sort();
				const wanted = (...lists: Steps[]) =>
					[...new Set(lists.flatMap((all) => expected(all, quantity)))].sort();
				expect(found(read(one))).toEqual(wanted(one));
				expect(found(mergedLadders([read(one), read(other)]))).toEqual(wanted(one, other));
			}),
			{ numRuns: 300 },
		);
	});
});
