import { readFileSync } from 'node:fs';
import fc from 'fast-check';

import {
	labelIn,
	labelsOf,
	parseAttributes,
	parseCategories,
	parseProductGroups,
	simplifyAttribute,
	toAttributeItem,
	toCategoryItem,
	toGroupItem,
} from '../../../../nodes/AliExpress/parse/product/category.ts';
import {
	parseFreightTemplates,
	toFreightTemplateItem,
} from '../../../../nodes/AliExpress/parse/product/freightTemplates.ts';
import {
	simplifyProduct,
	toProductItem,
} from '../../../../nodes/AliExpress/parse/product/product.ts';
import {
	parseProductList,
	parseProductStatus,
	simplifyListedProduct,
	toListedProductItem,
} from '../../../../nodes/AliExpress/parse/product/productList.ts';
import { parseProduct } from '../../../../nodes/AliExpress/parse/product/productSchema.ts';
import { parseJson, type JsonObject } from '../../../../nodes/wire/json.ts';
import { opened, survivesMutations } from './mutations.mts';

const PACIFIC = 'America/Los_Angeles' as const;
const SAMPLES = 'test/fixtures/samples';

const sample = (name: string): JsonObject =>
	opened(parseJson(readFileSync(`${SAMPLES}/${name}.json`, 'utf8')));

const listBody: JsonObject = {
	result: {
		success: true,
		product_count: 1,
		current_page: 1,
		total_page: 1,
		error_code: 0,
		error_message: '',
		aeop_a_e_product_display_d_t_o_list: [
			{
				product_id: 1005000000000000,
				subject: 'Earbuds',
				product_min_price: '5.00',
				product_max_price: '9.00',
				currency_code: 'USD',
				image_u_r_ls: 'https://a.jpg;https://b.jpg',
				gmt_create: '2026-10-01 12:12:12',
				gmt_modified: '2026-10-02 12:12:12',
				group_id: 262007001,
				freight_template_id: 1000,
				product_type: 'POP',
				src: 'isv',
				ws_display: 'expire_offline',
				ws_offline_date: '2026-12-01 00:00:00',
				owner_member_id: 'cn1000000001',
				owner_member_seq: 2000000001,
			},
		],
	},
};

const detailBody: { result: JsonObject } = {
	result: {
		product_id: 1005000000000000,
		subject_list: [
			{ locale: 'zh_CN', value: '耳机' },
			{ locale: 'en_US', value: 'Earbuds' },
		],
		detail_source_list: [{ locale: 'en_US', web_detail: '{"a":1}', mobile_detail: '{"b":2}' }],
		category_id: 200003482,
		product_price: '9.99',
		currency_code: 'USD',
		product_status_type: 'onSelling',
		image_u_r_ls: 'https://a.jpg;https://b.jpg',
		group_ids: [262007001, 0],
		freight_template_id: 1000,
		delivery_time: 3,
		gross_weight: '0.250',
		package_length: 10,
		lot_num: 1,
		package_type: false,
		bulk_order: 10,
		bulk_discount: 5,
		ladder_price: [{ threshold_num: 5, discount: '3' }],
		aeop_ae_product_propertys: [{ attr_name_id: 2, attr_value_id: 201512802, attr_value: 'None' }],
		aeop_national_quote_configuration: {
			configuration_type: 'absolute',
			configuration_data: '[{"shiptoCountry":"US","absoluteQuoteMap":{"14:173":"2.0"}}]',
		},
		aeop_ae_product_s_k_us: [
			{
				id: '14:173',
				sku_Id: 12000000000000000,
				sku_code: 'EAR-B',
				sku_price: '9.99',
				sku_discount_price: '8.99',
				currency_code: 'USD',
				ipm_sku_stock: 12,
				sku_stock: true,
				aeop_s_k_u_property_list: [
					{
						sku_property_id: 14,
						property_value_id: 173,
						property_value_definition_name: 'Black',
						sku_image: 'https://c.jpg',
					},
				],
				aeop_s_k_u_national_discount_price_list: [{ shipto_country: 'RU', discount_price: '7.99' }],
			},
			{ id: '14:29', sku_Id: 12000000000000001, sku_price: '10.50', ipm_sku_stock: 3 },
		],
	},
};

