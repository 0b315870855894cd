import fc from 'fast-check';

import { absenceOf, isAbsence } from '../../../nodes/AlibabaCom/parse/absence.ts';
import { readProductV1 } from '../../../nodes/AlibabaCom/parse/product/productV1.ts';
import { readProductV2 } from '../../../nodes/AlibabaCom/parse/product/productV2.ts';
import { quoteFor } from '../../../nodes/AlibabaCom/parse/price/quote.ts';
import { parseProduct } from '../../../nodes/AlibabaCom/parse/product/product.ts';
import { checkProductId, idText } from '../../../nodes/AlibabaCom/parse/product/productId.ts';
import { parseJson } from '../../../nodes/wire/json.ts';

const PRODUCT = {
	product_id: '123456789012345',
	title: '苹果手机壳',
	multi_language_title: { zh: '苹果手机壳', en: 'Apple Phone Case', ar: 'null' },
	multi_language_desc: '{"en":"A case","zh":"壳"}',
	price_info: { price: '5.0', currency: 'USD', trade_terms: 'FOB', batch_prices: ['1000:5.0:FOB'] },
	moq: '1,000',
	logistics_info: { moq_logistics: ['100-499:express:10-15days:$200', 'soon'] },
};
const ARABIC = { language: 'ar' };

describe('product', () => {
	it('reads every part', () => {
		expect(parseProduct(PRODUCT, ARABIC)).toMatchObject({
			productId: '123456789012345',
			status: null,
			title: {
				text: 'Apple Phone Case',
				language: 'en',
				isFallback: true,
				source: 'languages',
				available: ['zh', 'en'],
			},
			description: { text: 'A case', language: 'en', available: ['en', 'zh'] },
			moq: 1000,
			price: { tiers: [{ minQuantity: 1000, price: '5.0', tradeTerm: 'FOB' }], rejected: [] },
			logistics: { isDefault: false, rejected: ['soon'] },
		});
	});

	it.each([
		['result', { result: PRODUCT }],
		['data', { code: 0, data: PRODUCT }],
		['product', { product: PRODUCT }],
		['alibaba_product_get_response', { alibaba_product_get_response: PRODUCT }],
		[
			'several',
			{ alibaba_product_get_response: { result: { product: PRODUCT }, request_id: '1' } },
		],
		['JSON text', { result: JSON.stringify(PRODUCT) }],
	])('is found under %s', (_name, answer) => {
		expect(parseProduct(answer, ARABIC)).toEqual(parseProduct(PRODUCT, ARABIC));
	});

	it('takes the plain title where no language answers, and says that it is one', () => {
		const answer = { ...PRODUCT, multi_language_title: { fr: 'Coque' } };
		const plain = { text: '苹果手机壳', language: null, source: 'plain', available: ['fr'] };
		expect(parseProduct(answer, ARABIC)?.title).toEqual({ ...plain, isFallback: true });
		expect(parseProduct(answer, { language: 'zh-CN' })?.title).toEqual({
			...plain,
			isFallback: false,
		});
		expect(parseProduct({ moq: 5 }, ARABIC)?.title).toEqual({
			text: '',
			language: null,
			isFallback: false,
			source: null,
			available: [],
		});
	});

	it('looks for the MOQ inside the price object, then beside it', () => {
		const read = (moq: unknown, inside: unknown) => {
			const product = parseProduct({ moq, price_info: { price: '5', moq: inside } }, ARABIC);
			return [product?.moq, product?.price.tiers[0]?.minQuantity];
		};
		expect(read(100, 200)).toEqual([200, 200]);
		expect(read('100', null)).toEqual([100, 100]);
		expect(read(undefined, undefined)).toEqual([null, 1]);
	});

	it('keeps ids as text, with every digit', () => {
		const id = (text: string) =>
			parseProduct(parseJson(`{"product_id":${text},"title":"a"}`), ARABIC)?.productId;
		expect(id('123456789012345')).toBe('123456789012345');
		expect(id('12345678901234567890')).toBe('12345678901234567890');
		expect(id('"IDX1a_b-C2d3"')).toBe('IDX1a_b-C2d3');
		expect(id('null')).toBeNull();
		expect(idText(2 ** 53)).toBeUndefined();
	});

	it('is not there when the answer holds none', () => {
		const none = [null, '', [], {}, { result: {} }, { product_id: '1' }, { title: null, moq: '' }];
		expect(none.map((answer) => parseProduct(answer, ARABIC))).toEqual(none.map(() => undefined));
	});

	it('is read without a throw, whatever comes', () => {
		const odd = fc.anything({ withBigInt: true, withNullPrototype: true });
		fc.assert(
			fc.property(odd, odd, odd, (whole, title, other) => {
				parseProduct(whole, ARABIC);
				const answer = {
					title,
					multi_language_title: other,
					price_info: whole,
					moq: other,
					data: whole,
				};
				const product = parseProduct({ ...answer, multi_language_desc: 'a' }, ARABIC);
				expect(product?.description.text).toBe('a');
				absenceOf(whole, title, { result: other });
				isAbsence(whole);
			}),
		);
	});
});

