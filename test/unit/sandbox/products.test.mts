import type { JsonObject, JsonValue } from '../../sandbox/json.mts';
import { FULL_SHOP } from '../../sandbox/shop/shopOptions.mts';
import { DAY_MS, objectIn, openShop, type ReadShop, rowsIn, START_MS } from './sandboxCall.mts';

describe('products', () => {
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
			expect(new Set(parent.map((row) => row.group_id))).toEqual(
				new Set([262_007_011, 262_007_012]),
			);
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
			expect((await shop.read(TREE, { only_with_permission: 'yes' })).code).toBe(
				'InvalidParameter',
			);
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
});

describe('store', () => {
	const PROMOTIONS = 'aliexpress.marketing.storepromotions.list';
	const PROMOTION_PRODUCTS = 'aliexpress.marketing.storepromotion.products.query';
	const BY_PRODUCT = 'aliexpress.marketing.storepromotions.querybyproduct';
	const COUPONS = 'aliexpress.marketing.redefining.getactlist';
	const COUPON = 'aliexpress.marketing.redefining.findsellercouponactivity';
	const DISPUTES = 'aliexpress.issue.issuelist.get';
	const DISPUTE = 'aliexpress.issue.detail.get';
	const PENDING = 'aliexpress.appraise.redefining.querysellerevaluationorderlist';
	const SOCIAL = 'aliexpress.social.product.evaluation.query';
	const REVIEWS = 'aliexpress.evaluation.listorderevaluation.get';

	let shop: ReadShop;
	const open = async (options: Parameters<typeof openShop>[0] = {}) => {
		shop = await openShop(options);
	};
	afterEach(() => shop.sandbox.close());

	function finishedOrder() {
		const { id } = shop.sandbox.shop.placeOrder();
		shop.sandbox.shop.payOrder(id);
		shop.sandbox.shop.shipOrder(id);
		return shop.sandbox.shop.finishOrder(id);
	}

	describe('promotions', () => {
		const promotions = async (query: Record<string, JsonValue> = {}) =>
			shop.read(PROMOTIONS, { promotion_query_dto: query });

		test('by type, status and name; the status follows the clock', async () => {
			await open({ shop: { seedPromotions: 45 } });
			const all = await promotions();
			expect(all).toMatchObject({ total_count: 45, current_page: 1, page_size: 20 });
			expect(rowsIn(all.data_list)).toHaveLength(20);
			let sum = 0;
			for (const status of ['NotStarted', 'Ongoing', 'Invalid', 'Finished']) {
				const { data_list, total_count } = await promotions({ status, page_size: 50 });
				expect(rowsIn(data_list).every((row) => row.status === status)).toBe(true);
				expect(total_count).toBeGreaterThan(0);
				sum += Number(total_count);
			}
			expect(sum).toBe(45);
			const { id } = shop.sandbox.shop.addPromotion({
				name: 'One day',
				type: 'FreeShipping',
				paused: false,
				startMs: START_MS + DAY_MS,
				endMs: START_MS + 2 * DAY_MS,
			});
			const statusNow = async () =>
				rowsIn((await promotions({ promotion_id: id })).data_list).map((row) => row.status);
			expect(await statusNow()).toEqual(['NotStarted']);
			shop.atMs += DAY_MS;
			expect(await statusNow()).toEqual(['Ongoing']);
			shop.atMs += DAY_MS;
			expect(await statusNow()).toEqual(['Finished']);
			expect((await promotions({ promotion_name: 'One day' })).total_count).toBe(1);
			expect((await promotions({ promotion_type: 'Sale' })).code).toBe('InvalidParameter');
			expect((await promotions({ status: 'Over' })).code).toBe('InvalidParameter');
		});

		test('products are ids alone, in pages; a product knows its promotions', async () => {
			await open({ shop: { seedProducts: 100 } });
			const [promotion] = shop.sandbox.shop.promotions;
			const productIds: JsonValue[] = [];
			for (let page_no = 1; page_no <= 4; page_no += 1) {
				const answer = await shop.read(PROMOTION_PRODUCTS, {
					promotion_product_query_dto: { promotion_id: promotion!.id, page_no, page_size: 7 },
				});
				expect(answer).toMatchObject({ total_count: promotion!.productIds.length, page_no });
				productIds.push(...(answer.product_list as readonly JsonValue[]));
			}
			expect(productIds).toEqual(promotion!.productIds.map(Number));
			const wrapped = await shop.readWrapped(PROMOTION_PRODUCTS, {
				promotion_product_query_dto: { promotion_id: promotion!.id, page_size: 2 },
			});
			expect(wrapped.product_list).toEqual({ number: productIds.slice(0, 2) });
			const { promotion_list } = await shop.read(BY_PRODUCT, { product_id: String(productIds[0]) });
			const names = rowsIn(promotion_list).map((row) => row.promotion_name);
			expect(names).toContain(promotion!.name);
			const nothing = await shop.read(PROMOTION_PRODUCTS, { promotion_product_query_dto: {} });
			expect(nothing.code).toBe('MissingParameter');
		});

		test('coupons are whole cents, filtered by state and start', async () => {
			await open({ shop: { seedCoupons: 12 } });
			const coupons = async (query: Record<string, JsonValue>) => {
				const answer = await shop.read(COUPONS, { param_seller_coupon_activity_api_query: query });
				return answer.code === '0' ? objectIn(answer.result) : answer;
			};
			const { activity_list, total_item } = await coupons({});
			expect(total_item).toBe(12);
			const [first] = rowsIn(activity_list);
			expect(first).toMatchObject({
				denomination: 100,
				min_order_amount: 0,
				has_use_condtion: false,
				consume_valid_time: 7 * 86_400,
			});
			const { seller_coupon_activity } = await shop.read(COUPON, {
				activity_id: String(first?.id),
			});
			expect(seller_coupon_activity).toEqual(first);
			expect((await shop.read(COUPON, { activity_id: 5 })).code).toBe('InsufficientPermission');
			const releasing = rowsIn((await coupons({ status: 'releasing' })).activity_list);
			expect(releasing.length).toBeGreaterThan(0);
			expect(releasing.every((row) => row.status === 'releasing')).toBe(true);
			const later = await coupons({ min_activity_start_date: '10/20/2026 00:00:00' });
			expect(Number(later.total_item)).toBe(4);
			for (const wrong of ['10/20/2026', '2026-10-20 00:00:00', '13/20/2026 00:00:00']) {
				const refused = await coupons({ min_activity_start_date: wrong });
				expect(refused.code).toBe('InvalidParameter');
			}
		});
	});

	describe('disputes', () => {
		const disputes = async (query: Record<string, JsonValue> = {}) =>
			shop.read(DISPUTES, { query_dto: { current_page: 1, page_size: 50, ...query } });

		test('a life of one: opened, answered, refunded', async () => {
			await open();
			const { shop: seller } = shop.sandbox;
			const order = seller.placeOrder({ goods: [{ product: 0, sku: 0, count: 2 }] });
			seller.payOrder(order.id);
			seller.shipOrder(order.id);
			const { id } = seller.openDispute({ orderId: order.id, text: 'Broken <b>!</b>' });
			const { data_list, total_item } = await disputes();
			expect(total_item).toBe(1);
			const [row] = rowsIn(data_list);
			expect(row).toMatchObject({
				issue_id: Number(id),
				parent_order_id: Number(order.id),
				order_id: Number(order.id) + 1,
				issue_status: 'processing',
				reason_english: 'Product not received',
				gmt_create: '2026-10-19 21:00:00',
				buyer_login_id: order.buyer.loginId,
			});
			const detailOf = async () => {
				const params = { issue_id: id, buyer_login_id: order.buyer.loginId };
				return objectIn((await shop.read(DISPUTE, params)).result_object);
			};
			expect(await detailOf()).toMatchObject({
				reverse_detail_status: 'wait_for_seller_response',
				refund_money_max: '37.98',
				refund_money_max_currency: 'USD',
				timeout_trigger_time: '2026-10-24 21:00:00',
				process_dto_list: [
					expect.objectContaining({ action_type: 'initiate', content: 'Broken <b>!</b>' }),
				],
			});
			const inDispute = seller.order(order.id)?.versions.at(-1);
			expect(inDispute).toMatchObject({ status: 'IN_ISSUE', issueStatus: 'IN_ISSUE' });
			shop.atMs += DAY_MS;
			seller.addDisputeStep(id, { action: 'seller_refuse', text: 'Please wait' });
			expect(await detailOf()).toMatchObject({ reverse_detail_status: 'wait_for_buyer_response' });
			seller.endDispute(id, 'finish');
			const ended = await detailOf();
			expect(ended).toMatchObject({ issue_status: 'finish' });
			expect(ended.timeout_trigger_time).toBeUndefined();
			expect(rowsIn(ended.process_dto_list)).toHaveLength(3);
			expect(seller.order(order.id)?.versions.at(-1)).toMatchObject({
				status: 'FINISH',
				issueStatus: 'END_ISSUE',
			});
			expect((await disputes({ issue_status: 'processing' })).total_item).toBe(0);
		});

		test('pages up to 50, filters, and a buyer that has to fit', async () => {
			await open({
				shop: { seedOrders: 200, seedDays: 60, seedStatuses: 'all', seedDisputes: 12 },
			});
			const all = rowsIn((await disputes()).data_list);
			expect(all.length).toBeGreaterThan(5);
			const [first] = all;
			const times = all.map((row) => String(row.gmt_create));
			expect(times).toEqual(times.toSorted().reverse());
			const found: JsonValue[] = [];
			for (let current_page = 1; current_page <= all.length; current_page += 1) {
				const page = await disputes({ current_page, page_size: 1 });
				found.push(...rowsIn(page.data_list));
			}
			expect(found).toEqual(all);
			const byOrder = await disputes({ order_no: String(first?.parent_order_id) });
			expect(rowsIn(byOrder.data_list)).toContainEqual(first);
			const window = { create_time_start: times[0]!, create_time_end: times[0]! };
			expect(rowsIn((await disputes(window)).data_list)).toEqual([first]);
			expect((await disputes({ page_size: 51 })).code).toBe('InvalidParameter');
			expect((await disputes({ page_size: null })).code).toBe('MissingParameter');
			expect((await disputes({ issue_status: 'open' })).code).toBe('InvalidParameter');
			const params = { issue_id: String(first?.issue_id), buyer_login_id: 'somebody' };
			expect((await shop.read(DISPUTE, params)).code).toBe('InsufficientPermission');
			const without = { issue_id: String(first?.issue_id) };
			expect((await shop.read(DISPUTE, without)).code).toBe('MissingParameter');
		});
	});

	describe('reviews', () => {
		const pending = async (query: Record<string, JsonValue> = {}) => {
			const answer = await shop.read(PENDING, { query_d_t_o: query });
			return answer.code === '0' ? objectIn(answer.result) : answer;
		};

		test('orders wait for the rating of the seller, as JSON text in both shapes', async () => {
			await open({ shop: { bigIds: true } });
			const orders = Array.from({ length: 3 }, finishedOrder);
			shop.sandbox.shop.placeOrder();
			const ids = orders.map(({ id }) => `{"orderId":${id}}`).toSorted();
			expect(ids.join()).toContain('919000');
			const first = await pending();
			expect(first).toMatchObject({ is_success: true, total_item: 3 });
			expect([...(first.result_list as string[])].toSorted()).toEqual(ids);
			const wrapped = await shop.readWrapped(PENDING, { query_d_t_o: {} });
			const { json } = objectIn(objectIn(wrapped.result).result_list);
			expect([...(json as string[])].toSorted()).toEqual(ids);
			const [, second, third] = orders;
			const order_ids = `${second!.id},${third!.id}`;
			expect((await pending({ order_ids })).total_item).toBe(2);
			shop.sandbox.shop.rateBuyer(second!.id);
			expect((await pending({ order_ids })).total_item).toBe(1);
			expect((await pending({ order_ids: 'abc' })).code).toBe('InvalidParameter');
			const page = await pending({ current_page: 2, page_size: 1 });
			expect(page.result_list).toHaveLength(1);
		});

		test('a rating of the seller shows in the review', async () => {
			await open();
			const { id } = finishedOrder();
			shop.sandbox.shop.writeReview({ orderId: id, stars: 4 });
			const reviewOf = async () => {
				const { target_list } = await shop.read(REVIEWS, { trade_evaluation_request: {} });
				return rowsIn(target_list)[0];
			};
			expect(await reviewOf()).not.toHaveProperty('seller_evaluation');
			shop.sandbox.shop.rateBuyer(id);
			expect(await reviewOf()).toMatchObject({ seller_evaluation: '5' });
		});

		test('the zone of review times is an option, for answers and filters', async () => {
			await open({ answers: { zones: { reviews: 'shanghai' }, emptyReviewFilter: 'refused' } });
			const { id } = finishedOrder();
			shop.sandbox.shop.writeReview({ orderId: id, stars: 4 });
			const ask = (trade_evaluation_request: Record<string, JsonValue>) =>
				shop.read(REVIEWS, { trade_evaluation_request });
			const window = {
				start_valid_date: '2026-10-20 12:00:00',
				end_valid_date: '2026-10-20 12:00:00',
			};
			const { target_list } = await ask(window);
			expect(rowsIn(target_list)[0]).toMatchObject({ valid_date: '2026-10-20 12:00:00' });
			expect((await ask({})).code).toBe('InvalidParameter');
		});

		test('the paged method answers only when its permission is granted', async () => {
			await open();
			const { id, lines } = finishedOrder();
			const { childId } = lines[0]!;
			const productId = lines[0]!.product.id;
			shop.sandbox.shop.writeReview({ orderId: id, childId, stars: 2, text: 'Meh "so"' });
			const params = { product_id: productId, page: 1, page_size: 10 };
			expect((await shop.read(SOCIAL, params)).code).toBe('InsufficientPermission');
			shop.sandbox.settings.answers.withoutPermissions = [];
			const { result } = await shop.read(SOCIAL, params);
			const inner = objectIn(objectIn(result).result);
			expect(inner).toMatchObject({ total_number: 1 });
			expect(rowsIn(inner.evaluations)[0]).toMatchObject({
				evaluation: '2',
				feedback: 'Meh "so"',
				feedback_epoch_date: START_MS,
				order_id: Number(id),
			});
		});
	});

	describe('store', () => {
		test('the profile counts products by their state', async () => {
			await open({ shop: { seedProducts: 40 } });
			const counts = (status: string) =>
				shop.sandbox.shop.products.filter((product) => product.status === status).length;
			const { profile } = await shop.read('aliexpress.merchant.profile.get');
			expect(profile).toMatchObject({
				online_store_product_number: String(counts('onSelling')),
				auth_store_product_number: String(counts('auditing')),
			});
			expect(counts('auditing')).toBeGreaterThan(0);
		});

		test('linked shops, all or of one kind', async () => {
			await open();
			const method = 'global.seller.relation.query';
			const { seller_relation_list, success } = await shop.read(method);
			expect(success).toBe(true);
			expect(rowsIn(seller_relation_list)).toHaveLength(2);
			const one = await shop.read(method, { business_type: 'ONE_STOP_SERVICE' });
			expect(rowsIn(one.seller_relation_list)).toEqual([
				expect.objectContaining({ channel_seller_id: 2_500_000_002, seller_id: 2_000_000_001 }),
			]);
			expect((await shop.read(method, { business_type: 'X' })).code).toBe('InvalidParameter');
		});
	});
});
