import { toPriceItem, toPriceRows } from '../../../../nodes/AliExpress/parse/product/price.ts';
import { parseProduct } from '../../../../nodes/AliExpress/parse/product/productSchema.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { opened, survivesMutations } from './mutations.mts';

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

test.each([
	['1,299.00', '1299.00'],
	['1 299.00', '1299.00'],
	['US $1,299.00', '1299.00'],
])('a price written as %s is the highest', (written, amount) => {
	const body = product([sku('1:1', { sku_price: written }), sku('1:2', { sku_price: '9.00' })]);
	expect(itemOf(body)).toMatchObject({ minPrice: usd('9.00'), maxPrice: usd(amount) });
});

test.each(['on request', '€9.00', '1.299,00', '-1.00', undefined])(
	'a range is unknown beside a price of %j, as it might be either end',
	(written) => {
		const prices = { sku_price: written ?? null, sku_discount_price: written ?? null };
		const body = product([sku('1:1', prices), sku('1:2', { sku_discount_price: '8.00' })]);
		const item = itemOf(body);
		expect(item).not.toHaveProperty('minPrice');
		expect(item).not.toHaveProperty('maxPrice');
		// Not every variant has a discount, so one without leaves the range of the others alone.
		const isKnown = written === undefined;
		expect(item.minDiscountPrice).toEqual(isKnown ? usd('8.00') : undefined);
		expect(item.maxDiscountPrice).toEqual(isKnown ? usd('8.00') : undefined);
	},
);

test('variants of one currency by two names are compared', () => {
	const skus = [
		sku('1:1', { currency_code: 'RMB' }),
		sku('1:2', { sku_price: '20.00', currency_code: 'CNY' }),
	];
	const cny = (amount: string) => ({ amount, currency: 'CNY' });
	expect(itemOf(product(skus, { currency_code: '元' }))).toMatchObject({
		minPrice: cny('10.00'),
		maxPrice: cny('20.00'),
	});
});

test.each([
	[
		'on a variant',
		[
			sku('1:1', {
				aeop_s_k_u_national_discount_price_list: [{ shipto_country: 'RU', discount_price: '?' }],
			}),
		],
		{},
		'aeop_s_k_u_national_discount_price_list',
	],
	[
		'of the product',
		[sku('1:1')],
		national('absolute', [{ shiptoCountry: 'RU', absoluteQuoteMap: { '1:1': 'ask' } }]),
		'configuration_data',
	],
])('a national price %s that cannot be read is told, not left out', (_, skus, more, field) => {
	const read = () => itemOf(product(skus, more));
	expect(read).toThrow(TypeError);
	expect(read).toThrow(field);
});

describe('the solution methods', () => {
	const prices = (type: string, row: JsonObject): JsonObject => ({
		aeop_national_quote_configuration: null,
		multi_country_price_configuration: {
			price_type: type,
			country_price_list: {
				single_country_price_dto: [
					{ ship_to_country: 'FR', sku_price_by_country_list: { dto: [row] } },
				],
			},
		},
	});
	const of = (type: string, row: JsonObject) =>
		itemOf(product([sku('1:1'), sku('1:2')], prices(type, row)));

	test('tell titles and texts by other names', () => {
		const texts = {
			subject: null,
			multi_language_subject_list: { dto: [{ locale: 'en_US', subject: 'Desk lamp' }] },
		};
		expect(itemOf(product([sku('1:1')], texts)).title).toBe('Desk lamp');
	});

	test('tell prices by country under the code of the variant', () => {
		const row = { sku_code: 'CODE-1:1', price: '11.00', discount_price: '9.00', value: '5' };
		const { nationalPriceType, skus } = of('absolute', row);
		expect(nationalPriceType).toBe('absolute');
		expect(skus.map(({ nationalPrices }) => nationalPrices)).toEqual([
			[
				{ country: 'FR', type: 'discount', price: usd('9.00') },
				{ country: 'FR', type: 'absolute', price: usd('11.00') },
			],
			undefined,
		]);
	});

	test('do not tell how other prices are reckoned, so only their kind is told', () => {
		const [first] = of('percentage', { sku_code: 'CODE-1:1', value: '5', price: '1.00' }).skus;
		expect(first?.nationalPrices).toEqual([{ country: 'FR', type: 'percentage' }]);
	});

	test.each([
		[{ sku_code: 'CODE-1:1', price: 'ask' }, 'price'],
		[{ sku_code: 'CODE-1:1', discount_price: '1-2' }, 'discount_price'],
	])('%j is told, not left out', (row, field) => {
		expect(() => of('absolute', row)).toThrow(new RegExp(`country_price_list\\.${field}"`));
	});
});

test('survives whatever is done to a body', () => {
	survivesMutations({
		body: product(VARIANTS, national('percentage', [{ shiptoCountry: 'US', percentage: '5' }])),
		items: (value) => toPriceRows(parseProduct(value)),
	});
});
