import { fixedLimits, openStage, PASTED, type Stage } from './bridge.mts';
import { byId, ofItem, openReads, outputOf, type Reads } from './aliexpress-reads.mts';

const PRODUCT = { resource: 'product' };
const SOLUTION_DETAIL = 'aliexpress.solution.product.info.get';
const FROM_ITEM = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

describe('operations', () => {
	let reads: Reads;
	afterEach(async () => {
		await reads.close();
	});

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
		const byUrl = { ...parameters, productId: { __rl: true, mode: 'url', value }, simplify: false };
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
	let stage: Stage;
	afterEach(async () => {
		await stage.close();
	});

	const open = async (...options: Parameters<typeof openStage>) => {
		stage = await openStage(options[0], { counter: 'process', ...options[1] });
		stage.sandbox.log.clear();
	};
	const look = (method: string, filter?: string, paginationToken?: string) =>
		stage.host.searchList({
			nodeType: 'n8n-nodes-aliexpress.aliExpress',
			method,
			parameters: { authentication: 'accessToken' },
			credentials: { aliExpressApi: { id: PASTED, name: PASTED } },
			...(filter !== undefined && { filter }),
			...(paginationToken !== undefined && { paginationToken }),
		});
	const calls = () => stage.sandbox.log.calls.length;

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
		const listed = stage.sandbox.shop.products
			.filter(({ status }) => status === 'onSelling' || status === 'offline')
			.map(({ id }) => String(id));
		expect(new Set(seen)).toEqual(new Set(listed));
		const before = calls();
		const { results } = await look('searchProducts', 'Bamboo');
		expect(results.length).toBeGreaterThan(0);
		expect(calls()).toBe(before + 1);
		const { methods } = { methods: stage.sandbox.log.calls.at(-1)?.method };
		expect(methods).toBe('aliexpress.postproduct.redefining.findproductinfolistquery');
	});

	test('orders, freight templates and categories can be picked', async () => {
		await open();
		const order = stage.sandbox.shop.placeOrder({});
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