describe('a product that is missing', () => {
	it.each([
		['one shared code', [{ code: 'B_PRODUCT_NOT_FOUND', message: 'product offline or missing' }]],
		['a sub code that only repeats it', [{ code: 15, sub_code: 'isv.product-not-exist' }]],
		['nothing at all', [{}, null, undefined, 'x']],
		['the state of the call', [{ code: 'PRODUCT_NOT_EXIST', status: 'failed' }]],
		['a state that is online', [{ code: 'PRODUCT_NOT_EXIST' }, { data: { status: 'online' } }]],
	])('stays ambiguous with %s', (_name, sources) => {
		const { cause, words } = absenceOf(...sources);
		expect(cause).toBe('ambiguous');
		expect(words.en).toContain('Check the product ID');
		expect(words.zh).toContain('无法区分');
	});

	it.each([
		['delisted', [{ code: 'PRODUCT_NOT_EXIST', sub_code: 'isv.product-offline' }]],
		['delisted', [{ code: 'PRODUCT_NOT_EXIST', product_status: 'OFF_SHELF' }]],
		['delisted', [{ code: 'PRODUCT_NOT_EXIST' }, { result: { data: { status: '已下架' } } }]],
		['delisted', [{ error_response: { code: 130106 } }]],
		['unpublished', [{ code: 'PRODUCT_NOT_EXIST' }, { result: { data: { status: 'draft' } } }]],
		['notFound', [{ code: 'PRODUCT_NOT_EXIST', sub_code: 'id.not-exist' }]],
		['notFound', [{ code: 'PRODUCT_NOT_EXIST', product_status: 'NOT_FOUND' }]],
	])('is %s where a second field says so', (cause, sources) => {
		expect(absenceOf(...sources).cause).toBe(cause);
	});

	it('is told from other refusals', () => {
		const absent = [
			{ success: false, msg_code: 'B_PRODUCT_NOT_FOUND' },
			{ error_response: { code: 15, sub_code: 'isv.product-not-exist' } },
			{ code: '404', message: '商品不存在' },
			{ result: { error_code: 130106 } },
		];
		const other = [
			{ code: 'ApiCallLimit' },
			{ code: 'InvalidApiPath' },
			{ msg_code: 'CATEGORY_NOT_EXIST' },
			{},
		];
		expect(absent.map(isAbsence)).toEqual(absent.map(() => true));
		expect(other.map(isAbsence)).toEqual(other.map(() => false));
	});
});

