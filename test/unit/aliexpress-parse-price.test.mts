import fc from 'fast-check';

import { toPriceItem, toPriceRows } from '../../nodes/AliExpress/parse/price.ts';
import { compareDecimals } from '../../nodes/AliExpress/parse/priceRange.ts';
import { parseProduct } from '../../nodes/AliExpress/parse/productSchema.ts';
import type { JsonObject } from '../../nodes/wire/envelope.ts';
import { opened, survivesMutations } from './aliexpress-parse-mutations.mts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const sku = (id: string, more: JsonObject = {}): JsonObject => ({
	id,
	sku_Id: '12000000000000001',
	sku_code: `CODE-${id}`,
	sku_price: '10.00',
	...more,
});

function product(skus: JsonObject[], more: JsonObject = {}): JsonObject {
	const result = { product_id: 5, subject: 'Lamp', currency_code: 'USD', product_price: '10.00' };
	return { result: { ...result, aeop_ae_product_s_k_us: skus, ...more } };
}

const national = (type: string, rules: unknown): JsonObject => ({
	aeop_national_quote_configuration: {
		configuration_type: type,
		configuration_data: typeof rules === 'string' ? rules : JSON.stringify(rules),
	},
});

const itemOf = (body: JsonObject) => toPriceItem(parseProduct(opened(body)));
const rowsOf = (body: JsonObject) => toPriceRows(parseProduct(opened(body)));

const VARIANTS = [
	sku('14:173', {
		sku_discount_price: '8.50',
		ipm_sku_stock: 4,
		aeop_s_k_u_property_list: [
			{ property_value_definition_name: 'Black' },
			{ property_value_definition_name: 'XL' },
		],
		aeop_s_k_u_national_discount_price_list: [{ shipto_country: 'RU', discount_price: '7.99' }],
	}),
	sku('14:29', { sku_price: '12.00', sku_discount_price: '9.00' }),
];

test('a product has its range, with and without discount, and each variant', () => {
	expect(itemOf(product(VARIANTS))).toEqual({
		productId: '5',
		title: 'Lamp',
		price: usd('10.00'),
		minPrice: usd('10.00'),
		maxPrice: usd('12.00'),
		minDiscountPrice: usd('8.50'),
		maxDiscountPrice: usd('9.00'),
		skus: [
			{
				skuId: '12000000000000001',
				skuKey: '14:173',
				skuCode: 'CODE-14:173',
				variant: 'Black, XL',
				price: usd('10.00'),
				discountPrice: usd('8.50'),
				stock: 4,
				nationalPrices: [{ country: 'RU', type: 'discount', price: usd('7.99') }],
			},
			{
				skuId: '12000000000000001',
				skuKey: '14:29',
				skuCode: 'CODE-14:29',
				price: usd('12.00'),
				discountPrice: usd('9.00'),
			},
		],
	});
});

test('one row per variant names its product', () => {
	const rows = rowsOf(product(VARIANTS));
	expect(rows).toHaveLength(2);
	expect(rows[1]).toMatchObject({ productId: '5', title: 'Lamp', skuKey: '14:29' });
});

test('a product without variants is one row', () => {
	expect(rowsOf(product([sku('<none>')]))).toEqual([
		expect.objectContaining({ productId: '5', price: usd('10.00') }),
	]);
	expect(rowsOf(product([]))).toEqual([{ productId: '5', title: 'Lamp', price: usd('10.00') }]);
});

test.each([
	[
		'absolute',
		[{ shiptoCountry: 'US', absoluteQuoteMap: { '14:173': '2.0', '14:29': '3.00' } }],
		{ country: 'US', type: 'absolute', price: usd('2.0') },
	],
	[
		'relative',
		[{ shiptoCountry: 'US', relativeQuoteMap: { '14:173': '-1.50' } }],
		{ country: 'US', type: 'relative', difference: usd('-1.50') },
	],
	[
		'percentage',
		[{ shiptoCountry: 'US', percentage: 5 }],
		{ country: 'US', type: 'percentage', percentage: '5' },
	],
])('prices by country: %s', (type, rules, expected) => {
	const [first] = itemOf(product([sku('14:173')], national(type, rules))).skus;
	expect(first?.nationalPrices).toEqual([expected]);
});

test('a rule that says nothing of a variant leaves it alone', () => {
	const rules = [{ shiptoCountry: 'US', absoluteQuoteMap: { '14:1': '2.0' } }];
	const [first] = itemOf(product([sku('14:173')], national('absolute', rules))).skus;
	expect(first).not.toHaveProperty('nationalPrices');
});

test('the only amount of a product without variants is its price, whatever its key', () => {
	const rules = [{ shiptoCountry: 'US', absoluteQuoteMap: { '<none>': '2.0' } }];
	const [row] = rowsOf(product([sku('<none>')], national('absolute', rules)));
	expect(row).toMatchObject({ nationalPrices: [{ country: 'US', price: usd('2.0') }] });
});

test.each(['{broken', '"text"', '[5]', '[{"percentage":"5"}]', '{"shiptoCountry":"US"}'])(
	'prices by country of the form %s are refused, since they would be missing unseen',
	(written) => {
		const body = product([sku('14:173')], national('absolute', written));
		expect(() => itemOf(body)).toThrow('configuration_data');
	},
);

test('variants in another currency stay out of the range', () => {
	const body = product([sku('1:1'), sku('1:2', { sku_price: '1', currency_code: 'CNY' })]);
	expect(itemOf(body)).toMatchObject({ minPrice: usd('10.00'), maxPrice: usd('10.00') });
	expect(itemOf(body).skus[1]?.price).toEqual({ amount: '1', currency: 'CNY' });
});

test('decimals are ordered like the numbers they write', () => {
	const decimal = fc
		.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 999 }))
		.map(([whole, thousandths]) => ({
			text: `${whole}.${String(thousandths).padStart(3, '0')}`,
			value: whole < 0 ? whole * 1000 - thousandths : whole * 1000 + thousandths,
		}));
	fc.assert(
		fc.property(decimal, decimal, (a, b) => {
			expect(compareDecimals(a.text, b.text)).toBe(Math.sign(a.value - b.value));
		}),
	);
	expect(compareDecimals('1', '1.000')).toBe(0);
	expect(compareDecimals('99999999999999999999.1', '99999999999999999999.2')).toBe(-1);
});

test('survives whatever is done to a body', () => {
	survivesMutations({
		body: product(VARIANTS, national('percentage', [{ shiptoCountry: 'US', percentage: '5' }])),
		items: (value) => toPriceRows(parseProduct(value)),
	});
});
