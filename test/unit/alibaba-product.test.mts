import fc from 'fast-check';

import { absenceOf, isAbsence } from '../../nodes/AlibabaCom/parse/absence.ts';
import { parseProduct } from '../../nodes/AlibabaCom/parse/product.ts';
import { checkProductId, idText } from '../../nodes/AlibabaCom/parse/productId.ts';
import { parseJson } from '../../nodes/wire/json.ts';

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