const CHOICE = { zone: PACIFIC, includeDescriptions: false };
const productOf = (body: JsonObject) => toProductItem(parseProduct(opened(body)), CHOICE);

describe('product list', () => {
	const { products, totalPages, totalCount } = parseProductList(
		sample('postproduct_findproductinfolistquery'),
		1,
	);

	test('reads the sample of the platform', () => {
		expect([totalPages, totalCount]).toEqual([1, 2]);
		const items = products.map((product) => toListedProductItem(product, 'onSelling', PACIFIC));
		expect(items.map(simplifyListedProduct)[0]).toEqual({
			productId: '32972979985',
			title: "Man's Waistcoat Unit.",
			status: 'onSelling',
			minPrice: { amount: '25.99', currency: 'USD' },
			maxPrice: { amount: '35.99', currency: 'USD' },
			imageUrl: 'http://g01.a.alicdn.com/kf/HTB13GKLJXXXXXbYaXXXq6xXFXXXi.jpg',
			url: 'https://www.aliexpress.com/item/32972979985.html',
			createdAt: '2026-09-01T17:00:00.000Z',
			updatedAt: '2026-09-20T19:30:00.000Z',
		});
		expect(items[0]).toMatchObject({
			createdAtPlatform: '2026-09-01 10:00:00',
			images: [expect.any(String), expect.any(String)],
			ownerLoginId: 'cn0000000001',
		});
		expect(items[1]).not.toHaveProperty('source');
	});

	test('has at most ten simplified fields', () => {
		const [product] = parseProductList(opened(listBody), 1).products;
		const item = toListedProductItem(product!, 'offline', 'UTC');
		expect(Object.keys(simplifyListedProduct(item))).toHaveLength(10);
		expect(item).toMatchObject({ createdAt: '2026-10-01T12:12:12.000Z', groupId: '262007001' });
	});

	test('a group of 0 is none', () => {
		const product = { product_id: 1, group_id: 0 };
		const body = { result: { aeop_a_e_product_display_d_t_o_list: [product] } };
		const [read] = parseProductList(opened(body), 1).products;
		expect(toListedProductItem(read!, 'offline', PACIFIC)).not.toHaveProperty('groupId');
	});

	test('an empty page is empty only if it is a later one or the total agrees', () => {
		const hidden = { result: { product_count: 3, total_page: 1 } };
		expect(() => parseProductList(hidden, 1)).toThrow('is missing');
		expect(parseProductList(hidden, 2).products).toEqual([]);
		expect(parseProductList({ result: { product_count: 0 } }, 1).products).toEqual([]);
		expect(() => parseProductList({ result: null }, 1)).toThrow('is missing');
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({
			body: listBody,
			items: (value) =>
				parseProductList(value, 1).products.map((product) =>
					toListedProductItem(product, 'onSelling', PACIFIC),
				),
		});
	});
});

