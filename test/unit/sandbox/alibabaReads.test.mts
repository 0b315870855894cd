import { type AlibabaCaller, alibabaCallerOf, ALL_FIELDS } from '../../sandbox/alibaba/caller.mts';
import type { AlibabaProduct, ProductState } from '../../sandbox/alibaba/catalogue/products.mts';
import { NAMES, PATHS } from '../../sandbox/alibaba/methods/registry.mts';
import { ARTICLE_ENVELOPES } from '../../sandbox/alibaba/options.mts';
import { type JsonObject, printJson } from '../../sandbox/json.mts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.mts';

describe('catalogue', () => {
	const NOW_MS = Date.UTC(2026, 4, 10, 10);
	let sandbox: Sandbox;
	let caller: AlibabaCaller;

	beforeEach(async () => {
		const limits = { freePerMinute: 10_000 };
		sandbox = await startSandbox({ now: () => NOW_MS, alibaba: { limits } });
		caller = alibabaCallerOf(sandbox);
	});
	afterEach(() => sandbox.close());

	const productsIn = (state: ProductState) =>
		sandbox.alibaba.products.filter((product) => product.state === state);
	const firstIn = (state: ProductState): AlibabaProduct => {
		const product = productsIn(state)[0];
		if (!product) throw new Error(`No product is ${state}`);
		return product;
	};

	test('the catalogue has enough products, with ids of every length', () => {
		const { products } = sandbox.alibaba;
		expect(productsIn('online').length).toBeGreaterThanOrEqual(200);
		expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
		expect(new Set(products.map(({ id }) => String(id).length))).toEqual(new Set([11, 13, 14, 15]));
		expect(products.every(({ scrambledId }) => /^[\w-]{24}$/.test(scrambledId))).toBe(true);
		expect(products[0]?.id).toBe(123_456_789_012_345n);
		for (const { tiers, moq } of products) {
			expect(tiers[0]?.quantity).toBe(moq);
			const prices = tiers.map(({ cents }) => cents);
			expect(prices).toEqual([...new Set(prices)].sort((a, b) => b - a));
		}
	});

	test('the same seed gives the same goods and orders, another seed others', async () => {
		const shops: string[] = [];
		for (const seed of [7, 7, 8]) {
			const other = await startSandbox({ now: () => NOW_MS, seed });
			const { products, orders } = other.alibaba;
			shops.push(printJson([products, orders] as never, true));
			await other.close();
		}
		expect(shops[0]).toBe(shops[1]);
		expect(shops[0]).not.toBe(shops[2]);
	});

	test('the first product is the worked example', async () => {
		expect(await caller.product(123_456_789_012_345n)).toMatchObject({
			multi_language_title: { ar: expect.stringContaining('حافظة هاتف آبل') },
			price_info: {
				price: '5.00',
				trade_terms: 'FOB',
				currency: 'USD',
				moq: 1000,
				batch_prices: ['1000:5.00:FOB', '5000:4.50:CIF', '10000:4.00:EXW'],
			},
			logistics_info: { moq_logistics: expect.arrayContaining(['10000+:sea:30-40days:$1000']) },
		});
	});

	test('only the fields asked for come back', async () => {
		const given = { fields: 'title, price_info,nonsense' };
		const answer = await caller.product(123_456_789_012_345n, given);
		expect(Object.keys(answer)).toEqual(['title', 'price_info']);
		expect(await caller.product(123_456_789_012_345n, { fields: '' })).toMatchObject({
			error_code: 'isv.missing-parameter',
		});
		expect(await caller.product(1n, { method: 'alibaba.product.list' })).toMatchObject({
			error_code: 'isv.invalid-method',
		});
	});

	test('every envelope and every odd form is met', async () => {
		const envelopes = new Set<string>();
		let text = '';
		for (const { id } of productsIn('online').slice(0, 120)) {
			const answer = await caller.product(id);
			const [key = '', more] = Object.keys(answer);
			const isBare = ALL_FIELDS.split(',').includes(key);
			envelopes.add(isBare ? 'bare' : key);
			if (!isBare) expect(more).toBeUndefined();
			text += printJson((isBare ? answer : answer[key]) as JsonObject);
		}
		expect(envelopes).toEqual(new Set(ARTICLE_ENVELOPES));
		const odd = [
			'"ask us"',
			'：',
			':nan:',
			':-3.20:',
			':Ningbo"',
			'"price":null',
			'"batch_prices":null',
			'unlimited',
			'10000-+ pcs',
			'"soon"',
			':$1,000',
			'door to door',
			'–',
			'"moq_logistics":[]',
			'"logistics_info":null',
			'Contact Seller',
			'"default_method":"sea"',
			'"ar":"null"',
			'"en_US"',
			'"ar-AE"',
			'"EN"',
			'"en":null',
			'"multi_language_title":null',
			'"multi_language_title":"{\\"zh\\"',
			'"multi_language_title":{"zh":',
			'حافظة',
			'Muñeca',
			'"moq":"1,000"',
		];
		expect(odd.filter((part) => !text.includes(part))).toEqual([]);
		sandbox.settings.alibaba.articleEnvelope = 'data';
		expect(Object.keys(await caller.product(productsIn('online')[2]?.id ?? 0n))).toEqual(['data']);
	});

	test('the minimum is found among the prices, beside them, or in both places', async () => {
		sandbox.settings.alibaba.articleEnvelope = 'bare';
		const places = new Set<string>();
		for (const { id } of sandbox.alibaba.products.slice(0, 5)) {
			const { moq, price_info: prices } = await caller.product(id);
			places.add(`${moq !== undefined} ${(prices as JsonObject).moq !== undefined}`);
		}
		expect(places).toEqual(new Set(['false true', 'true false', 'true true']));
	});

	test('unknown and delisted share a code; some delisted products tell', async () => {
		const unknown = await caller.product(999_999_999_999_999n);
		expect(unknown).toEqual({
			error_code: 'PRODUCT_NOT_EXIST',
			error_msg: '商品不存在',
			request_id: expect.any(String),
		});
		expect(await caller.product(firstIn('deleted').id)).toMatchObject({
			error_code: unknown.error_code,
		});
		const hints = new Set<unknown>();
		for (const { id } of productsIn('offline')) {
			const answer = await caller.product(id);
			expect(answer.error_code).toBe(unknown.error_code);
			hints.add(answer.sub_code);
		}
		expect(hints).toEqual(new Set([undefined, 'isv.product-offline']));
		const { id } = firstIn('offline');
		sandbox.settings.alibaba.delistedHint = 'always';
		expect((await caller.product(id)).sub_msg).toBe('商品已下架');
		sandbox.settings.alibaba.delistedHint = 'never';
		expect((await caller.product(id)).sub_code).toBeUndefined();
	});
});

