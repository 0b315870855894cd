import type { JsonObject, JsonValue } from '../sandbox/json.mts';
import { FULL_SHOP } from '../sandbox/shop/shopOptions.mts';
import { DAY_MS, objectIn, openShop, rowsIn } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

const LIST = 'aliexpress.postproduct.redefining.findproductinfolistquery';
const DETAIL = 'aliexpress.offer.product.query';
const OLDER_DETAIL = 'aliexpress.postproduct.redefining.findaeproductbyid';
const STATUS = 'aliexpress.postproduct.redefining.findaeproductstatusbyid';
const TREE = 'aliexpress.category.tree.list';
const CHILDREN = 'aliexpress.category.redefining.getchildrenpostcategorybyid';
const ATTRIBUTES = 'aliexpress.category.redefining.getchildattributesresultbypostcateidandpath';

let shop: ReadShop;
const open = async (options: Parameters<typeof openShop>[0] = {}) => {
	shop = await openShop(options);
};
afterEach(() => shop.sandbox.close());

const listOf = async (query: Record<string, JsonValue>) => {
	const answer = await shop.read(LIST, {
		aeop_a_e_product_list_query: { product_status_type: 'onSelling', ...query },
	});
	return isBusiness(answer) ? objectIn(answer.result) : answer;
};
const isBusiness = ({ result }: JsonObject) => result !== undefined;
const productsIn = (result: JsonObject) => rowsIn(result.aeop_a_e_product_display_d_t_o_list);

describe('product list', () => {
	test('one status at a time, newest change first, pages below 100', async () => {
		await open({ shop: FULL_SHOP });
		const counts: Record<string, number> = {};
		for (const product_status_type of [
			'onSelling',
			'offline',
			'auditing',
			'editingRequired',
			'service_delete',
			'deleted',
		]) {
			const result = await listOf({ product_status_type, page_size: 99 });
			counts[product_status_type] = Number(result.product_count);
			const times = productsIn(result).map((row) => String(row.gmt_modified));
			expect(times).toEqual(times.toSorted().reverse());
		}
		expect(Object.values(counts).every((count) => count > 5)).toBe(true);
		expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(508);
		expect(await listOf({ page_size: 100 })).toMatchObject({ success: false });
		const seen = new Set<string>();
		for (let current_page = 1; current_page <= 5; current_page += 1) {
			const result = await listOf({ page_size: 99, current_page });
			for (const row of productsIn(result)) seen.add(String(row.product_id));
			expect(result.total_page).toBe(Math.ceil(counts.onSelling! / 99));
		}
		expect(seen.size).toBe(counts.onSelling);
	});

	test('twenty on a page by default; filters by id, group, title, quote and time', async () => {
		await open({ shop: { seedProducts: 60 } });
		const all = await listOf({});
		expect(productsIn(all)).toHaveLength(20);
		const product = shop.sandbox.shop.products[1]!;
		const [only, ...more] = productsIn(await listOf({ product_id: String(product.id) }));
		expect(more).toEqual([]);
		expect(only).toMatchObject({
			product_id: Number(product.id),
			subject: "Men's Waistcoat, Slim Fit",
			product_min_price: '25.99',
			product_max_price: '27.49',
			currency_code: 'USD',
			image_u_r_ls: expect.stringMatching(/^https:[^;]+;https:[^;]+$/),
		});
		const excepted = await listOf({ excepted_product_ids: [String(product.id)] });
		expect(excepted.product_count).toBe(Number(all.product_count) - 1);
		expect(productsIn(await listOf({ subject: 'waistcoat' }))).toHaveLength(1);
		const parent = productsIn(await listOf({ group_id: 262_007_001, page_size: 99 }));
		expect(new Set(parent.map((row) => row.group_id))).toEqual(new Set([262_007_011, 262_007_012]));
		const quoted = productsIn(await listOf({ have_national_quote: 'y', page_size: 99 }));
		const plain = productsIn(await listOf({ have_national_quote: 'n', page_size: 99 }));
		expect(quoted.length + plain.length).toBe(all.product_count);
		shop.atMs += DAY_MS;
		shop.sandbox.shop.editProduct(product.id, {});
		const changed = await listOf({ gmt_modified_start: '2026-10-20 21:00:00' });
		expect(productsIn(changed).map((row) => row.product_id)).toEqual([Number(product.id)]);
	});

	test.each<[Record<string, JsonValue>, string]>([
		[{ product_status_type: '' }, 'MissingParameter'],
		[{ product_status_type: 'all' }, 'InvalidParameter'],
		[{ subject: '马克杯' }, 'InvalidParameter'],
		[{ subject: 'x'.repeat(129) }, 'InvalidParameter'],
		[{ gmt_create_start: '2026-10-20' }, 'InvalidParameter'],
		[{ have_national_quote: 'yes' }, 'InvalidParameter'],
		[{ product_id: 'abc' }, 'InvalidParameter'],
	])('%j is refused with %s', async (query, code) => {
		await open();
		expect((await listOf(query)).code).toBe(code);
	});
});

