import { METHODS } from '../sandbox/gateway/methods/registry.mts';
import type { JsonObject, JsonValue } from '../sandbox/json.mts';
import { isJsonObject } from '../sandbox/json.mts';
import { currentVersion } from '../sandbox/shop/orders.mts';
import { openShop } from './sandboxCall.mts';
import type { ReadShop } from './sandboxCall.mts';

let shop: ReadShop;
afterEach(() => shop.sandbox.close());

/** Good parameters for every method, about one shipped order with a dispute and a review. */
function goodParams({ sandbox }: ReadShop): Record<string, Record<string, JsonValue>> {
	const { shop: seller } = sandbox;
	const order = seller.placeOrder();
	seller.payOrder(order.id);
	seller.shipOrder(order.id);
	const dispute = seller.openDispute({ orderId: order.id });
	const done = seller.placeOrder();
	seller.payOrder(done.id);
	seller.shipOrder(done.id);
	seller.finishOrder(done.id);
	seller.writeReview({ orderId: done.id, stars: 1 });
	seller.writeNote(order.id, 'A note');
	const product = seller.products[0]!;
	const one = { param1: { order_id: order.id } };
	const page = { current_page: 1, page_size: 20 };
	const lines = {
		tradeOrderId: order.id,
		tradeOrderItemIdList: [order.lines[0]!.childId],
		locale: 'en_US',
	};
	const trade = 'aliexpress.trade.redefining';
	const logistics = 'aliexpress.logistics.redefining';
	const category = 'aliexpress.category.redefining';
	const posted = 'aliexpress.postproduct.redefining';
	return {
		'aliexpress.trade.seller.orderlist.get': { param_aeop_order_query: page },
		[`${trade}.findorderlistsimplequery`]: { param1: { page: 1, page_size: 20 } },
		'aliexpress.trade.new.redefining.findorderbyid': one,
		[`${trade}.findorderbaseinfo`]: one,
		[`${trade}.findordertradeinfo`]: one,
		[`${trade}.findorderreceiptinfo`]: one,
		[`${trade}.findloanlistquery`]: { param1: {} },
		'aliexpress.trade.seller.order.decrypt': { orderId: order.id, oaid: `oaid-${order.id}` },
		[`${posted}.findproductinfolistquery`]: {
			aeop_a_e_product_list_query: { product_status_type: 'onSelling' },
		},
		'aliexpress.offer.product.query': { product_id: product.id },
		[`${posted}.findaeproductbyid`]: { product_id: product.id },
		[`${posted}.findaeproductstatusbyid`]: { product_id: product.id },
		[`${posted}.querypromisetemplatebyid`]: { template_id: -1 },
		'aliexpress.product.productgroups.get': {},
		'aliexpress.category.tree.list': {},
		[`${category}.getchildrenpostcategorybyid`]: { param0: 0 },
		[`${category}.getpostcategorybyid`]: { param0: 3000 },
		[`${category}.getchildattributesresultbypostcateidandpath`]: { param1: product.categoryId },
		'aliexpress.category.qualifications.list': { category_id: product.categoryId },
		'aliexpress.asf.shipment.tracking.get': { tradeOrderId: order.id },
		[`${logistics}.querytrackingresult`]: {
			logistics_no: String(currentVersion(order).trackingNumber),
			origin: 'ESCROW',
			out_ref: order.id,
			service_name: order.serviceCode,
			to_area: order.buyer.country,
		},
		[`${logistics}.getonlinelogisticsinfo`]: {},
		'aliexpress.logistics.querylogisticsorderdetail': {},
		[`${logistics}.getlogisticsselleraddresses`]: { seller_address_query: ['sender'] },
		'aliexpress.asf.seller.address.get': {},
		[`${logistics}.getonlinelogisticsservicelistbyorderid`]: { order_id: order.id },
		'aliexpress.asf.order.shipping.service.get': lines,
		'aliexpress.asf.package.shipping.service.get': lines,
		[`${logistics}.listlogisticsservice`]: {},
		[`${logistics}.qureywlbdomesticlogisticscompany`]: {},
		'aliexpress.freight.redefining.listfreighttemplate': {},
		'aliexpress.freight.redefining.getfreightsettingbytemplatequery': {
			template_id: product.freightTemplateId,
		},
		'aliexpress.freight.redefining.calculatefreight': {
			freight_template_id: product.freightTemplateId,
			country: 'US',
			count: 1,
			weight: '0.5',
		},
		'aliexpress.evaluation.listorderevaluation.get': { trade_evaluation_request: {} },
		'aliexpress.appraise.redefining.querysellerevaluationorderlist': { query_d_t_o: {} },
		'aliexpress.social.product.evaluation.query': {
			product_id: product.id,
			page: 1,
			page_size: 10,
		},
		'aliexpress.marketing.storepromotions.list': { promotion_query_dto: page },
		'aliexpress.marketing.storepromotion.products.query': {
			promotion_product_query_dto: { promotion_id: seller.promotions[0]!.id },
		},
		'aliexpress.marketing.storepromotions.querybyproduct': { product_id: product.id },
		'aliexpress.marketing.redefining.getactlist': { param_seller_coupon_activity_api_query: {} },
		'aliexpress.marketing.redefining.findsellercouponactivity': {
			activity_id: seller.coupons[0]!.id,
		},
		'aliexpress.merchant.profile.get': {},
		'global.seller.relation.query': {},
		'aliexpress.merchant.redefining.queryremarks': { biz_type: 0, remark_ids: [order.id] },
		'aliexpress.issue.issuelist.get': { query_dto: page },
		'aliexpress.issue.detail.get': {
			issue_id: dispute.id,
			buyer_login_id: order.buyer.loginId,
		},
	};
}