describe('product ids that are entered', () => {
	it('are taken at every length, with a hint unless they have 15 digits', () => {
		expect(checkProductId(' 123456789012345 ')).toEqual({ id: '123456789012345', hint: null });
		expect(checkProductId(123456789012345)).toEqual({ id: '123456789012345', hint: null });
		for (const id of ['60832548452', '1601206892606', 'IDX1-KJnuWpz7sK_3B2Lp0qz', '1']) {
			const checked = checkProductId(id);
			expect(checked.id).toBe(id);
			expect(checked.hint?.en).toContain(`this one has ${id.length} characters`);
			expect(checked.hint?.zh).toContain('15');
		}
	});

	it.each(['', '  ', null, undefined, 'null', '12 34', 'a/b', {}, true, 'x'.repeat(65)])(
		'are refused when they are none: %p',
		(value) => {
			expect(() => checkProductId(value)).toThrow(/Copy it from the product page/);
		},
	);

	it.each([2 ** 53, 1.5, -1, NaN])('are refused when a number lost digits: %p', (value) => {
		expect(() => checkProductId(value)).toThrow(/Enter it as text/);
	});
});

describe('variants of the first interface', () => {
	const COLORS = {
		attribute_id: 9,
		attribute_name: 'Color',
		values: {
			sku_attribute_value: [
				{ value_id: 1, system_value_name: 'Red' },
				{ value_id: '2', system_value_name: 'Blue', custom_value_name: 'Navy' },
				{ value_id: 3, system_value_name: 'Green', custom_value_name: 'null' },
			],
		},
	};
	const attributesOf = (attr2_value: unknown, sku_attributes: unknown = [COLORS]) =>
		readProductV1({ product_sku: { sku_attributes, skus: [{ sku_id: 5, attr2_value }] } }, 'en')
			.skus[0]?.attributes;

	it.each([
		['{"9":1}', 'Red'],
		['{"9":"1"}', 'Red'],
		[{ 9: 1 }, 'Red'],
		['{"9":2}', 'Navy'],
		['{"9":3}', 'Green'],
	])('%p is the value %s', (written, value) => {
		expect(attributesOf(written)).toEqual([{ name: 'Color', value }]);
		expect(attributesOf(written, { sku_attribute: COLORS })).toEqual([{ name: 'Color', value }]);
	});

	it('keeps the ids of what the product does not name, so that variants stay apart', () => {
		expect(attributesOf('{"9":7}')).toEqual([{ name: 'Color', value: '7' }]);
		expect(attributesOf('{"9":1,"8":"XL"}')).toEqual([
			{ name: '8', value: 'XL' },
			{ name: 'Color', value: 'Red' },
		]);
		expect(attributesOf('{"12345678901234567890":9007199254740993}', [])).toEqual([
			{ name: '12345678901234567890', value: '9007199254740993' },
		]);
	});

	it.each([undefined, null, '', 'null', '{}', '[]', '{"9":null}', 'Red', 5, '{"9":'])(
		'%p says nothing about a variant',
		(written) => expect(attributesOf(written)).toEqual([]),
	);

	it('a piece costs the one price from the MOQ up to the first discount', () => {
		const facts = (trade: Record<string, unknown>, ...starts: number[]) => {
			const steps = starts.map((start_quantity) => ({ start_quantity, price: '11.50' }));
			return readProductV1(
				{ wholesale_trade: trade, product_sku: { skus: [{ bulk_discount_prices: steps }] } },
				'en',
			);
		};
		const ranges = (...given: Parameters<typeof facts>) =>
			facts(...given).price.tiers.map(
				({ minQuantity, maxQuantity, price }) => `${minQuantity}-${maxQuantity ?? ''} ${price}`,
			);
		const trade = { min_order_quantity: 3, price: '12.00' };
		expect(ranges(trade, 500)).toEqual(['3-499 12.00', '500- 11.50']);
		expect(ranges(trade, 3)).toEqual(['3- 11.50']);
		expect(facts(trade, 3).skus[0]?.ladder?.tiers).toHaveLength(1);
		expect(ranges(trade)).toEqual(['3- 12.00']);
		expect(ranges({ price: '12.00' }, 500)).toEqual(['1-499 12.00', '500- 11.50']);
		expect(ranges({ min_order_quantity: 3 }, 500)).toEqual(['500- 11.50']);
		const odd = facts({ ...trade, price: 'ask' }, 500);
		expect([odd.price.tiers.length, odd.price.rejected.length]).toEqual([1, 1]);
	});
});