describe('product', () => {
	test('is normalised and simplified', () => {
		const item = productOf(detailBody);
		expect(simplifyProduct(item)).toEqual({
			productId: '1005000000000000',
			title: 'Earbuds',
			status: 'onSelling',
			minPrice: { amount: '9.99', currency: 'USD' },
			maxPrice: { amount: '10.50', currency: 'USD' },
			stock: 15,
			skuCount: 2,
			categoryId: '200003482',
			imageUrl: 'https://a.jpg',
			url: 'https://www.aliexpress.com/item/1005000000000000.html',
		});
		expect(item).toMatchObject({
			groupIds: ['262007001'],
			weightKg: '0.250',
			soldInLots: 'false',
			bulk: { fromQuantity: 10, discountPercent: 5, ladder: [{ fromQuantity: 5, discount: '3' }] },
			nationalPriceType: 'absolute',
			skus: [
				{
					skuId: '12000000000000000',
					skuKey: '14:173',
					price: { amount: '9.99', currency: 'USD' },
					discountPrice: { amount: '8.99', currency: 'USD' },
					stock: 12,
					properties: [{ propertyId: '14', valueId: '173', name: 'Black' }],
				},
				// Without a currency of its own, the product's.
				{ skuKey: '14:29', price: { amount: '10.50', currency: 'USD' } },
			],
		});
		expect(item).not.toHaveProperty('descriptions');
	});

	test('descriptions come when asked for', () => {
		const raw = parseProduct(opened(detailBody));
		const item = toProductItem(raw, { ...CHOICE, includeDescriptions: true });
		expect(item.descriptions).toEqual([{ locale: 'en_US', web: '{"a":1}', mobile: '{"b":2}' }]);
	});

	test('the title is in the language the product was written in', () => {
		const { subject_list, ...rest } = detailBody.result;
		const titleOf = (more: JsonObject) => productOf({ result: { ...rest, ...more } }).title;
		expect(titleOf({ subject_list: subject_list ?? null, locale: 'zh_CN' })).toBe('耳机');
		expect(titleOf({ subject_list: [{ locale: 'ru_RU', value: 'Наушники' }] })).toBe('Наушники');
		expect(titleOf({ subject: 'Plain' })).toBe('Plain');
	});

	test('a product without variants has no key of a variant', () => {
		const skus = [{ id: '<none>', sku_price: '3.00', ipm_sku_stock: 1 }];
		const [sku] = productOf({
			result: { product_id: 1, currency_code: 'EUR', aeop_ae_product_s_k_us: skus },
		}).skus;
		expect(sku).toEqual({ price: { amount: '3.00', currency: 'EUR' }, stock: 1, properties: [] });
	});

	test('every digit of a variant stays', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
				const body = `{"result":{"product_id":${id},"aeop_ae_product_s_k_us":[{"id":"1:2","sku_Id":${id}}]}}`;
				const item = productOf(parseJson(body) as JsonObject);
				expect([item.productId, item.skus[0]?.skuId]).toEqual([String(id), String(id)]);
			}),
		);
	});

	test('prices are compared as decimals, not as text or floats', () => {
		const prices = ['9.99', '10', '10.000000000000000001', '0.5', '100.1'];
		const skus = prices.map((sku_price, index) => ({ id: `1:${index}`, sku_price }));
		const { minPrice, maxPrice } = productOf({
			result: { product_id: 1, currency_code: 'USD', aeop_ae_product_s_k_us: skus },
		});
		expect([minPrice?.amount, maxPrice?.amount]).toEqual(['0.5', '100.1']);
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({
			body: detailBody,
			items: (value) => [toProductItem(parseProduct(value), CHOICE)],
		});
	});
});

describe('status', () => {
	test('is handed on, whatever word it is', () => {
		const statusOf = (status: string) =>
			parseProductStatus(opened({ result: { product_id: 5, status } })).status;
		expect(['approved', 'auditing', 'refuse', 'new_word'].map(statusOf)).toEqual([
			'approved',
			'auditing',
			'refuse',
			'new_word',
		]);
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({
			body: { result: { product_id: 5, status: 'approved' } },
			items: (value) => [parseProductStatus(value).status],
		});
	});
});

describe('groups', () => {
	const items = (value: JsonObject) => parseProductGroups(value).map(toGroupItem);

	test('reads the sample of the platform, whose child has the id of its parent', () => {
		expect(items(sample('postproduct_redefining_getproductgrouplist'))).toEqual([
			{ groupId: '262007001', name: 'test112fasdfds', level: 1, hasChildren: true },
			{
				groupId: '262007001',
				name: 'test112fasdfds',
				parentGroupId: '262007001',
				parentName: 'test112fasdfds',
				level: 2,
				hasChildren: false,
			},
			{ groupId: '1000000349089', name: 'Mujer', level: 1, hasChildren: false },
		]);
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({
			body: {
				result: {
					success: true,
					target_list: [
						{ group_id: 1, group_name: 'A', child_group_list: [{ group_id: 2, group_name: 'B' }] },
					],
				},
			},
			items,
			mayBeLeftOut: ['result.target_list'],
		});
	});
});

