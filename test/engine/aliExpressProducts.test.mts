import type { INodeParameters } from 'n8n-workflow';

import { SHAPES } from '../operations/example.mts';
import type { SandboxOptions } from '../sandbox/sandbox.mts';
import { fixedLimits, PASTED } from './bridge.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliExpressReads.mts';

let reads: Reads;
afterEach(async () => {
	await reads.close();
});

describe('product', () => {
	const PRODUCT = { resource: 'product' };
	const SOLUTION_DETAIL = 'aliexpress.solution.product.info.get';
	const FROM_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

	describe('operations', () => {
		test('Get Many reads statuses in turn, by pages, with filters of each item', async () => {
			reads = await openReads({ shop: { seedProducts: 140 } });
			const { products } = reads.sandbox.shop;
			const parameters = {
				...PRODUCT,
				operation: 'getAll',
				statuses: '={{ $json.statuses }}',
				returnAll: true,
				filters: { title: '={{ $json.title }}' },
			};
			const inputs = [
				{ statuses: [], title: '' },
				{ statuses: ['onSelling'], title: 'Кружка' },
				{ statuses: ['onSelling'], title: 'Bamboo' },
			];
			const output = outputOf(await reads.runOn(parameters, inputs));
			const all = ofItem(output, 0);
			expect(new Set(all.map(({ productId }) => productId))).toEqual(
				new Set(products.map(({ id }) => String(id))),
			);
			const statusOf = new Map(products.map(({ id, status }) => [String(id), status]));
			for (const { productId, status } of all) expect(status).toBe(statusOf.get(String(productId)));
			expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('this title') }]);
			expect(ofItem(output, 2).length).toBeGreaterThan(0);
			for (const { title } of ofItem(output, 2)) expect(title).toContain('Bamboo');
		});

		test('an app that was registered overseas reads the same with its own methods', async () => {
			const answers = { withoutPermissions: ['product' as const] };
			reads = await openReads({ answers });
			const product = reads.sandbox.shop.products.find(({ status }) => status === 'onSelling')!;
			const id = String(product.id);
			const get = { ...PRODUCT, operation: 'get', productId: FROM_ITEM };
			const prices = { resource: 'price', operation: 'get', productId: FROM_ITEM };
			const of = (parameters: typeof get) => reads.runOn(parameters, [{ id }]);
			expect(ofItem(outputOf(await of(get)), 0)).toMatchObject([
				{ productId: id, title: product.name, skuCount: product.skus.length },
			]);
			expect(reads.methodsCalled()).toEqual(['aliexpress.offer.product.query', SOLUTION_DETAIL]);
			expect(ofItem(outputOf(await of(prices)), 0)).toMatchObject([{ title: product.name }]);
			const many = { ...PRODUCT, operation: 'getAll', statuses: [], returnAll: true };
			const listed = ofItem(outputOf(await reads.runOn(many, [{ id }])), 0);
			expect(listed.map(({ productId }) => productId)).toContain(id);
			expect(new Set(reads.methodsCalled())).toEqual(
				new Set([SOLUTION_DETAIL, 'aliexpress.solution.product.list.get']),
			);
		});

		test('Get reads a product by id and by address, and goes on after one of another shop', async () => {
			reads = await openReads();
			const product = reads.sandbox.shop.products[0]!;
			const id = String(product.id);
			const parameters = { ...PRODUCT, operation: 'get', productId: FROM_ITEM };
			const output = outputOf(await reads.runOn(parameters, [{ id }, { id: '4711' }, { id }]));
			const expected = { productId: id, status: product.status, skuCount: product.skus.length };
			expect(ofItem(output, 0)).toMatchObject([expected]);
			expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringMatching(/^AliExpress /) }]);
			expect(ofItem(output, 2)).toMatchObject([expected]);

			const value = `https://www.aliexpress.com/item/Some-Title-2026/${id}.html?spm=1.2.3`;
			const byUrl = {
				...parameters,
				productId: { __rl: true, mode: 'url', value },
				simplify: false,
			};
			const [item] = ofItem(outputOf(await reads.run(byUrl)), 0);
			expect(item).toMatchObject({
				productId: id,
				categoryId: String(product.categoryId),
				skus: product.skus.map((sku) => ({ skuId: String(sku.id), skuCode: sku.code })),
			});
		});

		test('Get Status tells how far the review is', async () => {
			reads = await openReads({ shop: { seedProducts: 60 } });
			const { products } = reads.sandbox.shop;
			const ids = (['onSelling', 'auditing', 'editingRequired'] as const).map((status) => ({
				id: String(products.find((product) => product.status === status)?.id),
			}));
			const parameters = { ...PRODUCT, operation: 'getStatus', productId: FROM_ITEM };
			const output = outputOf(await reads.runOn(parameters, [...ids, { id: '' }]));
			expect(output.slice(0, 3).map(({ json }) => json.status)).toEqual([
				'approved',
				'auditing',
				'refuse',
			]);
			expect(ofItem(output, 3)).toMatchObject([{ error: 'The product ID is not an ID' }]);
		});

		test('Get Groups and Get Freight Templates run once per item', async () => {
			reads = await openReads();
			for (const operation of ['getGroups', 'getFreightTemplates']) {
				const output = outputOf(await reads.run({ ...PRODUCT, operation }, [{}, {}]));
				expect(ofItem(output, 0).length).toBeGreaterThan(1);
				expect(ofItem(output, 1)).toEqual(ofItem(output, 0));
				expect(reads.methodsCalled()).toHaveLength(2);
			}
		});

		test('from the first categories down to a leaf and its required attributes', async () => {
			reads = await openReads();
			const categories = { ...PRODUCT, operation: 'getCategories' };
			const [top] = ofItem(outputOf(await reads.run(categories)), 0).filter(
				({ isLeaf }) => isLeaf === false,
			);
			const inputs = [{ id: String(top?.categoryId) }, { id: 'x' }];
			const below = outputOf(await reads.runOn({ ...categories, categoryId: FROM_ITEM }, inputs));
			expect(ofItem(below, 0)).toMatchObject(
				ofItem(below, 0).map(() => ({ parentCategoryId: top?.categoryId })),
			);
			expect(ofItem(below, 1)).toMatchObject([{ error: 'The category ID is not an ID' }]);

			const leaf = reads.sandbox.shop.products[0]!.categoryId;
			const attributes = {
				...PRODUCT,
				operation: 'getCategoryAttributes',
				categoryId: byId(String(leaf)),
				onlyRequired: '={{ $json.only }}',
			};
			const output = outputOf(await reads.run(attributes, [{ only: false }, { only: true }]));
			const required = ofItem(output, 1);
			expect(required.length).toBeGreaterThan(0);
			expect(ofItem(output, 0).length).toBeGreaterThan(required.length);
			for (const { isRequired } of required) expect(isRequired).toBe(true);
		});

		test('a missing permission stops the run with the index of its item', async () => {
			reads = await openReads({ answers: { withoutPermissions: ['product'] } });
			const execution = await reads.run({ ...PRODUCT, operation: 'getGroups' });
			expect(execution.error).toMatchObject({ httpCode: '403', context: { itemIndex: 0 } });
		});
	});

	describe('look-ups', () => {
		const open = async (...options: Parameters<typeof openReads>) => {
			reads = await openReads(...options);
		};
		const look = (method: string, filter?: string, paginationToken?: string) =>
			reads.host.searchList({
				nodeType: 'n8n-nodes-aliexpress.aliExpress',
				method,
				parameters: { authentication: 'accessToken' },
				credentials: { aliExpressApi: { id: PASTED, name: PASTED } },
				...(filter !== undefined && { filter }),
				...(paginationToken !== undefined && { paginationToken }),
			});
		const calls = () => reads.sandbox.log.calls.length;

		test('are kept: opening a list again and typing into a small one cost nothing', async () => {
			await open();
			const { results } = await look('searchProducts');
			expect(results.length).toBeGreaterThan(0);
			expect(calls()).toBe(1);
			await Promise.all(
				['', 'Lamp', 'lamp desk', 'Кружка', '7'].map((text) => look('searchProducts', text)),
			);
			const lamps = await look('searchProducts', 'desk lamp');
			expect(lamps.results.map(({ name }) => name)).toEqual([expect.stringContaining('Desk Lamp')]);
			// What is on sale is all there; only a miss looks at what is offline, once for each text.
			expect(calls()).toBeLessThanOrEqual(4);
		});

		test('opened at the same time, they share one call', async () => {
			await open();
			await Promise.all([look('searchGroups'), look('searchGroups', 'a'), look('searchGroups')]);
			expect(calls()).toBe(1);
		});

		test('products go on page by page, then to what is offline; long titles are searched for', async () => {
			await open({ shop: { seedProducts: 150 } });
			const seen: string[] = [];
			let token: unknown;
			do {
				const page = await look('searchProducts', '', token as string | undefined);
				seen.push(...page.results.map(({ value }) => String(value)));
				token = page.paginationToken;
			} while (token !== undefined);
			const listed = reads.sandbox.shop.products
				.filter(({ status }) => status === 'onSelling' || status === 'offline')
				.map(({ id }) => String(id));
			expect(new Set(seen)).toEqual(new Set(listed));
			const before = calls();
			const { results } = await look('searchProducts', 'Bamboo');
			expect(results.length).toBeGreaterThan(0);
			expect(calls()).toBe(before + 1);
			const { methods } = { methods: reads.sandbox.log.calls.at(-1)?.method };
			expect(methods).toBe('aliexpress.postproduct.redefining.findproductinfolistquery');
		});

		test('orders, freight templates and categories can be picked', async () => {
			await open();
			const order = reads.sandbox.shop.placeOrder({});
			const orders = await look('searchOrders', String(order.id));
			expect(orders.results).toMatchObject([{ value: String(order.id) }]);
			expect(JSON.stringify(orders)).not.toContain(order.buyer.firstName);
			expect((await look('searchFreightTemplates')).results.length).toBeGreaterThan(0);
			const top = await look('searchCategories');
			const inside = top.results.find(({ name }) => name.includes('look inside'));
			const children = await look('searchCategories', String(inside?.value));
			expect(children.results.length).toBeGreaterThan(0);
		});

		test('spend the share of drop-down lists, and tell when it is gone', async () => {
			await open({}, fixedLimits(20, 5));
			let refusal: unknown;
			for (let page = 1; page < 20 && refusal === undefined; page++) {
				try {
					await look('searchCategories', String(page));
				} catch (reason) {
					refusal = reason;
				}
			}
			expect(refusal).toMatchObject({ httpCode: '429' });
			expect(calls()).toBeLessThan(4);
		});
	});
});

