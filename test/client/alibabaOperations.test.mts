import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Profile } from '../../nodes/AlibabaCom/profile.ts';
import type { AlibabaProduct } from '../sandbox/alibaba/catalogue/products.mts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { alibabaFor } from './alibabaAround.mts';
import { drivenClock, type DrivenClock } from './around.mts';

let sandbox: Sandbox;
let clock: DrivenClock;

beforeAll(async () => {
	clock = drivenClock();
	sandbox = await startSandbox({ now: () => clock.atMs });
	// What is read is tested here; the plan has tests of its own.
	sandbox.settings.alibaba.limits.freePerMinute = 100_000;
});
afterAll(async () => {
	await sandbox.close();
});
beforeEach(() => {
	sandbox.settings.alibaba.delistedHint = 'seeded';
	sandbox.alibaba.log.clear();
});

type Item = Record<string, unknown>;

async function run(
	profile: Profile,
	shared: Item,
	items?: Item[],
	continueOnFail = false,
): Promise<{ items: Item[]; paired: unknown[]; hints: string[] }> {
	const { output, hints } = await alibabaFor(sandbox, clock, profile).run(
		shared,
		items,
		continueOnFail,
	);
	const paired = output.map(({ pairedItem }) => (pairedItem as { item: number }).item);
	return { items: output.map(({ json }) => json), paired, hints };
}

async function refusal(profile: Profile, shared: Item): Promise<NodeApiError | NodeOperationError> {
	const reason = await run(profile, shared).then(
		() => undefined,
		(error: unknown) => error,
	);
	const isWorded = reason instanceof NodeApiError || reason instanceof NodeOperationError;
	if (!isWorded) throw new Error(`No refusal but ${String(reason)}`);
	return reason;
}

const cents = (amount: unknown) => Math.round(Number(amount) * 100);
const idIn = (profile: Profile, product: AlibabaProduct) =>
	profile === 'top' ? product.scrambledId : String(product.id);
const online = () => sandbox.alibaba.products.filter(({ state }) => state === 'online');
/** The first products: of prices, texts, freight and envelopes every form has come round by the 34th. */
const ofEveryForm = () => online().filter(({ index }) => index < 34);

/** No null and no word null anywhere, ids and amounts as text. */
function expectClean(value: unknown, path = ''): void {
	if (Array.isArray(value)) value.forEach((entry) => expectClean(entry, path));
	else if (typeof value === 'object' && value !== null) {
		for (const [key, field] of Object.entries(value)) {
			if (key === 'rejected' || key === 'rejectedPrices') continue;
			expect([path, key, field]).not.toEqual([path, key, null]);
			expect([path, key, field]).not.toEqual([path, key, undefined]);
			if (/Id$|^amount$/.test(key)) expect([key, typeof field]).toEqual([key, 'string']);
			expectClean(field, `${path}.${key}`);
		}
	} else expect([path, value]).not.toEqual([path, 'null']);
}

describe.each(['productDetail', 'openPlatform', 'top'] as const)('products in %s', (profile) => {
	it('are all read, whatever form they come in', async () => {
		const products = ofEveryForm();
		const items = products.map((product) => ({ productId: idIn(profile, product) }));
		for (const simplify of [true, false]) {
			const get = { resource: 'product', operation: 'get', simplify };
			const read = await run(profile, get, items);
			expect(read.paired).toEqual(products.map((_, index) => index));
			expectClean(read.items);
		}
		const options = await run(profile, { resource: 'logistics', operation: 'getOptions' }, items);
		expect(options.items).toHaveLength(products.length);
		expectClean(options.items);
	}, 60_000);

	it('have a quote for every quantity of their ladder, exact to the cent', async () => {
		const products = ofEveryForm();
		const items = products.map((product) => ({ productId: idIn(profile, product) }));
		const ladders = await run(profile, { resource: 'price', operation: 'getLadder' }, items);
		expectClean(ladders.items);
		let quoted = 0;
		for (const [index, ladder] of ladders.items.entries()) {
			const tiers = ladder.tiers as Array<{ minQuantity: number; unitPrice: Item }>;
			for (const { minQuantity } of tiers) {
				const quote = { resource: 'price', operation: 'quote', quantity: minQuantity };
				const [item] = (await run(profile, { ...quote, ...items[index] })).items;
				expectClean(item);
				const offers = item?.offers as Array<{ unitPrice: Item; total: Item }>;
				expect(offers.length).toBeGreaterThan(0);
				for (const { unitPrice, total } of offers) {
					expect(cents(total.amount)).toBe(cents(unitPrice.amount) * minQuantity);
					expect(total.currency).toBe(unitPrice.currency);
				}
				quoted += 1;
			}
		}
		expect(quoted).toBeGreaterThan(30);
	}, 60_000);
});