describe('product detail and prices', () => {
	test('variants carry 17-digit ids, prices, discounts and national prices', async () => {
		await open();
		const [product] = shop.sandbox.shop.products;
		const { result } = await shop.read(DETAIL, { product_id: product!.id });
		const skus = rowsIn(objectIn(result).aeop_ae_product_s_k_us);
		expect(skus[0]).toMatchObject({
			id: '14:170',
			sku_Id: 12_000_000_000_000_001n,
			sku_price: '18.99',
			sku_discount_price: '17.09',
			currency_code: 'USD',
			sku_stock: expect.any(Boolean),
			aeop_s_k_u_property_list: [
				expect.objectContaining({ sku_property_id: 14, property_value_definition_name: 'black' }),
			],
			aeop_s_k_u_national_discount_price_list: expect.arrayContaining([
				{ shipto_country: 'RU', discount_price: '16.89' },
			]),
		});
		expect(rowsIn(objectIn(result).subject_list).map((row) => row.locale)).toContain('zh_CN');
	});

	test('a product without variants has one sku called <none>', async () => {
		await open();
		const product = shop.sandbox.shop.products[2]!;
		for (const method of [DETAIL, OLDER_DETAIL]) {
			const { result } = await shop.read(method, { product_id: product.id });
			const skus = rowsIn(objectIn(result).aeop_ae_product_s_k_us);
			expect(skus).toHaveLength(1);
			expect(skus[0]).toMatchObject({ id: '<none>', aeop_s_k_u_property_list: [] });
		}
	});

	test('national quotes are JSON text, of all three kinds', async () => {
		await open({ shop: { seedProducts: 20 } });
		const kinds = new Set<string>();
		for (const { id } of shop.sandbox.shop.products) {
			const { result } = await shop.read(DETAIL, { product_id: id });
			const quote = objectIn(result).aeop_national_quote_configuration;
			if (quote === undefined) continue;
			const { configuration_type, configuration_data } = objectIn(quote);
			kinds.add(String(configuration_type));
			expect(JSON.parse(String(configuration_data))[0]).toHaveProperty('shiptoCountry');
		}
		expect([...kinds].toSorted()).toEqual(['absolute', 'percentage', 'relative']);
	});

	test('the check of the platform, and products that are not there', async () => {
		await open();
		const { products } = shop.sandbox.shop;
		const { id } = products[0]!;
		const statusOf = async () => objectIn((await shop.read(STATUS, { product_id: id })).result);
		expect(await statusOf()).toMatchObject({ status: 'approved' });
		shop.sandbox.shop.editProduct(id, { status: 'editingRequired' });
		expect(await statusOf()).toMatchObject({ status: 'refuse' });
		const other = shop.sandbox.shopOf('2000000002').products[0]!;
		for (const method of [DETAIL, OLDER_DETAIL, STATUS]) {
			const answer = await shop.read(method, { product_id: other.id });
			expect(objectIn(answer.result)).toMatchObject({ success: false });
			expect((await shop.read(method)).code).toBe('MissingParameter');
			expect((await shop.read(method, { product_id: '1.5' })).code).toBe('InvalidParameter');
		}
	});

	test('times follow the zone the options name', async () => {
		await open({ answers: { zones: { products: 'shanghai' } } });
		const { id } = shop.sandbox.shop.editProduct(shop.sandbox.shop.products[0]!.id, {});
		const { result } = await shop.read(DETAIL, { product_id: id });
		expect(objectIn(result).gmt_modified).toBe('2026-10-20 12:00:00');
	});
});

