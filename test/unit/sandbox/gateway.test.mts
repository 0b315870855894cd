import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Caller, callerOf } from '../../sandbox/caller.mts';
import { METHODS } from '../../sandbox/gateway/methods/registry.mts';
import { isLeftOut } from '../../sandbox/gateway/methods/review/evaluationList.mts';
import { isBlank, signatureOf, textToSign } from '../../sandbox/gateway/signature.mts';
import {
	nextShanghaiMidnightMs,
	pacificMs,
	pacificText,
	shanghaiDayAt,
} from '../../sandbox/gateway/time.mts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../sandbox/json.mts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.mts';
import { currentVersion } from '../../sandbox/shop/orders.mts';
import { openShop, type ReadShop } from './sandboxCall.mts';

describe('methods', () => {
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
			'aliexpress.solution.product.list.get': {
				aeop_a_e_product_list_query: { product_status_type: 'onSelling' },
			},
			'aliexpress.solution.product.info.get': { product_id: product.id },
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
			'aliexpress.merchant.diagnosis.query': {},
			'aliexpress.merchant.profile.get': {},
			'aliexpress.trade.compliance.order.query': {
				trade_order_id: order.id,
				child_trade_order_ids: [order.lines[0]!.childId],
			},
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
		return ['success', 'result_success', 'is_success'].flatMap((name) => [
			answer[name],
			inner[name],
		]);
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
});

describe('signature', () => {
	interface Vector {
		id: string;
		sign_method: string;
		app_secret: string;
		prefix: string;
		params: Record<string, string | null>;
		string_to_sign: string;
		sign: string;
	}

	const file = join(process.cwd(), 'test', 'fixtures', 'iop-signature-vectors.json');
	const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
	const METHOD = 'aliexpress.merchant.profile.get';
	const NOW_MS = 1_735_689_600_000;

	describe('the checker agrees with every published vector', () => {
		test.each(vectors)('$id', (vector) => {
			const text = textToSign(Object.entries(vector.params), vector.prefix);
			expect(signatureOf(text, vector.app_secret, vector.sign_method)).toBe(vector.sign);
			if (vector.sign_method !== 'md5') expect(text).toBe(vector.string_to_sign);
		});

		test('a no-break space is text, other white space is blank', () => {
			expect(['', ' \t\n', '\u2003', '\u00a0', '0'].map(isBlank)).toEqual([
				true,
				true,
				true,
				false,
				false,
			]);
		});
	});

	describe('the gateway judges what arrives', () => {
		let sandbox: Sandbox;
		beforeEach(async () => {
			sandbox = await startSandbox({ now: () => NOW_MS, limits: { perSecond: 1000 } });
		});
		afterEach(() => sandbox.close());

		const codeOf = async (overrides: Record<string, string>) => {
			const answer = await callerOf(sandbox).sync(METHOD, { simplify: 'true', ...overrides });
			return answer.code;
		};

		test('good calls, also with blank values, the old sign methods and the other token name', async () => {
			expect(await codeOf({})).toBe('0');
			expect(await codeOf({ partner_id: '   ' })).toBe('0');
			expect(await codeOf({ sign_method: 'md5' })).toBe('0');
			expect(await codeOf({ sign_method: 'hmac' })).toBe('0');
			const { accessToken } = sandbox.issueTokens();
			expect(await codeOf({ session: '', access_token: accessToken })).toBe('0');
			expect(await codeOf({ access_token: accessToken })).toBe('InvalidParameter');
		});

		test('wrong, lower-case and missing signatures, unknown sign methods', async () => {
			expect(await codeOf({ sign: 'ABCDEF' })).toBe('IncompleteSignature');
			expect(await codeOf({ sign: '' })).toBe('IncompleteSignature');
			expect(await codeOf({ sign_method: 'sha512' })).toBe('IncompleteSignature');
			const params = { app_key: '512345', method: METHOD, simplify: 'true' };
			const all = { ...params, sign_method: 'sha256', timestamp: String(NOW_MS) };
			const sign = signatureOf(
				textToSign(Object.entries(all), ''),
				sandbox.app.appSecret,
				'sha256',
			);
			expect(await codeOf({ sign: String(sign).toLowerCase() })).toBe('IncompleteSignature');
		});

		test('a clock off by more than two hours, and seconds in place of milliseconds', async () => {
			expect(await codeOf({ timestamp: String(NOW_MS - 7_200_000) })).toBe('0');
			expect(await codeOf({ timestamp: String(NOW_MS - 7_201_000) })).toBe('InvalidTimestamp');
			expect(await codeOf({ timestamp: String(NOW_MS / 1000) })).toBe('InvalidTimestamp');
			expect(await codeOf({ timestamp: '2025-01-01T00:00:00Z' })).toBe('0');
			expect(await codeOf({ timestamp: '2025-01-01 08:05:00' })).toBe('0');
			expect(await codeOf({ timestamp: '2025-01-01 00:00:00' })).toBe('InvalidTimestamp');
		});

		test('system parameters in the query count, a parameter given twice does not pass', async () => {
			const { accessToken } = sandbox.issueTokens();
			const params: Record<string, string> = {
				app_key: '512345',
				method: METHOD,
				session: accessToken,
				sign_method: 'sha256',
				simplify: 'true',
				timestamp: String(NOW_MS),
			};
			const text = textToSign(Object.entries(params), '');
			params.sign = String(signatureOf(text, sandbox.app.appSecret, 'sha256'));
			const query = new URLSearchParams(params);
			const once = await fetch(`${sandbox.url}/sync?${query}`, { method: 'POST' });
			expect(await once.json()).toMatchObject({ code: '0' });
			const twice = await fetch(`${sandbox.url}/sync?${query}`, { method: 'POST', body: query });
			expect(await twice.json()).toMatchObject({ code: 'IncompleteSignature' });
		});

		test('unknown app keys, unknown methods, callers not on the list', async () => {
			expect(await codeOf({ app_key: '999999' })).toBe('InvalidAppKey');
			expect(await codeOf({ method: 'aliexpress.no.such.method' })).toBe('InvalidApiPath');
			sandbox.app.allowedIps = ['192.0.2.1'];
			expect(await codeOf({})).toBe('AppWhiteIpLimit');
		});
	});
});