describe('price', () => {
	const PRICE = { resource: 'price', operation: 'get' };
	const cents = (amount: number) => (amount / 100).toFixed(2);

	test('Get reads one product or several, and goes on after one that is not of the shop', async () => {
		reads = await openReads();
		const [first, second] = reads.sandbox.shop.products;
		const parameters = { ...PRICE, select: 'several', productIds: '={{ $json.ids }}' };
		const inputs = [
			{ ids: `${first!.id}, ${second!.id}` },
			{ ids: '4711' },
			{ ids: [`${second!.id}`] },
		];
		const output = outputOf(await reads.runOn(parameters, inputs));
		expect(ofItem(output, 0)).toMatchObject(
			[first!, second!].map(({ id, currency, skus }) => {
				const prices = skus.map(({ priceCents }) => priceCents).sort((a, b) => a - b);
				return {
					productId: String(id),
					minPrice: { amount: cents(prices[0] ?? 0), currency },
					maxPrice: { amount: cents(prices.at(-1) ?? 0), currency },
					skus: skus.map((sku) => ({ skuId: String(sku.id), stock: sku.stock })),
				};
			}),
		);
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringMatching(/^AliExpress /) }]);
		expect(ofItem(output, 2)).toMatchObject([{ productId: String(second!.id) }]);
		expect(reads.methodsCalled()).toHaveLength(4);
	});

	test('one item per variant carries its prices by country', async () => {
		reads = await openReads({ shop: { seedProducts: 60 } });
		const { products } = reads.sandbox.shop;
		const quoted = products.filter(({ nationalQuote }) => nationalQuote !== undefined);
		expect(quoted.length).toBeGreaterThan(0);
		const [product] = quoted;
		const parameters = { ...PRICE, productId: byId(String(product!.id)), itemPer: 'sku' };
		const output = outputOf(await reads.run(parameters));
		expect(ofItem(output, 0).map(({ skuId }) => skuId)).toEqual(
			product!.skus.map(({ id }) => String(id)),
		);
		for (const { price, nationalPrices } of ofItem(output, 0)) {
			expect(price).toEqual({ amount: expect.any(String), currency: product!.currency });
			expect(nationalPrices).toEqual(
				expect.arrayContaining([expect.objectContaining({ country: expect.any(String) })]),
			);
		}
	});
});