describe('a ladder', () => {
	it.each(['openPlatform', 'top'] as const)('is that of the catalogue in %s', async (profile) => {
		for (const product of ofEveryForm()) {
			const ladder = { resource: 'price', operation: 'getLadder' };
			const [item] = (await run(profile, { ...ladder, productId: idIn(profile, product) })).items;
			const tiers = (item?.tiers ?? []) as Array<{ minQuantity: number; unitPrice: Item }>;
			const isRange = profile === 'top' ? product.index % 3 === 1 : product.priceType === 'RANGE';
			if (isRange) {
				expect(tiers).toEqual([]);
				expect(item?.priceRange).toMatchObject({
					min: { amount: (Math.min(...product.tiers.map((tier) => tier.cents)) / 100).toFixed(2) },
				});
				expect(item?.warnings).toEqual([expect.objectContaining({ code: 'priceRange' })]);
				continue;
			}
			const starts = [...new Set(tiers.map(({ minQuantity }) => minQuantity))];
			expect(starts).toEqual(product.tiers.map(({ quantity }) => quantity));
			for (const { quantity, cents: price } of product.tiers) {
				const at = tiers.filter(({ minQuantity }) => minQuantity === quantity);
				expect(at.map(({ unitPrice }) => cents(unitPrice.amount))).toContain(price);
			}
		}
	});

	it('is one for each variant where prices differ by variant, and a quote can name one', async () => {
		const product = online().find(({ index, skus }) => index % 3 === 2 && skus.length > 1);
		const sku = product?.skus[1];
		if (!product || !sku) throw new Error('The catalogue has no such product');
		const ladder = { resource: 'price', productId: product.scrambledId, quantity: product.moq };
		const [read] = (await run('top', { ...ladder, operation: 'getLadder' })).items;
		expect(read?.skuLadders).toMatchObject(
			product.skus.map(({ color }, place) => ({
				attributes: [{ name: 'Color', value: place === 1 ? `${color} (matte)` : color }],
			})),
		);
		const open = (await run('top', { ...ladder, operation: 'quote' })).items[0];
		expect((open?.offers as unknown[]).length).toBe(product.skus.length);
		expect(open?.unitPrice).toBeUndefined();
		expect(open?.warnings).toContainEqual(expect.objectContaining({ code: 'pricesDifferBySku' }));
		const options = { skuId: String(sku.id) };
		const own = (await run('top', { ...ladder, operation: 'quote', options })).items[0];
		const price = (product.tiers[0]?.cents ?? 0) + 10;
		expect(cents((own?.unitPrice as Item).amount)).toBe(price);
		const error = await refusal('top', { ...ladder, operation: 'quote', options: { skuId: 'x' } });
		expect(error.message).toBe('The product has no variant with this SKU ID');
	});
});

