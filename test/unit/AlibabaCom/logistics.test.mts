import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

import { daysOf } from '../../../nodes/AlibabaCom/parse/logistics/duration.ts';
import {
	type LogisticsRule,
	parseLogistics,
	ruleText,
} from '../../../nodes/AlibabaCom/parse/logistics/logistics.ts';
import { overlapWarnings } from '../../../nodes/AlibabaCom/parse/price/quoteWarnings.ts';
import { holding } from '../../../nodes/AlibabaCom/parse/quantity.ts';

interface LogisticsCase {
	id: string;
	input: unknown;
	expected: { rules: LogisticsRule[]; isDefault: boolean; rejected: unknown[] };
	lookups?: Array<{ quantity: number; methods: string[] }>;
}
const file = join(__dirname, '../../fixtures/alibaba-parser-cases.json');
const { logistics: cases } = JSON.parse(readFileSync(file, 'utf8')) as {
	logistics: LogisticsCase[];
};

const read = (moqLogistics: unknown) => parseLogistics({ moq_logistics: moqLogistics });
const short = ({ rules }: { rules: LogisticsRule[] }): string[] =>
	rules.map((rule) =>
		[
			`${rule.minQuantity}-${rule.maxQuantity ?? ''}`,
			rule.method,
			rule.durationText,
			rule.freightText,
		]
			.map((part) => part ?? '_')
			.join(' | '),
	);

describe('shared logistics cases', () => {
	it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { input, expected, lookups }) => {
		const parsed = parseLogistics(input);
		expect(parsed).toEqual(expected);
		for (const { quantity, methods } of lookups ?? []) {
			expect(holding(parsed.rules, quantity).map(({ method }) => method)).toEqual(methods);
		}
	});
});

describe('logistics entries', () => {
	it.each([
		['100-499:sea', '100-499 | sea | _ | _'],
		['100–499:sea', '100-499 | sea | _ | _'],
		['１００－４９９：SEA', '100-499 | sea | _ | _'],
		['1,000-4,999 : Sea ', '1000-4999 | sea | _ | _'],
		['0-99:express', '0-99 | express | _ | _'],
		['500+:sea', '500- | sea | _ | _'],
		['500-+:sea', '500- | sea | _ | _'],
		['500 - +:sea', '500- | sea | _ | _'],
		['500:sea', '500-500 | sea | _ | _'],
		['7-7:Rail Freight', '7-7 | rail freight | _ | _'],
		['500+:sea:30-40days', '500- | sea | 30-40days | _'],
		['500+:sea:7天', '500- | sea | 7天 | _'],
		['500+:sea:same day', '500- | sea | same day | _'],
		['500+:sea:$200', '500- | sea | _ | $200'],
		['500+:sea:Contact Seller', '500- | sea | _ | Contact Seller'],
		['500+:sea:200日元', '500- | sea | _ | 200日元'],
		['500+:sea::$200', '500- | sea | _ | $200'],
		['500+:sea:10days:', '500- | sea | 10days | _'],
		['500+:sea:null:null', '500- | sea | _ | _'],
		['500+:sea: 10-15days：door : $200 ', '500- | sea | 10-15days：door | $200'],
		['500+:sea:a:b:c:d', '500- | sea | a:b:c | d'],
		['500+:sea:30days:$1,000,', '500- | sea | 30days | $1,000'],
	])('%s is %s', (entry, expected) => {
		const parsed = read([entry]);
		expect([short(parsed), parsed.isDefault, parsed.rejected]).toEqual([[expected], false, []]);
	});

	it.each([
		'soon',
		'',
		'500+',
		'500+:',
		'500+: :10days:$5',
		'499-100:sea',
		'0-0:sea',
		'-5-10:sea',
		'1.5-3:sea',
		'100-:sea',
		'100~499:sea',
		'100-9007199254740993:sea',
		'a-b:sea',
		null,
		undefined,
		500,
		{ '500+': 'sea' },
		['500+:sea'],
	])('rejects %p and nothing else', (bad) => {
		const parsed = read(['100-499:air', bad, '500+:sea']);
		expect(parsed.rejected).toEqual([bad]);
		expect(short(parsed)).toEqual(['100-499 | air | _ | _', '500- | sea | _ | _']);
		expect(read([bad])).toEqual({ ...read([]), rejected: [bad] });
		expect(read([bad]).isDefault).toBe(true);
	});

	it.each([
		'100-499:express:10-15days:$1,000, 500+:sea:30-40days:$2,500',
		'100-499:express:10-15days:$1,000,500+:sea:30-40days:$2,500',
		'100-499:express:10-15days:$1,000；500-+：sea:30-40days:$2,500;',
		' 100-499:express:10-15days:$1,000 ， 500+:sea:30-40days:$2,500 ',
		['100-499:express:10-15days:$1,000,500+:sea:30-40days:$2,500'],
		{ string: ['500+:sea:30-40days:$2,500', '100-499:express:10-15days:$1,000'] },
		'["500+:sea:30-40days:$2,500","100-499:express:10-15days:$1,000"]',
	])('reads the entries out of %p', (given) => {
		const parsed = read(given);
		expect(parsed.rejected).toEqual([]);
		expect(short(parsed)).toEqual([
			'100-499 | express | 10-15days | $1,000',
			'500- | sea | 30-40days | $2,500',
		]);
	});

	it('finds where a range begins even between thousands', () => {
		expect(short(read('1,500-4,999:air:5days:$1,200,5,000+:sea:9days:$1,200'))).toEqual([
			'1500-4999 | air | 5days | $1,200',
			'5000- | sea | 9days | $1,200',
		]);
		expect(short(read('100-499:air:5days:$1,200,500+:sea'))).toEqual([
			'100-499 | air | 5days | $1,200',
			'500- | sea | _ | _',
		]);
		expect(short(read('soon, 500:sea, 600 : air'))).toEqual([
			'500-500 | sea | _ | _',
			'600-600 | air | _ | _',
		]);
		expect(short(read('100:sea:$1,500:10 boxes'))).toEqual(['100-100 | sea | $1,500 | 10 boxes']);
	});

	it('sorts by lower bound and keeps the order of equal ones', () => {
		expect(short(read(['500+:sea', '100+:express', '500-900:air']))).toEqual([
			'100- | express | _ | _',
			'500- | sea | _ | _',
			'500-900 | air | _ | _',
		]);
	});

	it('takes the default rule when there is no object at all', () => {
		for (const none of [undefined, null, '', {}, []]) {
			expect(parseLogistics(none)).toEqual(parseLogistics({ moq_logistics: [] }));
		}
		const parsed = parseLogistics({
			default_method: 'AIR',
			default_duration: ' ',
			default_freight: 90,
		});
		expect(parsed.rules).toEqual([
			expect.objectContaining({
				method: 'air',
				durationText: '15-20days',
				freightText: '90',
				freightAmount: '90',
				freightCurrency: null,
			}),
		]);
	});

	it('tells rules that overlap, also across others', () => {
		const { rules } = read(['1-1000:sea', '10-20:air', '500-600:express', '1001+:rail']);
		const texts = overlapWarnings(rules).map(({ en }) => en);
		expect(texts.length).toBe(2);
		expect(texts[0]).toContain('1-1000 pcs (sea) and 10-20 pcs (air)');
		expect(texts[1]).toContain('1-1000 pcs (sea) and 500-600 pcs (express)');
		expect(overlapWarnings(read(['1-9:air', '10+:sea']).rules)).toEqual([]);
	});

	it('describes a rule for both sides', () => {
		const [rule] = read(['100-499:express:10-15days:$200']).rules;
		expect(rule && ruleText(rule)).toEqual({
			zh: '100-499 pcs: 国际快递(DHL/UPS)，时效10-15days，运费$200',
			en: '100-499 pcs: express courier (DHL/UPS), 10-15days, freight $200',
		});
		const [bare] = read(['10000+:camel']).rules;
		expect(bare && ruleText(bare)).toEqual({ zh: '10000+ pcs: camel', en: '10000+ pcs: camel' });
	});
});