describe('promotion', () => {
	async function open(options: SandboxOptions = {}) {
		reads = await openReads(options);
		return reads.sandbox.shop;
	}

	test('Get Many filters by status, and by product from the method for it', async () => {
		const shop = await open({ shop: { seedPromotions: 0 } });
		const [product] = shop.products;
		const nowMs = Math.floor(Date.now() / 1000) * 1000;
		const running = { startMs: nowMs - 3_600_000, endMs: nowMs + 3_600_000 };
		const ofProduct = { name: 'Ongoing', paused: false, productIds: [product!.id] };
		const ongoing = shop.addPromotion({ ...running, ...ofProduct });
		const paused = shop.addPromotion({ ...running, name: 'Paused', paused: true, productIds: [] });
		const many = { resource: 'promotion', operation: 'getAll' };
		const byStatus = { ...many, filters: { status: '={{ $json.status }}' } };
		const inputs = [{ status: 'Invalid' }, { status: 'a b' }, { status: 'Ongoing' }];
		const output = outputOf(await reads.runOn(byStatus, inputs));
		expect(ofItem(output, 0)).toMatchObject([{ promotionId: String(paused.id), name: 'Paused' }]);
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('status') }]);
		expect(ofItem(output, 2)).toMatchObject([
			{ promotionId: String(ongoing.id), startsAt: new Date(ongoing.startMs).toISOString() },
		]);
		const byProduct = { ...many, filters: { productId: byId(String(product?.id)) } };
		expect(outputOf(await reads.run(byProduct)).map(({ json }) => json.name)).toEqual(['Ongoing']);
		expect(reads.methodsCalled().at(-1)).toBe(
			'aliexpress.marketing.storepromotions.querybyproduct',
		);
	});

	test('Get Many and Get Products read on over pages', async () => {
		const shop = await open({ shop: { seedPromotions: 70, seedProducts: 100 } });
		const all = outputOf(
			await reads.run({ resource: 'promotion', operation: 'getAll', returnAll: true }),
		);
		expect(new Set(all.map(({ json }) => json.promotionId)).size).toBe(70);
		const productIds = shop.products.map(({ id }) => id);
		const { id } = shop.addPromotion({ productIds });
		const products = {
			resource: 'promotion',
			operation: 'getProducts',
			promotionId: '={{ $json.id }}',
			returnAll: true,
		};
		const output = outputOf(
			await reads.runOn(products, [{ id: String(id) }, { id: '' }, { id: '1' }]),
		);
		expect(ofItem(output, 0).map(({ productId }) => productId)).toEqual(productIds.map(String));
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The promotion ID is not an ID' }]);
		expect(ofItem(output, 2)).toEqual([]);
	});

	test('Get Coupons filters by start, and reads one by its ID', async () => {
		const shop = await open({ shop: { seedCoupons: 0 } });
		const hourMs = 3_600_000;
		const nowMs = Math.floor(Date.now() / 1000) * 1000;
		const early = shop.addCoupon({ acquireStartMs: nowMs - 50 * hourMs, valueCents: 1234 });
		const late = shop.addCoupon({ acquireStartMs: nowMs - 2 * hourMs });
		const coupons = { resource: 'promotion', operation: 'getCoupons' };
		const startsAfter = new Date(nowMs - 10 * hourMs).toISOString();
		const recent = outputOf(await reads.run({ ...coupons, filters: { startsAfter } }));
		expect(recent.map(({ json }) => json.couponId)).toEqual([String(late.id)]);
		const one = { ...coupons, filters: { couponId: '={{ $json.id }}' } };
		const inputs = [{ id: String(early.id) }, { id: 'x' }, { id: String(late.id) }];
		const output = outputOf(await reads.runOn(one, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{
				couponId: String(early.id),
				value: { amount: '12.34', currency: 'USD' },
				startsAt: new Date(early.acquireStartMs).toISOString(),
			},
		]);
		expect(ofItem(output, 1)).toMatchObject([{ error: 'The coupon ID is not an ID' }]);
		expect(ofItem(output, 2)).toMatchObject([{ couponId: String(late.id) }]);
	});

	test('in every shape a filter is read that finds nothing, and the promotions of a product', async () => {
		const { promotions } = await open();
		const [promotion] = promotions;
		const ofProduct = byId(String(promotion?.productIds[0]));
		const nothing = [
			{ operation: 'getAll', filters: { promotionName: 'none of this name' } },
			{ operation: 'getAll', filters: { productId: byId('77') } },
			{ operation: 'getProducts', promotionId: '77' },
			{ operation: 'getCoupons', filters: { couponName: 'none of this name' } },
		];
		for (const shape of SHAPES) {
			reads.answerIn(shape);
			const run = async (operation: INodeParameters) =>
				outputOf(await reads.run({ resource: 'promotion', ...operation }));
			expect(
				(await run({ operation: 'getAll', filters: { productId: ofProduct } })).length,
			).toBeGreaterThan(0);
			for (const operation of nothing) expect(await run(operation)).toEqual([]);
		}
	});
});