describe('a product that cannot be had', () => {
	const get = { resource: 'product', operation: 'get' };

	it('is called neither unknown nor delisted where the answer does not tell', async () => {
		sandbox.settings.alibaba.delistedHint = 'never';
		const offline = sandbox.alibaba.products.find(({ state }) => state === 'offline');
		for (const productId of ['999999999999999', String(offline?.id)]) {
			const error = await refusal('productDetail', { ...get, productId });
			expect(error.message).toBe('The product does not exist or was delisted');
			expect(error.description).toContain('商品不存在或已下架');
			expect(error).toMatchObject({ httpCode: '404' });
		}
	});

	it('is called delisted where a second field says so', async () => {
		sandbox.settings.alibaba.delistedHint = 'always';
		const offline = sandbox.alibaba.products.find(({ state }) => state === 'offline');
		const error = await refusal('productDetail', { ...get, productId: String(offline?.id) });
		expect(error.message).toBe('The product was delisted');
	});

	it.each(['openPlatform', 'top'] as const)('is told in %s as well', async (profile) => {
		const error = await refusal(profile, { ...get, productId: '999999999999999' });
		expect(error.message).toBe('The product does not exist or was delisted');
		if (profile === 'top') expect(error.description).toContain('scrambled ID');
	});

	it('is told by the view of a buyer, in freight and in a quote of an offline one', async () => {
		const offline = sandbox.alibaba.products.find(({ state }) => state === 'offline');
		const productId = String(offline?.id);
		const view = { options: { view: 'buyer' } };
		const unknown = await refusal('openPlatform', { ...get, productId: '4711', ...view });
		expect(unknown.message).toBe('The product does not exist or was delisted');
		const freight = { resource: 'logistics', operation: 'quote', quantity: 5_000, country: 'US' };
		const error = await refusal('openPlatform', { ...freight, productId });
		expect(error.message).toBe('The product was delisted');
		const quote = { resource: 'price', operation: 'quote', quantity: 5_000, productId };
		const [item] = (await run('openPlatform', quote)).items;
		expect(item?.warnings).toContainEqual(expect.objectContaining({ code: 'notOnline' }));
		const legacy = { ...quote, productId: offline?.scrambledId };
		const [seen] = (await run('top', legacy)).items;
		expect(seen?.warnings).toContainEqual(expect.objectContaining({ code: 'notOnline' }));
	});
});

describe('texts', () => {
	const get = { resource: 'text', operation: 'get', language: 'ar' };
	const idOf = (index: number) => String(sandbox.alibaba.products[index]?.id);

	it('come in the wanted language, else say what stands in', async () => {
		const [first] = (await run('productDetail', { ...get, productId: idOf(0) })).items;
		expect(first).toMatchObject({ titleLanguage: 'ar', isTitleFallback: false });
		// Only Chinese and English.
		const { items, hints } = await run('productDetail', { ...get, productId: idOf(1) });
		expect(items[0]).toMatchObject({ titleLanguage: 'en', isTitleFallback: true });
		expect(items[0]?.notes).toContain('The product has no title in ar; the one in en stands in.');
		expect(hints).toHaveLength(1);
	});

	it('are asked for as a locale on the Open Platform, and in English on TOP', async () => {
		const product = sandbox.alibaba.products[0];
		const own = await run('openPlatform', { ...get, productId: idOf(0) });
		expect(own.items[0]).toMatchObject({ titleLanguage: 'ar_SA', isTitleFallback: false });
		const legacy = await run('top', { ...get, productId: product?.scrambledId });
		expect(legacy.items[0]).toMatchObject({ titleLanguage: 'en', isTitleFallback: true });
	});
});

describe('inputs are refused before a call is spent', () => {
	const get = { resource: 'product', operation: 'get', productId: '123456789012345' };
	const quote = { ...get, resource: 'price', operation: 'quote', quantity: 1_000 };
	it.each<[string, Profile, Item, string]>([
		['an empty ID', 'productDetail', { ...get, productId: ' ' }, 'The product ID cannot be used'],
		[
			'an ID that lost digits',
			'productDetail',
			{ ...get, productId: 2 ** 60 },
			'The product ID cannot be used',
		],
		['no quantity', 'productDetail', { ...quote, quantity: 0 }, 'The quantity must be'],
		['half a piece', 'productDetail', { ...quote, quantity: 1.5 }, 'The quantity must be'],
		['a language', 'productDetail', { ...get, language: 'e!' }, 'The language is not'],
		['a country', 'productDetail', { ...get, country: 'USA' }, 'The country is not'],
		['a priority', 'productDetail', { ...get, priority: 6 }, 'The priority must be'],
		[
			'a view of buyers',
			'productDetail',
			{ ...get, options: { view: 'buyer' } },
			'Only the Open Platform has the view of a buyer',
		],
		[
			'a list',
			'productDetail',
			{ resource: 'product', operation: 'getAll' },
			'The profile Product Detail has no method for "Get many products"',
		],
		[
			'an order',
			'productDetail',
			{ resource: 'order', operation: 'get', orderId: '1' },
			'The profile Product Detail has no method for "Get order"',
		],
		[
			'an order ID',
			'openPlatform',
			{ resource: 'order', operation: 'get', orderId: 'x1' },
			'The order ID is not an ID',
		],
		[
			'a raw order without buyer data',
			'openPlatform',
			{ resource: 'order', operation: 'get', orderId: '1', options: { includeRaw: true } },
			'The raw answer of an order holds data of the buyer',
		],
		[
			'nothing to search for',
			'openPlatform',
			{ resource: 'product', operation: 'search', searchBy: 'title', term: ' ' },
			'There is nothing to search for',
		],
	])('%s', async (_what, profile, shared, message) => {
		const error = await refusal(profile, shared);
		expect(error.message).toContain(message);
		expect(error.description).toContain('No call was spent.');
		expect(sandbox.alibaba.log.calls).toEqual([]);
	});

	it('an ID of any length is taken, with a hint unless it has 15 digits', async () => {
		const five = sandbox.alibaba.products.slice(0, 5).map(({ id }) => String(id));
		for (const productId of five) {
			const { hints } = await run('productDetail', { ...get, productId });
			expect(hints.length).toBe(productId.length === 15 ? 0 : 1);
		}
		expect(sandbox.alibaba.log.calls).toHaveLength(5);
	});
});