describe('categories', () => {
	const row = { id: 3, isleaf: false, level: '1', names: { en: 'Apparel', zh: '服装' } };
	const body = { success: 'true', aeop_post_category_list: [row] };
	const items = (value: JsonObject) =>
		parseCategories(value).map((category) => toCategoryItem(category, 'en_US'));

	test('names come as object or as JSON text', () => {
		const expected = {
			categoryId: '3',
			name: 'Apparel',
			isLeaf: false,
			level: 1,
			names: { en: 'Apparel', zh: '服装' },
		};
		expect(items(opened(body))).toEqual([expected]);
		const asText = { ...row, names: JSON.stringify(row.names) };
		expect(items({ result: { aeop_post_category_list: [asText] } })).toEqual([expected]);
	});

	test('a name is in the language asked for, else in English, else in any', () => {
		const labels = labelsOf('{"en":"Dress","zh":"裙","ru_RU":"Платье","bad":5}');
		expect(labels.bad).toBe('5');
		expect(['zh_CN', 'ru_RU', 'fr_FR'].map((locale) => labelIn(labels, locale))).toEqual([
			'裙',
			'Платье',
			'Dress',
		]);
		expect(labelIn(labelsOf({ pl: 'Suknia' }), 'en_US')).toBe('Suknia');
		expect(labelsOf('{broken')).toEqual({});
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items, mayBeLeftOut: ['aeop_post_category_list'] });
	});
});

describe('category attributes', () => {
	const attribute = {
		id: 200000001,
		names: '{"en":"Material","zh":"材质"}',
		required: true,
		key_attribute: false,
		sku: false,
		visible: true,
		input_type: 'STRING',
		attribute_show_type_value: 'list_box',
		spec: 1,
		units: [{ unit_name: 'cm', rate: '1' }],
		values: [{ id: 47, names: '{"en":"Cotton"}', has_sub_attr: false }],
		features: '{"AE_FEATURE_PRequireStrategy":"IT, RU"}',
	};
	const body = { result: { success: true, attributes: [attribute] } };
	const items = (value: JsonObject) =>
		parseAttributes(value).map((entry) => toAttributeItem(entry, 'en_US'));

	test('marks what is required, and where', () => {
		expect(items(opened(body)).map(simplifyAttribute)).toEqual([
			{
				attributeId: '200000001',
				name: 'Material',
				isRequired: true,
				requiredInCountries: ['IT', 'RU'],
				isKey: false,
				isSku: false,
				inputType: 'STRING',
				showType: 'list_box',
				units: ['cm'],
				values: [{ valueId: '47', name: 'Cotton', hasAttributes: false }],
			},
		]);
	});

	test.each([undefined, null, 'false', false])('required: %p is not required', (required) => {
		const entry = { id: 1, ...(required !== undefined && { required }) };
		const [item] = items({ result: { attributes: [entry] } } as JsonObject);
		expect(item?.isRequired).toBe(false);
	});

	test('survives whatever is done to a body', () => {
		survivesMutations({ body, items, mayBeLeftOut: ['result.attributes'] });
	});
});

describe('freight templates', () => {
	const items = (value: JsonObject) => parseFreightTemplates(value).map(toFreightTemplateItem);

	test('reads the sample of the platform', () => {
		expect(items(sample('freight_redefining_listfreighttemplate'))).toEqual([
			{ templateId: '10000100001', name: 'free shipping', isDefault: false },
		]);
	});

	test('survives whatever is done to a body', () => {
		const row = { template_id: 10000100001, template_name: 'free shipping', is_default: false };
		survivesMutations({
			body: { result_success: true, aeop_freight_template_d_t_o_list: [row] },
			items,
			mayBeLeftOut: ['aeop_freight_template_d_t_o_list'],
		});
	});
});