describe('answers', () => {
	const ORDER_LIST = 'aliexpress.trade.seller.orderlist.get';
	const DETAIL = 'aliexpress.trade.new.redefining.findorderbyid';
	const REVIEWS = 'aliexpress.evaluation.listorderevaluation.get';
	const FIRST_PAGE = { param_aeop_order_query: '{"current_page":1,"page_size":20}' };
	let sandbox: Sandbox;
	let caller: Caller;

	async function start(options: SandboxOptions = {}) {
		sandbox = await startSandbox({ limits: { perSecond: 1e6, perDay: 1e6 }, ...options });
		caller = callerOf(sandbox);
	}
	afterEach(() => sandbox.close());

	async function rawText(params: Record<string, string>) {
		const all = {
			app_key: sandbox.app.appKey,
			timestamp: String(Date.now()),
			sign_method: 'sha256',
			session: caller.accessToken,
			...params,
		};
		const sign = signatureOf(textToSign(Object.entries(all), ''), sandbox.app.appSecret, 'sha256');
		const body = new URLSearchParams({ ...all, sign: String(sign) });
		return (await fetch(`${sandbox.url}/sync`, { method: 'POST', body })).text();
	}

	describe('envelopes', () => {
		test('wrapped without simplify, plain with it', async () => {
			await start();
			sandbox.shop.placeOrder({ goods: [{ product: 0 }] });
			const wrapped = await caller.sync(ORDER_LIST, FIRST_PAGE);
			const { result } = wrapped.aliexpress_trade_seller_orderlist_get_response as JsonObject;
			const { target_list: list } = result as JsonObject;
			const [row] = (list as JsonObject).aeop_order_item_dto as JsonObject[];
			expect(row?.product_list).toEqual({ order_product_dto: [expect.any(Object)] });
			const plain = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
			expect(plain).toMatchObject({ code: '0', request_id: expect.any(String) });
			const [plainRow] = (plain.result as JsonObject).target_list as JsonObject[];
			expect(plainRow?.product_list).toEqual([expect.any(Object)]);
		});

		test('named lists stay wrapped under simplify when the option says so', async () => {
			await start({ answers: { keepWrapped: ['product_list'] } });
			sandbox.shop.placeOrder();
			const { result } = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
			const [row] = (result as JsonObject).target_list as JsonObject[];
			expect(row?.product_list).toHaveProperty('order_product_dto');
		});

		test.each([
			['missing', undefined],
			['object', {}],
			['array', []],
		] as const)('an empty list can be %s', async (emptyLists, expected) => {
			await start({ answers: { emptyLists } });
			const { result } = await caller.sync(ORDER_LIST, { ...FIRST_PAGE, simplify: 'true' });
			expect((result as JsonObject).target_list).toEqual(expected);
		});

		test('ids keep every digit as JSON numbers', async () => {
			await start();
			sandbox.shop.placeOrder({ id: 9_007_199_254_740_993n, goods: [{ product: 0 }] });
			expect(await rawText({ method: ORDER_LIST, ...FIRST_PAGE })).toContain(
				'"order_id":9007199254740993,',
			);
			const param1 = '{"order_id":9007199254740993}';
			expect(await rawText({ method: DETAIL, param1 })).toContain('"id":9007199254740993,');
			const neighbour = await caller.sync(DETAIL, {
				param1: '{"order_id":9007199254740992}',
				simplify: 'true',
			});
			expect(neighbour.code).toBe('InsufficientPermission');
			sandbox.settings.answers.idsAsText = true;
			expect(await rawText({ method: DETAIL, param1 })).toContain('"id":"9007199254740993"');
		});
	});

	describe('refusals under HTTP 200', () => {
		test('error_response on /sync, flat under simplify', async () => {
			await start();
			expect(await caller.sync('no.such.method')).toEqual({
				error_response: {
					type: 'ISV',
					code: 'InvalidApiPath',
					msg: expect.any(String),
					request_id: expect.any(String),
				},
			});
			expect(await caller.sync('no.such.method', { simplify: 'true' })).toMatchObject({
				type: 'ISV',
				code: 'InvalidApiPath',
				message: expect.any(String),
			});
		});

		test('missing and malformed parameters', async () => {
			await start();
			const codeOf = async (params: Record<string, string>) =>
				(await caller.sync(ORDER_LIST, { simplify: 'true', ...params })).code;
			expect(await codeOf({})).toBe('MissingParameter');
			expect(await codeOf({ param_aeop_order_query: '{' })).toBe('InvalidParameter');
			expect(await codeOf({ param_aeop_order_query: '[]' })).toBe('InvalidParameter');
			const iso = { current_page: 1, page_size: 5, create_date_start: '2026-01-01T00:00:00Z' };
			expect(await codeOf({ param_aeop_order_query: JSON.stringify(iso) })).toBe(
				'InvalidParameter',
			);
			expect(await codeOf({ session: '' })).toBe('MissingParameter');
		});

		test("somebody else's order", async () => {
			await start();
			const { id } = sandbox.shopOf('2000000002').placeOrder();
			const answer = await caller.sync(DETAIL, { simplify: 'true', param1: `{"order_id":${id}}` });
			expect(answer.code).toBe('InsufficientPermission');
		});

		test('a buyer token is no seller token', async () => {
			await start();
			const { accessToken } = sandbox.issueTokens({ buyer: true });
			const answer = await caller.sync(ORDER_LIST, { simplify: 'true', session: accessToken });
			expect(answer.code).toBe('InsufficientPermission');
		});
	});

	describe('reviews', () => {
		const DAY_MS = 86_400_000;
		let nowMs = Date.UTC(2026, 8, 1, 12);
		const rowsOf = async (request: Record<string, unknown>) => {
			const answer = await caller.sync(REVIEWS, {
				simplify: 'true',
				trade_evaluation_request: JSON.stringify(request),
			});
			return answer.target_list as JsonObject[];
		};

		test('only effective ones, by valid date and stars, keyed by child and parent order', async () => {
			await start({ now: () => nowMs, answers: { emptyLists: 'array' } });
			const { id } = sandbox.shop.placeOrder({ goods: [{ product: 0 }, { product: 1 }] });
			sandbox.shop.writeReview({ orderId: id, stars: 5 });
			sandbox.shop.writeReview({ orderId: id, stars: 1, text: '😡 &', validInMs: 2 * DAY_MS });
			expect(await rowsOf({})).toHaveLength(1);
			nowMs += 2 * DAY_MS;
			expect(await rowsOf({})).toHaveLength(2);
			const window = {
				start_valid_date: '2026-09-03 05:00:00',
				end_valid_date: '2026-09-03 05:00:00',
			};
			const [bad, ...more] = await rowsOf(window);
			expect(more).toEqual([]);
			expect(bad).toMatchObject({
				parent_order_id: Number(id),
				order_id: Number(id) + 2,
				buyer_evaluation: '1',
				buyer_feedback: '😡 &',
				buyer_fb_date: '2026-09-01 05:00:00',
			});
			expect(await rowsOf({ buyer_product_ratings: [1, 2] })).toHaveLength(1);
			expect(await rowsOf({ buyer_product_ratings: [3] })).toHaveLength(0);
			expect(await rowsOf({ parent_order_ids: [Number(id)] })).toHaveLength(2);
		});

		test('an edit moves the modification time only; a row limit keeps the newest', async () => {
			await start({ now: () => nowMs });
			const { id } = sandbox.shop.placeOrder({ goods: [{ product: 0 }, { product: 1 }] });
			const { childId } = sandbox.shop.writeReview({ orderId: id, stars: 2 });
			sandbox.shop.writeReview({ orderId: id, stars: 4, validInMs: 1000 });
			nowMs += DAY_MS;
			const [before] = await rowsOf({ buyer_product_ratings: [2] });
			sandbox.shop.editReview(childId, { stars: 1 });
			const [after] = await rowsOf({ buyer_product_ratings: [1] });
			expect(after?.valid_date).toBe(before?.valid_date);
			expect(after?.gmt_modified).not.toBe(before?.gmt_modified);
			sandbox.settings.answers.reviewRowLimit = 1;
			expect(await rowsOf({})).toEqual([expect.objectContaining({ buyer_evaluation: '4' })]);
		});

		test('a window can be refused, cut off or leak, while the orders show all', async () => {
			await start({ now: () => nowMs });
			const { answers } = sandbox.settings;
			const ids: number[] = [];
			for (let review = 0; review < 50; review += 1) {
				const { id } = sandbox.shop.placeOrder();
				sandbox.shop.writeReview({ orderId: id, stars: 5 });
				ids.push(Number(id));
				nowMs += 60_000;
			}
			const past = { start_valid_date: '2020-01-01 00:00:00' };
			const minute = { ...past, end_valid_date: '2020-01-01 00:01:00' };
			const all = async () => await rowsOf({ parent_order_ids: ids });
			expect(await rowsOf(past)).toHaveLength(50);
			answers.reviewWindow = 'newest';
			expect(await rowsOf(minute)).toHaveLength(20);
			expect(await all()).toHaveLength(50);
			answers.reviewWindow = 'leaky';
			const hidden = sandbox.shop.reviews.filter(isLeftOut);
			expect(hidden.length).toBeGreaterThan(0);
			expect(await rowsOf(past)).toHaveLength(50 - hidden.length);
			expect(await all()).toHaveLength(50);
			answers.reviewWindow = 'refused';
			expect(await rowsOf(past)).toBeUndefined();
			expect(await all()).toHaveLength(50);
		});
	});
});