describe('what is always sent', () => {
	it('language and country go out in each call of the product detail profile', async () => {
		const sent: string[] = [];
		const { run: runWith } = alibabaFor(sandbox, clock, 'productDetail', {
			http: {
				httpRequest: async (options) => {
					sent.push(String(options.body));
					return { statusCode: 200, headers: {}, body: '{"title":"x","moq":1}' };
				},
			},
		});
		const get = { resource: 'product', operation: 'get', productId: '123456789012345' };
		await runWith({ ...get, language: '', country: '' });
		await runWith({ ...get, language: 'pt-BR', country: 'br' });
		const [first, second] = sent.map((body) => new URLSearchParams(body));
		expect([first?.get('language'), first?.get('country')]).toEqual(['en', 'US']);
		expect([second?.get('language'), second?.get('country')]).toEqual(['pt-BR', 'BR']);
		expect(first?.get('api_version')).toBe('2.0');
		expect(first?.get('fields')).toContain('logistics_info');
	});
});

describe('several items', () => {
	const get = { resource: 'product', operation: 'get' };

	it('are read by priority, of equals the first one first, and keep their place', async () => {
		const products = online().slice(0, 6);
		const priorities = [1, 5, 3, 5, 2, 3];
		const items = products.map((product, index) => ({
			productId: String(product.id),
			priority: priorities[index],
		}));
		const asked: string[] = [];
		const { run: runWith } = alibabaFor(sandbox, clock, 'productDetail', {
			http: {
				httpRequest: async (options) => {
					asked.push(new URLSearchParams(String(options.body)).get('product_id') ?? '');
					return { statusCode: 200, headers: {}, body: '{"title":"x","moq":1}' };
				},
			},
		});
		const { output } = await runWith(get, items);
		const order = [1, 3, 2, 5, 4, 0];
		expect(asked).toEqual(order.map((index) => items[index]?.productId));
		expect(output.map(({ json }) => json.productId)).toEqual(items.map((item) => item.productId));
	});

	it('go on after one without a result, or stop with its index', async () => {
		const [first, second] = online().map(({ id }) => ({ productId: String(id) }));
		const items = [first ?? {}, { productId: '999999999999999' }, second ?? {}];
		const { items: rows, paired } = await run('productDetail', get, items, true);
		expect(paired).toEqual([0, 1, 2]);
		expect(rows[1]).toMatchObject({ error: 'The product does not exist or was delisted' });
		const reason = await run('productDetail', get, items).catch((error: unknown) => error);
		expect(reason).toMatchObject({ context: { itemIndex: 1 }, httpCode: '404' });
	});
});