describe('the attributes of a product by the older method', () => {
	it.each([
		['both a name and a value', { attribute_name: 'Color', value_name: 'Red' }, 1],
		['a name alone', { attribute_name: 'Color' }, 0],
		['a value alone', { value_name: 'Red' }, 0],
		['an empty name', { attribute_name: ' ', value_name: 'Red' }, 0],
		['an empty value', { attribute_name: 'Color', value_name: null }, 0],
	])('of a row with %s are as many as that says', (_, row, count) => {
		const size = { attribute_name: 'Size', value_name: 'L' };
		const { attributes } = readProductV1({ attributes: [row, size] }, 'en');
		const color = { name: 'Color', value: 'Red' };
		const expected = [color, { name: 'Size', value: 'L' }].slice(1 - count);
		expect(attributes).toEqual(expected);
	});
});

describe('ranges of prices', () => {
	const v1 = (sourcing_trade: Record<string, unknown>) =>
		readProductV1({ sourcing_trade: { fob_currency: 'USD', ...sourcing_trade } }, 'en');
	const v2 = (range_price: unknown) =>
		readProductV2({ trade_info: { price: { currency: 'USD', range_price } } }, 'en');
	const shown = ({ priceRange, price }: ReturnType<typeof v2>) => [
		priceRange?.min?.amount ?? null,
		priceRange?.max?.amount ?? null,
		price.rejected,
	];

	it.each([
		[{ min_price: '9.00', max_price: '1,299.00' }, '9.00', '1299.00', []],
		[{ min: '9', max: '$1,299' }, '9', '1299', []],
		['9.00-1,299.00', '9.00', '1299.00', []],
		['US$9.00 ~ US$1,299.00', '9.00', '1299.00', []],
		['9 – 12', '9', '12', []],
		['9.00', '9.00', '9.00', []],
		[{ min_price: '9.00', max_price: 'ask us' }, '9.00', null, ['ask us']],
		[{ min_price: '1.299,00', max_price: '2,500.00' }, null, '2500.00', ['1.299,00']],
		[{ min_price: 'a', max_price: 'b' }, null, null, ['a', 'b']],
		['ask us', null, null, ['ask us']],
		['1-2-3', null, null, ['1-2-3']],
		[{ min_price: '9.00' }, '9.00', null, []],
		[undefined, null, null, []],
		['null', null, null, []],
	])('%j is read, and what cannot be read of it is said', (range, min, max, rejected) => {
		expect(shown(v2(range))).toEqual([min, max, rejected]);
	});

	it('of FOB prices are read alike', () => {
		expect(shown(v1({ fob_min_price: '9.00', fob_max_price: '1,299.00' }))).toEqual([
			'9.00',
			'1299.00',
			[],
		]);
		const odd = v1({ fob_min_price: 'ask', fob_max_price: '12' });
		expect(shown(odd)).toEqual([null, '12', ['ask']]);
		const quoted = quoteFor(5, { price: odd.price, logistics: null });
		expect(quoted.warnings.map(({ code }) => code)).toContain('unreadPrices');
	});

	it('says nothing of a range beside a ladder', () => {
		const price = {
			currency: 'USD',
			tiered_price: [{ quantity: 5, price: '9' }],
			range_price: '?',
		};
		const facts = readProductV2({ trade_info: { price } }, 'en');
		expect([facts.priceRange, facts.price.rejected]).toEqual([null, []]);
	});
});