describe('limits', () => {
	const METHOD = 'aliexpress.merchant.profile.get';
	let nowMs = 0;
	let sandbox: Sandbox;
	let caller: Caller;

	beforeEach(async () => {
		nowMs = Date.UTC(2026, 4, 10, 10);
		sandbox = await startSandbox({ now: () => nowMs });
		caller = callerOf(sandbox);
	});
	afterEach(() => sandbox.close());

	const call = async () => (await caller.sync(METHOD, { simplify: 'true' })).code;
	async function calls(count: number, gapMs: number) {
		const codes: unknown[] = [];
		for (let made = 0; made < count; made += 1) {
			codes.push(await call());
			nowMs += gapMs;
		}
		return codes;
	}

	test('five in a sliding second pass, the sixth closes the address for fifteen minutes', async () => {
		expect(await calls(5, 199)).toEqual(Array(5).fill('0'));
		nowMs -= 1;
		const { message } = await caller.sync(METHOD, { simplify: 'true' });
		expect(message).toMatch(/this ban will last 900 seconds/);
		expect(sandbox.log.maxInAnySecond()).toBe(6);
		expect(sandbox.log.bans).toEqual([
			{ kind: 'second', key: '127.0.0.1', fromMs: nowMs, untilMs: nowMs + 900_000 },
		]);
		nowMs += 899_001;
		expect(await caller.sync(METHOD)).toMatchObject({
			error_response: { code: 'ApiCallLimit', msg: expect.stringContaining('last 1 seconds') },
		});
		nowMs += 999;
		expect(await call()).toBe('0');
	});

	test('five, then five again a full second later, is allowed', async () => {
		expect(await calls(5, 0)).toEqual(Array(5).fill('0'));
		nowMs += 1000;
		expect(await calls(5, 0)).toEqual(Array(5).fill('0'));
		expect(sandbox.log.maxInAnySecond()).toBe(5);
		expect(sandbox.log.bans).toEqual([]);
	});

	test('the day ends at midnight in Beijing, refused and token calls count', async () => {
		expect(await calls(199, 1000)).toEqual(Array(199).fill('0'));
		nowMs += 1000;
		const { refreshToken } = sandbox.issueTokens();
		expect(await caller.rest('/auth/token/refresh', { refresh_token: refreshToken })).toMatchObject(
			{
				code: '0',
			},
		);
		nowMs += 1000;
		expect(await calls(2, 1000)).toEqual(['AppCallLimit', 'AppCallLimit']);
		expect(sandbox.log.countByDay('2000000001')).toBe(202);
		nowMs = Date.UTC(2026, 4, 10, 15, 59, 59, 999);
		expect(await call()).toBe('AppCallLimit');
		nowMs += 1;
		expect(await call()).toBe('0');
		expect(sandbox.log.countByDay('2000000001')).toBe(1);
		expect(sandbox.log.countByDay('2000000001', '2026-05-10')).toBe(203);
	});

	test('accounts have days of their own', async () => {
		sandbox.settings.limits.perDay = 1;
		expect(await calls(2, 1000)).toEqual(['0', 'AppCallLimit']);
		caller.accessToken = sandbox.issueTokens({ sellerId: '2000000002' }).accessToken;
		expect(await call()).toBe('0');
	});

	test('forgetting the limits opens everything again', async () => {
		await calls(6, 0);
		expect(await call()).toBe('ApiCallLimit');
		sandbox.forgetLimits();
		expect(await call()).toBe('0');
	});
});