describe('reads', () => {
	const NOW_MS = Date.UTC(2026, 4, 10, 10);
	let sandbox: Sandbox;
	let caller: AlibabaCaller;

	beforeAll(async () => {
		sandbox = await startSandbox({
			now: () => NOW_MS,
			answers: { emptyLists: 'array' },
			alibaba: { limits: { freePerMinute: 100_000 } },
		});
		caller = alibabaCallerOf(sandbox);
	});
	afterAll(() => sandbox.close());

	const open = (path: string, given?: Record<string, string>) => caller.openPlatform(path, given);
	const json = (value: unknown) => JSON.stringify(value);
	const product = (wanted: (candidate: (typeof sandbox.alibaba.products)[number]) => boolean) => {
		const found = sandbox.alibaba.products.find(wanted);
		if (!found) throw new Error('No such product');
		return found;
	};
	const online = (index: number) => product((one) => one.state === 'online' && one.index >= index);
	const order = (wanted: (candidate: (typeof sandbox.alibaba.orders)[number]) => boolean) => {
		const found = sandbox.alibaba.orders.find(wanted);
		if (!found) throw new Error('No such order');
		return found;
	};
	const at = (value: unknown, ...path: Array<string | number>): unknown =>
		path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], value);
	const rowsOf = (value: unknown) => value as JsonObject[];

	describe('products', () => {
		test('detail v2: tiers, range, state, language; unknown products are a business refusal', async () => {
			const tiered = online(0);
			const answer = await open('/alibaba/icbu/product/get/v2', { product_id: String(tiered.id) });
			expect(answer).toMatchObject({ success: true, code: '0' });
			expect(at(answer, 'product_info', 'basic_info')).toMatchObject({
				product_id: Number(tiered.id),
				language: 'en_US',
				status: 'online',
				audit_status: 'approved',
			});
			expect(at(answer, 'product_info', 'trade_info', 'price')).toMatchObject({
				price_type: 'TIERED',
				tiered_price: [
					{ quantity: 1000, price: '5.00' },
					{ quantity: 5000, price: '4.50' },
					{ quantity: 10_000, price: '4.00' },
				],
			});
			const bySku = await open('/alibaba/icbu/product/get/v2', {
				sku_id: String(tiered.skus[0]?.id),
				language: 'ar_SA',
			});
			expect(at(bySku, 'product_info', 'basic_info', 'title')).toMatch(/^حافظة/);
			const range = product(({ priceType, state }) => priceType === 'RANGE' && state === 'online');
			const ranged = await open('/alibaba/icbu/product/get/v2', { product_id: String(range.id) });
			expect(at(ranged, 'product_info', 'trade_info', 'price', 'tiered_price')).toBeUndefined();
			const delisted = product(({ state }) => state === 'offline');
			const off = await open('/alibaba/icbu/product/get/v2', { product_id: String(delisted.id) });
			expect(at(off, 'product_info', 'basic_info', 'status')).toBe('offline');
			expect(await open('/alibaba/icbu/product/get/v2', { product_id: '1' })).toEqual({
				success: false,
				msg_code: 'B_PRODUCT_NOT_FOUND',
				message: expect.any(String),
				trace_id: expect.any(String),
				code: '0',
				request_id: expect.any(String),
			});
			expect(await open('/alibaba/icbu/product/get/v2')).toMatchObject({
				msg_code: 'B_PRODUCT_PARAM_INVALID',
			});
		});

		test('search v2 finds a model or a variant exactly', async () => {
			const { modelNumber, id, skus } = online(40);
			const path = '/alibaba/icbu/product/search/v2';
			const queries: Array<Record<string, string>> = [
				{ model_number: modelNumber },
				{ sku_code: skus[0]?.code ?? '' },
			];
			for (const given of queries) {
				const answer = await open(path, given);
				expect(answer.page).toMatchObject({ page_index: 1, page_size: 20, total_item: 1 });
				expect(at(answer, 'product_info', 0, 'basic_info', 'product_id')).toBe(Number(id));
			}
			expect(await open(path, { model_number: 'none' })).toMatchObject({
				msg_code: 'B_PRODUCT_NOT_FOUND',
			});
			expect((await open(path, { model_number: 'a', page_size: '21' })).code).toBe(
				'InvalidParameter',
			);
		});

		test('status v2 comes with and without result, and knows every state', async () => {
			const seen = new Set<string>();
			for (const { id, state, index } of sandbox.alibaba.products.slice(0, 68)) {
				const answer = await open('/alibaba/icbu/product/status/get/v2', {
					product_id: String(id),
				});
				const data = index % 2 === 0 ? at(answer.result ?? {}, 'data') : answer.data;
				if (state === 'deleted') expect(answer.msg_code).toBe('B_PRODUCT_NOT_FOUND');
				else seen.add(`${state} ${at(data, 'status')}`);
			}
			expect([...seen].sort()).toEqual([
				'draft draft',
				'failed failed',
				'offline offline',
				'online online',
				'pending pending',
			]);
		});

		test('list v1: pages, filters, the latest change first; wrapped once more on TOP', async () => {
			const path = '/alibaba/icbu/product/list';
			const first = await open(path, { current_page: '1', page_size: '30' });
			const total = Number(at(first, 'result', 'total_item'));
			expect(first.error_code).toBe('');
			const last = await open(path, {
				current_page: String(Math.ceil(total / 30)),
				page_size: '30',
			});
			expect(rowsOf(at(last, 'result', 'products'))).toHaveLength(total % 30 || 30);
			const times = rowsOf(at(first, 'result', 'products')).map((row) => String(row.gmt_modified));
			expect(times).toEqual(times.toSorted().reverse());
			const since = await open(path, { gmt_modified_from: times[9] ?? '', page_size: '30' });
			expect(at(since, 'result', 'total_item')).toBe(10);
			expect((await open(path, { page_size: '31' })).code).toBe('InvalidParameter');
			expect((await open(path, { language: 'en_US' })).code).toBe('InvalidParameter');
			const found = await open(path, { subject: 'bamboo', page_size: '30' });
			expect(
				rowsOf(at(found, 'result', 'products')).every(({ subject }) =>
					/bamboo/i.test(`${subject}`),
				),
			).toBe(true);
			const top = await caller.top('alibaba.icbu.product.list', { page_size: '30' });
			const rows = at(
				top,
				'alibaba_icbu_product_list_response',
				'products',
				'alibaba_product_brief_response',
			);
			expect(rowsOf(rows).map(({ id }) => id)).toEqual(
				rowsOf(at(first, 'result', 'products')).map(({ id }) => id),
			);
		});

		test('detail v1: three kinds of prices; TOP wants the scrambled id', async () => {
			const types = new Map<unknown, JsonObject>();
			for (const { id, scrambledId } of sandbox.alibaba.products.slice(0, 3)) {
				const encrypted = await open('/alibaba/icbu/product/id/encrypt', {
					product_id: String(id),
				});
				expect(encrypted.secret_id).toBe(scrambledId);
				const plain = await open('/icbu/product/get', {
					product_get_request: json({ productId: Number(id) }),
				});
				expect(at(plain, 'product', 'product_id')).toBe(scrambledId);
				const answer = await caller.top('alibaba.icbu.product.get', {
					product_id: scrambledId,
					language: 'ENGLISH',
				});
				const view = at(answer, 'alibaba_icbu_product_get_response', 'product') as JsonObject;
				types.set(view.price_type, view);
			}
			expect(
				at(types.get('ladder_price'), 'product_sku', 'skus', 'sku_definition', 0),
			).toMatchObject({
				bulk_discount_prices: {
					bulk_discount_price: expect.arrayContaining([{ start_quantity: 1000, price: '5.00' }]),
				},
			});
			expect(types.get('fob_price')).toMatchObject({ sourcing_trade: { delivery_port: 'Ningbo' } });
			expect(types.get('sku_price')).toMatchObject({ wholesale_trade: { sale_type: 'normal' } });
			const refused = await caller.top('alibaba.icbu.product.get', {
				product_id: 'nobody',
				language: 'ENGLISH',
			});
			expect(refused.alibaba_icbu_product_get_response).toMatchObject({
				error_code: 'PRODUCT_NOT_EXIST',
			});
			const incomplete = await caller.top('alibaba.icbu.product.get', { product_id: 'nobody' });
			expect(incomplete.error_response).toMatchObject({ code: 40 });
		});

		test('inventory by variant; its refusal sits in the result', async () => {
			const path = '/icbu/product/inventory/get';
			const { id, skus } = online(3);
			const answer = await open(path, { product_id: String(id), language: 'en_US' });
			expect(rowsOf(at(answer, 'result', 'data_list')).map(({ inventory }) => inventory)).toEqual(
				skus.map(({ stock }) => stock),
			);
			expect(await open(path, { product_id: '1', language: 'en_US' })).toMatchObject({
				code: '0',
				result: { msg_code: 'B_PRODUCT_NOT_FOUND' },
			});
		});
	});

	describe('categories', () => {
		test('from the roots to a leaf, in both interfaces', async () => {
			const roots = await open('/icbu/product/category/get', { cat_id: '0' });
			const ids = at(roots, 'result', 'result', 'child_ids') as number[];
			const v2 = await open('/alibaba/icbu/category/get/v2');
			expect(rowsOf(v2.data).map(({ category_id: id }) => id)).toEqual(ids);
			const top = await caller.top('alibaba.icbu.category.get.new', { cat_id: '1501' });
			expect(at(top, 'alibaba_icbu_category_get_new_response', 'category')).toMatchObject({
				leaf_category: false,
				cn_name: '厨房餐具',
				child_ids: { number: [100_003_291] },
			});
			expect(
				await open('/alibaba/icbu/category/get/v2', { parent_category_id: '100003291' }),
			).toMatchObject({ success: false, msg_code: 'BUSINESS_CATEGORY_NOT_EXIST' });
			expect(await open('/icbu/product/category/get', { cat_id: '7' })).toMatchObject({
				result: { msg_code: 'BUSINESS_CATEGORY_NOT_EXIST' },
			});
		});

		test('attributes belong to leaves', async () => {
			const path = '/alibaba/icbu/category/attribute/get/v2';
			const answer = await open(path, { category_id: '100003291' });
			expect(at(answer, 'data', 'sale_attributes', 0)).toMatchObject({ attribute_name: 'Color' });
			expect(await open(path, { category_id: '15' })).toMatchObject({ success: false });
		});
	});

	describe('freight', () => {
		const path = '/shipping/freight/calculate';
		const quote = async (given: Record<string, string>) => open(path, given);

		test('templates', async () => {
			const answer = await open('/alibaba/icbu/product/list/shipping/templates');
			expect(rowsOf(answer.template_info_list)).toHaveLength(3);
			const top = await caller.top('alibaba.wholesale.shippingline.template.list', {
				page_num: '2',
				count: '2',
			});
			const items = at(
				top,
				'alibaba_wholesale_shippingline_template_list_response',
				'items',
				'shippingline_template',
			);
			expect(items).toEqual([{ id: '8001200003', title: '美国专线 US only' }]);
		});

		test('one product: prices by weight, both spellings of days, and its refusals', async () => {
			const { id, moq } = product(({ index, state }) => index % 3 === 0 && state === 'online');
			const base = { product_id: String(id), quantity: String(moq), destination_country: 'DE' };
			const answer = await quote(base);
			const days = rowsOf(answer.value).map(({ delivery_time: text }) => text);
			expect(days).toEqual(expect.arrayContaining(['10~15', '3-9']));
			expect(at(answer, 'value', 0)).toMatchObject({
				trade_term: 'DAP',
				dispatch_country: 'CN',
				fee: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: 'USD' },
			});
			const more = await quote({ ...base, quantity: String(moq * 3) });
			expect(Number(at(more, 'value', 0, 'fee', 'amount'))).toBeGreaterThan(
				Number(at(answer, 'value', 0, 'fee', 'amount')),
			);
			const refusals: Array<[Record<string, string>, string]> = [
				[{ ...base, quantity: String(moq - 1) }, '4027'],
				[{ ...base, destination_country: 'AQ' }, '4015'],
				[{ ...base, product_id: '1' }, '10010'],
				[{ ...base, product_id: String(product(({ state }) => state === 'offline').id) }, '130106'],
			];
			for (const [given, code] of refusals) {
				expect(await quote(given)).toMatchObject({ error_code: code, code: '0' });
			}
			expect((await quote({ ...base, dispatch_location: 'FR' })).code).toBe('InvalidParameter');
			expect((await quote({ ...base, destination_country: '' })).code).toBe('MissingParameter');
			const top = await caller.top('alibaba.shipping.freight.calculate', {
				param_freight_template_request: json(base),
			});
			const rows = at(top, 'alibaba_shipping_freight_calculate_response', 'values', 'value');
			expect(rows).toEqual(answer.value);
			expect(
				at(
					await caller.top('alibaba.shipping.freight.calculate', base),
					'alibaba_shipping_freight_calculate_response',
					'values',
					'value',
				),
			).toEqual(rows);
		});

		test('an order: codes of its own, the company must be known', async () => {
			const stocked = product(
				({ state, index, skus, moq }) =>
					state === 'online' && index % 3 === 0 && skus.some(({ stock }) => stock > moq),
			);
			const goods = [{ product_id: String(stocked.id), quantity: stocked.moq }];
			const given = {
				e_company_id: sandbox.alibaba.companyId,
				destination_country: 'US',
				logistics_product_list: json(goods),
			};
			const answer = await open('/order/freight/calculate', given);
			expect(at(answer, 'value', 0, 'vendor_code')).toBe('EX_ASP_Economy_Express_3C_CN');
			const others = { ...given, e_company_id: 'nobody' };
			expect((await open('/order/freight/calculate', others)).error_code).toBe('10012');
			const tooMany = json([{ ...goods[0], quantity: 10 ** 9 }]);
			expect(
				(await open('/order/freight/calculate', { ...given, logistics_product_list: tooMany }))
					.error_code,
			).toBe('130703');
			expect(
				(await open('/order/freight/calculate', { ...given, logistics_product_list: '{' })).code,
			).toBe('InvalidParameter');
		});
	});

	describe('orders', () => {
		test('the list pages from 0, filters Pacific times, and is a seller’s only when asked', async () => {
			const path = '/alibaba/order/list';
			const { orders } = sandbox.alibaba;
			expect(at(await open(path), 'value', 'order_list')).toEqual([]);
			const all = await open(path, { role: 'seller', page_size: '100' });
			expect(at(all, 'value', 'total_count')).toBe(String(orders.length));
			const ids = rowsOf(at(all, 'value', 'order_list')).map(({ trade_id: id }) => id);
			expect(ids).toEqual(orders.map(({ id }) => String(id)).toReversed());
			const second = await open(path, { role: 'seller', start_page: '1' });
			expect(rowsOf(at(second, 'value', 'order_list')).map(({ trade_id: id }) => id)).toEqual(
				ids.slice(10, 20),
			);
			const since = await open(path, {
				role: 'seller',
				page_size: '100',
				create_date_start: json({ date_str: '2026-05-05 00:00:00' }),
			});
			expect(Number(at(since, 'value', 'total_count'))).toBe(
				orders.filter(({ createdAtMs }) => createdAtMs >= Date.UTC(2026, 4, 5, 7)).length,
			);
			const wrong: Array<Record<string, string>> = [
				{ role: 'seller', page_size: '101' },
				{ role: 'somebody' },
				{ role: 'seller', create_date_start: '2026-05-05 00:00:00' },
			];
			for (const given of wrong) {
				expect((await open(path, given)).code).toBe('InvalidParameter');
			}
			const top = await caller.top('alibaba.seller.order.list', {
				param_trade_ecology_order_list_query: json({
					role: 'seller',
					page_size: 100,
					create_date_start: { date_str: '2026-05-05 00:00:00' },
				}),
			});
			const value = at(top, 'alibaba_seller_order_list_response', 'result', 'value');
			expect(
				rowsOf(at(value, 'order_list', 'trade_ecology_order')).map((row) => row.trade_id),
			).toEqual(
				rowsOf(at(since, 'value', 'order_list')).map((row) => BigInt(String(row.trade_id))),
			);
		});

		test('ids have 17 or 18 digits, times two forms, nothing is the word null', async () => {
			const { id, createdAtMs } = order(({ parcel }) => parcel === undefined);
			expect(new Set(sandbox.alibaba.orders.map((one) => String(one.id).length))).toEqual(
				new Set([17, 18]),
			);
			const { value } = await open('/alibaba/order/get', { e_trade_id: String(id) });
			expect(value).toMatchObject({
				trade_id: String(id),
				remark: 'null',
				carrier: null,
				create_date: {
					format_date: expect.stringMatching(
						/^[A-Z][a-z]{2}\. \d+, 2026, \d\d:\d\d:\d\d P[DS]T\.$/,
					),
					timestamp: String(createdAtMs),
				},
				order_products: expect.arrayContaining([
					expect.objectContaining({ quantity: expect.stringMatching(/^\d+\.0000$/) }),
				]),
			});
			const top = await caller.top('alibaba.seller.order.get', { e_trade_id: String(id) });
			const view = at(top, 'alibaba_seller_order_get_response', 'value');
			expect(at(view, 'trade_id')).toBe(id);
			expect(view).not.toHaveProperty('carrier');
			expect(at(view, 'order_products', 'trade_ecology_order_product', 0)).toHaveProperty('name');
			expect(await open('/alibaba/order/get', { e_trade_id: '5' })).toMatchObject({
				error_code: '120019',
			});
		});

		test('money, parcels and tracking', async () => {
			const { id, parcel } = order((one) => (one.parcel?.events.length ?? 0) > 1);
			const trade = { trade_id: String(id) };
			const fund = { e_trade_id: String(id), data_select: 'fund_transaction_fee' };
			expect(at(await open('/alibaba/order/fund/query', fund), 'value')).toMatchObject({
				payment_transaction_fee: { currency: 'USD' },
			});
			const sent = await open('/order/logistics/query', {
				...trade,
				data_select: 'logistic_order',
			});
			expect(at(sent, 'value', 'shipping_order_list', 0, 'voucher')).toMatchObject({
				tracking_number: parcel?.number,
			});
			const path = '/order/logistics/tracking/get';
			const tracked = await open(path, trade);
			expect(at(tracked, 'tracking_list', 0, 'event_list')).toHaveLength(
				parcel?.events.length ?? 0,
			);
			sandbox.settings.alibaba.withoutPermission = [path];
			expect((await open(path, trade)).code).toBe('InsufficientPermission');
			sandbox.settings.alibaba.withoutPermission = [];
		});
	});

	describe('the buyer’s side', () => {
		test('needs a country, and hides its refusals in a good answer', async () => {
			const path = '/eco/buyer/product/description';
			const { id } = online(0);
			const ask = (query: unknown) => open(path, { query_req: json(query) });
			const answer = await ask({ product_id: String(id), country: 'US' });
			expect(answer).toMatchObject({ code: '0', result: { result_code: '200' } });
			expect(at(answer, 'result', 'result_data', 'skus', 0, 'ladder_price')).toEqual([
				{ min_quantity: '1000', max_quantity: '4999', price: '5.00', currency: 'USD' },
				{ min_quantity: '5000', max_quantity: '9999', price: '4.50', currency: 'USD' },
				{ min_quantity: '10000', max_quantity: '-1', price: '4.00', currency: 'USD' },
			]);
			expect(await ask({ product_id: String(id) })).toMatchObject({
				code: '0',
				result: { result_code: '400' },
			});
			expect(await ask({ product_id: '1', country: 'US' })).toMatchObject({
				code: '0',
				result: { result_code: '404' },
			});
			const attributes = await open('/eco/buyer/product/keyattributes', {
				query_req: json({ product_id: String(id), country: 'US' }),
			});
			expect(attributes.result).toMatchObject({ code: '200', data: [expect.anything()] });
			const stock = await open('/eco/buyer/product/inventory', {
				inv_req: json({ product_id: String(id) }),
			});
			expect(at(stock, 'result', 'result_data', 0, 'inventory_list', 0)).toHaveProperty(
				'inventory_count',
			);
			const found = await open('/eco/buyer/product/search', {
				param0: json({ keyword: 'mug', country: 'US' }),
			});
			expect(Number(at(found, 'result', 'result_total'))).toBeGreaterThan(5);
		});
	});

	test('every read was called here, and nothing but reads is known', () => {
		const called = new Set(sandbox.alibaba.log.calls.map(({ method }) => method));
		const known = [...PATHS.keys(), ...NAMES.keys()];
		expect(known.filter((method) => !called.has(method))).toEqual([]);
		expect(
			known.filter((method) => /edit|update|delete|create|listing|pay\b/.test(method)),
		).toEqual([]);
	});
});