describe('durations', () => {
	it.each([
		['10-15days', 10, 15],
		['10 – 15 Days', 10, 15],
		['10~15 working days', 10, 15],
		['10 days to 15 days', 10, 15],
		['7-10天', 7, 10],
		['５至７个工作日', 5, 7],
		['10-15d', 10, 15],
		['about 7 days', 7, 7],
		['1 day', 1, 1],
		['30+ days', 30, null],
		['30days+', 30, null],
		['within 7 days', null, 7],
		['15-10days', null, null],
		['1.5-2 days', null, null],
		['15-20+ days', null, null],
		['10-15', null, null],
		['4-6 weeks', null, null],
		['48 hours', null, null],
		['same day', null, null],
		['2 daytime runs', null, null],
		['', null, null],
	])('%s names %p to %p', (text, minDays, maxDays) => {
		expect(daysOf(text)).toEqual({ minDays, maxDays });
	});
});

describe('any logistics', () => {
	const rule = fc.record({
		low: fc.integer({ min: 1, max: 500 }),
		span: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
		method: fc.constantFrom('sea', 'air', 'express'),
		freight: fc.integer({ min: 0, max: 2_000_000 }),
	});
	type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never;
	const entryOf = ({ low, span, method, freight }: Rule) =>
		`${low}${span === null ? '+' : `-${low + span}`}:${method}:3-9days:$${freight.toLocaleString('en-US')}`;

	it('reads a list and the same as one text alike, and a quantity finds exactly its rules', () => {
		fc.assert(
			fc.property(
				fc.array(rule, { minLength: 1 }),
				fc.constantFrom(',', ', ', '，', ';', '； '),
				fc.integer({ min: 1, max: 1200 }),
				(rules, separator, quantity) => {
					const parsed = read(rules.map(entryOf));
					expect(parsed.rejected).toEqual([]);
					expect(read(rules.map(entryOf).join(separator))).toEqual(parsed);
					const expected = [...rules]
						.sort((left, right) => left.low - right.low)
						.filter(({ low, span }) => quantity >= low && (span === null || quantity <= low + span))
						.map(({ method, freight }) => [method, String(freight)]);
					const found = holding(parsed.rules, quantity);
					expect(found.map(({ method, freightAmount }) => [method, freightAmount])).toEqual(
						expected,
					);
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
			fc.property(odd, odd, (whole, entries) => {
				for (const input of [whole, { moq_logistics: entries, default_method: whole }]) {
					expect(parseLogistics(input).rules.length).toBeGreaterThan(0);
				}
			}),
		);
	});

	it('stays quick on hostile text', () => {
		const hostile = [
			'1,',
			',100',
			' ',
			'9',
			'1:',
			'1-2 days ',
			'$1,',
			'a ',
			', ',
			'1 ',
			'1 business ',
		];
		const started = performance.now();
		for (const text of hostile.map((piece) => piece.repeat(10_000))) {
			parseLogistics({ moq_logistics: `x${text}x`, default_duration: text, default_freight: text });
			read([`1+:sea:${text}x`, `1+:sea:x${text}x:${text}x`, `1+:sea:1${text}`]);
		}
		expect(performance.now() - started).toBeLessThan(4_000);
	});
});