describe('faults', () => {
	const METHOD = 'aliexpress.merchant.profile.get';
	let nowMs = 0;
	let sandbox: Sandbox;
	let caller: Caller;

	beforeEach(async () => {
		nowMs = Date.UTC(2026, 4, 10);
		sandbox = await startSandbox({ now: () => nowMs, limits: { perSecond: 1e6 } });
		caller = callerOf(sandbox);
	});
	afterEach(() => sandbox.close());

	const call = async () => (await caller.sync(METHOD, { simplify: 'true' })).code;
	const rawCall = () =>
		fetch(`${sandbox.url}/sync?app_key=512345&method=${METHOD}`, { method: 'POST' });

	test.each([
		['http502', 502],
		['http503', 503],
		['http504', 504],
		['html', 200],
	] as const)('%s answers a page in place of JSON, once', async (kind, status) => {
		sandbox.faults.next({ kind });
		const answer = await rawCall();
		expect(answer.status).toBe(status);
		expect(await answer.text()).toMatch(/^<html>/);
		expect(await call()).toBe('0');
		expect(sandbox.log.calls.map(({ outcome }) => outcome)).toEqual([`fault:${kind}`, 'ok']);
	});

	test('cut JSON and empty bodies cannot be parsed', async () => {
		sandbox.faults.next({ kind: 'cutJson' });
		const text = await (await rawCall()).text();
		expect(text.length).toBeGreaterThan(10);
		expect(() => JSON.parse(text)).toThrow(SyntaxError);
		sandbox.faults.next({ kind: 'emptyBody' });
		expect(await (await rawCall()).text()).toBe('');
	});

	test('a reset breaks the connection, a hang lasts until the caller gives up', async () => {
		sandbox.faults.next({ kind: 'reset' });
		await expect(rawCall()).rejects.toThrow('fetch failed');
		sandbox.faults.next({ kind: 'hang' });
		const signal = AbortSignal.timeout(100);
		await expect(fetch(`${sandbox.url}/sync`, { method: 'POST', signal })).rejects.toThrow(/abort/);
	});

	test('slow answers are right, late', async () => {
		sandbox.faults.next({ kind: 'slow', delayMs: 150 });
		const startedMs = performance.now();
		expect(await call()).toBe('0');
		expect(performance.now() - startedMs).toBeGreaterThan(140);
	});

	test('a wrong type spoils the named field', async () => {
		sandbox.faults.next({ kind: 'wrongType', field: 'profile' });
		expect(await caller.sync(METHOD, { simplify: 'true' })).toMatchObject({
			profile: 'unexpected',
		});
		sandbox.faults.next({ kind: 'wrongType', field: 'country', value: 7 });
		expect(await caller.sync(METHOD, { simplify: 'true' })).toMatchObject({
			profile: { country: 7 },
		});
	});

	test('an expired token is gone until it is refreshed', async () => {
		sandbox.faults.next({ kind: 'expiredToken' });
		expect(await call()).toBe('IllegalAccessToken');
		expect(await call()).toBe('IllegalAccessToken');
		caller.accessToken = sandbox.issueTokens().accessToken;
		expect(await call()).toBe('0');
	});

	test('a limit answer bans for the seconds it names', async () => {
		sandbox.faults.next({ kind: 'apiCallLimit', seconds: 2 });
		expect(await caller.sync(METHOD)).toMatchObject({
			error_response: { code: 'ApiCallLimit', msg: expect.stringContaining('last 2 seconds') },
		});
		nowMs += 1999;
		expect(await call()).toBe('ApiCallLimit');
		nowMs += 1;
		expect(await call()).toBe('0');
		expect(sandbox.log.bans).toEqual([expect.objectContaining({ kind: 'fault' })]);
	});

	test('an exhausted day lasts until midnight in Beijing', async () => {
		sandbox.faults.next({ kind: 'appCallLimit' });
		expect(await call()).toBe('AppCallLimit');
		nowMs = Date.UTC(2026, 4, 10, 15, 59, 59);
		expect(await call()).toBe('AppCallLimit');
		nowMs += 1000;
		expect(await call()).toBe('0');
	});

	test('faults wait for their method, repeat as often as told and can be forgotten', async () => {
		const kind = 'serviceUnavailable';
		sandbox.faults.next({ kind, method: 'some.other.method', times: 2 });
		expect(await call()).toBe('0');
		expect(sandbox.faults.pending).toHaveLength(1);
		sandbox.faults.clear();
		sandbox.faults.next({ kind, times: 2 });
		expect([await call(), await call(), await call()]).toEqual([
			'ServiceUnavailable',
			'ServiceUnavailable',
			'0',
		]);
	});
});

