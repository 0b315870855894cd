import type { JsonValue } from '../sandbox/json.mts';
import { DAY_MS, objectIn, openShop, rowsIn, START_MS } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

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
		const { seller_coupon_activity } = await shop.read(COUPON, { activity_id: String(first?.id) });
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
		await open({ shop: { seedOrders: 200, seedDays: 60, seedStatuses: 'all', seedDisputes: 12 } });
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