describe('store', () => {
	test('Get Profile tells currency and product counts, once for each item', async () => {
		reads = await openReads();
		const { shop } = reads.sandbox;
		const profile = { resource: 'store', operation: 'getProfile' };
		const output = outputOf(await reads.run(profile, [{}, {}]));
		const expected = {
			sellerId: shop.sellerId,
			currency: 'USD',
			productsOnline: shop.products.length,
			productsLeft: expect.any(Number),
		};
		expect(ofItem(output, 0)).toMatchObject([expected]);
		expect(ofItem(output, 1)).toMatchObject([expected]);
		expect(reads.methodsCalled()).toHaveLength(2);
	});

	test('Get Linked Shops filters by business type, and goes on after another form', async () => {
		reads = await openReads();
		const { linkedShops } = reads.sandbox.shop;
		const linked = {
			resource: 'store',
			operation: 'getLinkedShops',
			businessType: '={{ $json.type }}',
		};
		const inputs = [{ type: '' }, { type: 'choice shops' }, { type: 'POP_CHOICE' }];
		const output = outputOf(await reads.runOn(linked, inputs));
		expect(ofItem(output, 0).map(({ channelSellerId }) => channelSellerId)).toEqual(
			linkedShops.map(({ channelSellerId }) => String(channelSellerId)),
		);
		expect(ofItem(output, 1)).toMatchObject([{ error: expect.stringContaining('business type') }]);
		expect(ofItem(output, 2)).toMatchObject([{ businessType: 'POP_CHOICE' }]);
		expect(reads.methodsCalled()).toHaveLength(2);
	});

	test('a missing permission is told with what to do', async () => {
		reads = await openReads({ answers: { withoutPermissions: ['merchant'] } });
		const execution = await reads.run({ resource: 'store', operation: 'getProfile' });
		expect(execution.error).toMatchObject({
			message: 'AliExpress refused access to this data',
			httpCode: '403',
			context: { itemIndex: 0 },
		});
	});
});