describe('time', () => {
	const HOUR_MS = 3_600_000;

	test('Pacific texts follow daylight saving', () => {
		expect(pacificText(Date.UTC(2026, 6, 1, 12))).toBe('2026-07-01 05:00:00');
		expect(pacificText(Date.UTC(2026, 11, 1, 12))).toBe('2026-12-01 04:00:00');
		expect(pacificMs('2026-07-01 05:00:00')).toBe(Date.UTC(2026, 6, 1, 12));
		expect(pacificText(Date.UTC(2026, 0, 1, 8))).toBe('2026-01-01 00:00:00');
	});

	test('the repeated autumn hour has one text for two moments', () => {
		const daylight = Date.UTC(2026, 10, 1, 8, 30);
		expect(pacificText(daylight)).toBe('2026-11-01 01:30:00');
		expect(pacificText(daylight + HOUR_MS)).toBe('2026-11-01 01:30:00');
		expect(pacificMs('2026-11-01 01:30:00', 'daylight')).toBe(daylight);
		expect(pacificMs('2026-11-01 01:30:00', 'standard')).toBe(daylight + HOUR_MS);
	});

	test('the hour skipped in spring is read with the winter offset', () => {
		expect(pacificMs('2026-03-08 02:30:00')).toBe(Date.UTC(2026, 2, 8, 10, 30));
	});

	test.each(['2026-02-30 05:00:00', '2026-07-01T05:00:00', '2026-7-1 05:00:00', '2026-07-01', ''])(
		'%j is no time',
		(text) => expect(pacificMs(text)).toBeUndefined(),
	);

	test('platform days begin at midnight in Shanghai', () => {
		const midnight = Date.UTC(2026, 4, 10, 16);
		expect(shanghaiDayAt(midnight - 1)).toBe('2026-05-10');
		expect(shanghaiDayAt(midnight)).toBe('2026-05-11');
		expect(nextShanghaiMidnightMs(midnight - 1)).toBe(midnight);
		expect(nextShanghaiMidnightMs(midnight)).toBe(midnight + 24 * HOUR_MS);
	});
});