describe('groups, templates and categories', () => {
	test('groups nest once, in both list shapes', async () => {
		await open();
		const method = 'aliexpress.product.productgroups.get';
		const plain = objectIn((await shop.read(method)).result);
		expect(plain).toMatchObject({ success: true, error_code: 16_009_999 });
		expect(rowsIn(plain.target_list)[0]).toMatchObject({
			group_id: 262_007_001,
			child_group_list: [{ group_id: 262_007_011, group_name: 'Lamps' }, expect.any(Object)],
		});
		const wrapped = objectIn((await shop.readWrapped(method)).result);
		const groups = rowsIn(objectIn(wrapped.target_list).aeop_ae_product_tree_group);
		expect(Object.keys(objectIn(groups[0]?.child_group_list))).toHaveLength(1);
		expect(groups[2]).toEqual({ group_id: 1_000_000_349_089, group_name: 'Mujer' });
	});

	test('promise templates: one, or all with -1', async () => {
		await open();
		const method = 'aliexpress.postproduct.redefining.querypromisetemplatebyid';
		const of = async (template_id: number) =>
			rowsIn(objectIn((await shop.read(method, { template_id })).result).template_list);
		expect(await of(-1)).toHaveLength(2);
		expect(await of(1)).toEqual([{ id: 1, name: expect.any(String) }]);
		expect((await shop.read(method)).code).toBe('MissingParameter');
	});

	test('names are an object in the tree and JSON text in the older methods', async () => {
		await open();
		const tree = await shop.read(TREE);
		expect(tree.success).toBe('true');
		const roots = rowsIn(tree.aeop_post_category_list);
		expect(roots[0]).toMatchObject({ isleaf: false, level: '1', names: { en: 'Home & Garden' } });
		const older = objectIn((await shop.read(CHILDREN, { param0: 0 })).result);
		const [first] = rowsIn(older.aeop_post_category_list);
		expect(JSON.parse(String(first?.names))).toMatchObject({ en: 'Home & Garden' });
		expect(first?.level).toBe(1);
		const allowed = await shop.read(TREE, { only_with_permission: 'true' });
		expect(rowsIn(allowed.aeop_post_category_list)).toHaveLength(roots.length - 1);
		expect((await shop.read(TREE, { only_with_permission: 'yes' })).code).toBe('InvalidParameter');
		const unknown = await shop.read(CHILDREN, { param0: 7 });
		expect(objectIn(unknown.result)).toMatchObject({ success: false });
	});

	test('the tree leads from the top to categories that products lie in', async () => {
		await open();
		const leaves: number[] = [];
		const descend = async (category_id: number) => {
			const { aeop_post_category_list } = await shop.read(TREE, { category_id });
			for (const { id, isleaf } of rowsIn(aeop_post_category_list)) {
				if (isleaf) leaves.push(Number(id));
				else await descend(Number(id));
			}
		};
		await descend(0);
		const used = shop.sandbox.shop.products.map(({ categoryId }) => categoryId);
		expect(leaves).toEqual(expect.arrayContaining(used));
	});

	test('required attributes are marked; a chosen value asks for more', async () => {
		await open();
		const param1 = shop.sandbox.shop.products[0]!.categoryId;
		const attributesOf = async (more: Record<string, JsonValue> = {}) => {
			const { result } = await shop.read(ATTRIBUTES, { param1, ...more });
			return rowsIn(objectIn(result).attributes);
		};
		const all = await attributesOf();
		const required = all.filter((row) => row.required === true).map((row) => row.id);
		expect(required).toEqual([2, 219]);
		expect(all.find(({ id }) => id === 14)).toMatchObject({ sku: true, spec: 1 });
		const origin = all.find(({ id }) => id === 219);
		const [china] = rowsIn(origin?.values).filter((value) => value.has_sub_attr === true);
		const [province] = await attributesOf({ param2: ['219', String(china?.id)] });
		expect(province).toMatchObject({ id: 266_081_643, required: true });
		const [brand] = await attributesOf({ locale: 'zh_CN' });
		expect(JSON.parse(String(brand?.names))).toEqual({ zh_CN: '品牌' });
		const wrong = await shop.read(ATTRIBUTES, { param1: 3000 });
		expect(objectIn(wrong.result)).toMatchObject({ success: false });
		const lost = await shop.read(ATTRIBUTES, { param1, param2: ['219', '1'] });
		expect(objectIn(lost.result)).toMatchObject({ success: false });
	});

	test('papers are asked for in some categories', async () => {
		await open();
		const method = 'aliexpress.category.qualifications.list';
		const answers: JsonObject[] = [];
		for (const category_id of [200_000_000, 200_000_009]) {
			answers.push(await shop.read(method, { category_id }));
		}
		expect(answers[0]).toMatchObject({ support: false, qualification_module_list: [] });
		expect(answers[1]).toMatchObject({ support: true });
	});
});