/** A wrapped answer in the plain form, led by the plain one; any other difference stays. */
function opened(wrapped: JsonValue, plain: JsonValue): JsonValue {
	if (Array.isArray(plain)) {
		const [rows, ...others] = isJsonObject(wrapped) ? Object.values(wrapped) : [];
		if (plain.length === 0) return wrapped;
		if (!Array.isArray(rows) || others.length > 0) return wrapped;
		return rows.map((row: JsonValue, place) => opened(row, plain[place]));
	}
	if (!isJsonObject(plain) || !isJsonObject(wrapped)) return wrapped;
	const entries = Object.entries(wrapped).map(([key, part]) => [key, opened(part, plain[key])]);
	return Object.fromEntries(entries);
}

/** An answer without nulls, which only the plain form writes, and without what calls differ in. */
function bare(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(bare);
	if (!isJsonObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key, part]) => part !== null && key !== 'request_id' && key !== 'code')
			.map(([key, part]) => [key, bare(part)]),
	);
}

test('every method answers good parameters with success, the same in both forms', async () => {
	shop = await openShop({ answers: { withoutPermissions: [] } });
	const good = goodParams(shop);
	expect(Object.keys(good).toSorted()).toEqual([...METHODS.keys()].toSorted());
	for (const [method, params] of Object.entries(good)) {
		const plain = await shop.read(method, params);
		expect([method, plain.code]).toEqual([method, '0']);
		const wrapped = await shop.readWrapped(method, params);
		expect(bare(opened(wrapped, plain))).toEqual(bare(plain));
		expect(JSON.stringify(flags(plain))).not.toContain('false');
	}
});

/** The success flags of an answer, wherever they are. */
function flags(answer: JsonObject): JsonValue[] {
	const inner = isJsonObject(answer.result) ? answer.result : {};
	return ['success', 'result_success', 'is_success'].flatMap((name) => [answer[name], inner[name]]);
}

test('a permission that is taken away closes its methods and no others', async () => {
	shop = await openShop({ answers: { withoutPermissions: [] } });
	const good = goodParams(shop);
	const groups = new Set([...METHODS.values()].map(({ group }) => group));
	expect(groups.size).toBeGreaterThan(8);
	// All methods of the group, and one of each other group: no method belongs to two.
	const oneOfEach = new Map([...METHODS.values()].map((method) => [method.group, method]));
	for (const group of groups) {
		shop.sandbox.settings.answers.withoutPermissions = [group];
		const own = [...METHODS.values()].filter((method) => method.group === group);
		for (const method of new Set([...own, ...oneOfEach.values()])) {
			const { code } = await shop.read(method.name, good[method.name] ?? {});
			const expected = method.group === group ? 'InsufficientPermission' : '0';
			expect([group, method.name, code]).toEqual([group, method.name, expected]);
		}
	}
});

test.each([
	'aliexpress.solution.order.get',
	'aliexpress.solution.order.info.get',
	'aliexpress.solution.order.receiptinfo.get',
	'aliexpress.solution.product.list.get',
	'aliexpress.solution.product.info.get',
	'aliexpress.solution.seller.category.tree.query',
	'aliexpress.solution.sku.attribute.query',
	'aliexpress.solution.merchant.profile.get',
	'aliexpress.category.redefining.getallchildattributesresult',
	'aliexpress.postproduct.redefining.getproductgrouplist',
	'aliexpress.message.redefining.queryMsgDetailList',
	'aliexpress.logistics.sellershipmentfortop',
])('%s is retired, switched off or a write', async (method) => {
	shop = await openShop();
	expect((await shop.read(method)).code).toBe('InvalidApiPath');
});

test('any method can be retired while running', async () => {
	shop = await openShop();
	const method = 'aliexpress.merchant.profile.get';
	shop.sandbox.settings.answers.retiredMethods.push(method);
	expect((await shop.read(method)).code).toBe('InvalidApiPath');
	shop.sandbox.settings.answers.retiredMethods.length = 0;
	expect((await shop.read(method)).code).toBe('0');
});

test.each([
	['session', 'access_token'],
	['access_token', 'session'],
] as const)('the token can be wanted as %s alone', async (tokenParameter, other) => {
	shop = await openShop({ answers: { tokenParameter } });
	const { accessToken } = shop.sandbox.issueTokens();
	const ask = async (name: string) => {
		const params: Record<string, JsonValue> = { session: '', [name]: accessToken };
		return (await shop.read('aliexpress.merchant.profile.get', params)).code;
	};
	expect(await ask(tokenParameter)).toBe('0');
	expect(await ask(other)).toBe('MissingParameter');
});
