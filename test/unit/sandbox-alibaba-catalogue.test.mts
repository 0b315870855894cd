import { alibabaCallerOf, ALL_FIELDS } from '../sandbox/alibaba/caller.mts';
import type { AlibabaCaller } from '../sandbox/alibaba/caller.mts';
import type { AlibabaProduct, ProductState } from '../sandbox/alibaba/catalogue/products.mts';
import { ARTICLE_ENVELOPES } from '../sandbox/alibaba/options.mts';
import { printJson } from '../sandbox/json.mts';
import type { JsonObject } from '../sandbox/json.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';

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