describe('orders', () => {
	it('of all pages are read once, newest first, with ids and times in both faces', async () => {
		const shared = { resource: 'order', operation: 'getAll', returnAll: true };
		for (const profile of ['openPlatform', 'top'] as const) {
			const { items } = await run(profile, shared);
			const ids = items.map(({ orderId }) => String(orderId));
			const known = sandbox.alibaba.orders.map(({ id }) => String(id));
			expect(ids.toSorted()).toEqual(known.toSorted());
			expect(items[0]).toMatchObject({ createdAtPlatform: expect.stringContaining('2026') });
			expectClean(items);
		}
	});

	it('are filtered by state and by time, whatever the zone of the workflow', async () => {
		const [order] = sandbox.alibaba.orders.toSorted((a, b) => b.createdAtMs - a.createdAtMs);
		if (!order) throw new Error('There is no order');
		const createdAfter = new Date(order.createdAtMs - 1_000).toISOString();
		const filters = { createdAfter, createdBefore: new Date(order.createdAtMs + 1_000) };
		for (const profile of ['openPlatform', 'top'] as const) {
			const shared = { resource: 'order', operation: 'getAll', filters };
			expect((await run(profile, shared)).items.map(({ orderId }) => orderId)).toEqual([
				String(order.id),
			]);
			const paid = { ...shared, filters: { status: 'paid' }, returnAll: true };
			const states = (await run(profile, paid)).items.map(({ status }) => status);
			expect(new Set(states)).toEqual(new Set(['paid']));
		}
	});

	it('mask the buyer unless asked', async () => {
		const [order] = sandbox.alibaba.orders;
		if (!order) throw new Error('There is no order');
		const { firstName, street, mobile } = order.buyer;
		const shared = { resource: 'order', operation: 'get', orderId: String(order.id) };
		for (const profile of ['openPlatform', 'top'] as const) {
			const masked = JSON.stringify((await run(profile, { ...shared, simplify: false })).items);
			for (const secret of [firstName, street, mobile]) expect(masked).not.toContain(secret);
			const options = { includeBuyerData: true, includeRaw: true };
			const full = await run(profile, { ...shared, simplify: false, options });
			const shown = JSON.stringify(full.items);
			for (const secret of [firstName, street, mobile]) expect(shown).toContain(secret);
		}
	});

	it('show what happened to their parcels', async () => {
		const order = sandbox.alibaba.orders.find(({ parcel }) => (parcel?.events.length ?? 0) > 2);
		const shared = { resource: 'order', operation: 'getTracking', orderId: String(order?.id) };
		const [item] = (await run('openPlatform', shared)).items;
		expect(item).toMatchObject({ trackingNumber: order?.parcel?.number });
		expect(item?.events).toHaveLength(order?.parcel?.events.length ?? 0);
		expectClean(item);
	});
});

describe('freight', () => {
	it('of a quantity warns where the terms differ, and tells what is refused', async () => {
		const [product] = online();
		const shared = { resource: 'logistics', productId: String(product?.id), country: 'us' };
		for (const profile of ['openPlatform', 'top'] as const) {
			const quote = { ...shared, operation: 'quote', quantity: 5_000 };
			const [item] = (await run(profile, quote)).items;
			expect((item?.options as Item[])[0]).toMatchObject({
				tradeTerm: 'DAP',
				minDays: 10,
				maxDays: 15,
				fee: { currency: 'USD' },
			});
			expect(JSON.stringify(item?.warnings)).toContain('DAP and DDP');
			const few = await refusal(profile, { ...quote, quantity: 1 });
			expect(few.message).toContain('below the minimum order quantity');
			const far = await refusal(profile, { ...quote, country: 'ZW' });
			expect(far.message).toContain('does not cover this destination');
			const calculated = await run(profile, { ...quote, operation: 'calculate' });
			expect(calculated.items.length).toBeGreaterThan(1);
			expectClean(calculated.items);
		}
	});

	it('as of an order gives codes that orders accept', async () => {
		const product = online().find(({ skus, moq }) => skus.some(({ stock }) => stock > moq));
		const options = { companyId: sandbox.alibaba.companyId, zipCode: '10001' };
		const shared = { resource: 'logistics', operation: 'calculate', country: 'US', options };
		const productId = String(product?.id);
		const template = product?.templateId === '8001200002' ? { country: 'DE' } : {};
		const { items } = await run('openPlatform', {
			...shared,
			...template,
			productId,
			quantity: product?.moq,
		});
		expect(items[0]?.vendorCode).toMatch(/_CN$/);
	});

	it('by the rules of the product never picks one for another quantity', async () => {
		const shared = { resource: 'logistics', operation: 'quote', productId: '123456789012345' };
		const ways = async (quantity: number) =>
			(await run('productDetail', { ...shared, quantity })).items.map(({ options }) =>
				(options as Item[]).map(({ method }) => method),
			)[0];
		expect(await ways(1_000)).toEqual(['express']);
		expect(await ways(5_000)).toEqual(['air']);
		expect(await ways(10_000)).toEqual(['sea']);
		expect(await ways(10)).toEqual([]);
	});
});