describe('custom read', () => {
	const read = { resource: 'customRead', operation: 'read' };
	const ORDER = 'aliexpress.trade.new.redefining.findorderbyid';

	test('reads by name and JSON, refuses a write without a call, and goes on', async () => {
		reads = await openReads({ shop: { bigIds: true } });
		const order = reads.sandbox.shop.placeOrder({});
		const asked = { ...read, method: '={{ $json.method }}', parameters: '={{ $json.parameters }}' };
		const inputs = [
			{ method: 'aliexpress.logistics.redefining.listlogisticsservice', parameters: '{}' },
			{ method: 'aliexpress.offer.product.edit', parameters: '{"product_id": 1}' },
			{ method: ORDER, parameters: `{"param1": {"order_id": ${order.id}}}` },
		];
		const output = outputOf(await reads.runOn(asked, inputs));
		expect(ofItem(output, 0)).toMatchObject([
			{ result_success: true, result_list: expect.anything() },
		]);
		expect(ofItem(output, 1)).toMatchObject([
			{ error: expect.stringContaining('may change something in the shop') },
		]);
		const [answer] = ofItem(output, 2);
		expect(JSON.stringify(answer)).toContain(String(order.id));
		expect(reads.methodsCalled()).toEqual([inputs[0]?.method, ORDER]);
	});

	test('masks the buyer unless asked for', async () => {
		reads = await openReads();
		const order = reads.sandbox.shop.placeOrder({ memo: 'Please ring twice' });
		const parameters = `{"param1": {"order_id": ${order.id}}}`;
		const asked = { ...read, method: ORDER, parameters };
		const { loginId, firstName, street, mobile } = order.buyer;
		const secrets = [loginId, firstName, street, mobile, 'Please ring twice'];
		const masked = JSON.stringify(outputOf(await reads.run(asked)));
		for (const secret of secrets) expect(masked).not.toContain(secret);
		const options = { includeBuyerData: true };
		const shown = JSON.stringify(outputOf(await reads.run({ ...asked, options })));
		for (const secret of secrets) expect(shown).toContain(secret);
	});

	test('a method that the platform took away names its successor', async () => {
		reads = await openReads();
		const execution = await reads.run({
			...read,
			method: 'aliexpress.solution.order.info.get',
			parameters: '{"param1": {"order_id": 1}}',
		});
		expect(execution.error).toMatchObject({
			httpCode: '404',
			description: expect.stringContaining('aliexpress.trade.new.redefining.findorderbyid'),
		});
	});
});
