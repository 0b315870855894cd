import { NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../nodes/wire/json.ts';
import { clientOf, contextOf, quotaRefusal, type SeenCall } from './context.mts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const MANY = { resource: 'product', operation: 'getAll' };
const GET = { resource: 'product', operation: 'get', productId: '1005000000000000' };
const PRICE = { resource: 'price', operation: 'get' };
const ATTRIBUTES = {
	resource: 'product',
	operation: 'getCategoryAttributes',
	categoryId: '200003482',
};

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW_MS));
afterEach(() => jest.restoreAllMocks());

const query = (call: SeenCall | undefined) =>
	call?.params.aeop_a_e_product_list_query as JsonObject;

async function run(parameters: Record<string, unknown>, reply: (call: SeenCall) => JsonObject) {
	const { client, calls } = clientOf(reply);
	const { context, hints } = contextOf([parameters]);
	const items = (await runItems(context, client)).map(({ json }) => json);
	return { items, calls, hints };
}

async function refusalOf(parameters: Record<string, unknown>) {
	const { client, calls } = clientOf(() => ({}));
	try {
		await runItems(contextOf([parameters]).context, client);
	} catch (reason) {
		if (reason instanceof NodeOperationError) return { reason, calls };
		throw reason;
	}
	throw new Error('The run went through');
}

const page = (ids: readonly number[], pages = 1): JsonObject => ({
	result: {
		success: true,
		product_count: ids.length,
		total_page: pages,
		aeop_a_e_product_display_d_t_o_list: ids.map((product_id) => ({ product_id })),
	},
});

describe('product list', () => {
	test('reads what is on sale by default, 50 at a time', async () => {
		const { items, calls } = await run(MANY, () => page([1]));
		expect(query(calls[0])).toEqual({
			product_status_type: 'onSelling',
			current_page: 1,
			page_size: 50,
		});
		expect(items).toEqual([
			{ productId: '1', status: 'onSelling', url: 'https://www.aliexpress.com/item/1.html' },
		]);
	});

	test('without a choice reads every status in turn, and says of each product which', async () => {
		const { items, calls } = await run({ ...MANY, statuses: [], returnAll: true }, (call) =>
			page([
				{ onSelling: 1, offline: 2, deleted: 3 }[String(query(call).product_status_type)] ?? 9,
			]),
		);
		expect(calls.map((call) => query(call).product_status_type)).toEqual([
			'onSelling',
			'offline',
			'auditing',
			'editingRequired',
			'service_delete',
			'deleted',
		]);
		expect(calls.every((call) => query(call).page_size === 99)).toBe(true);
		expect(items.map(({ productId, status }) => [productId, status])).toEqual([
			['1', 'onSelling'],
			['2', 'offline'],
			['9', 'auditing'],
			['3', 'deleted'],
		]);
	});

	test('filters go out as the platform wants them, times in the chosen zone', async () => {
		const filters = {
			title: ' Earbuds ',
			groupId: '262007001',
			offlineWithinDays: 3,
			hasNationalPrices: false,
			createdAfter: '2026-11-01T00:00:00Z',
			modifiedBefore: '2026-11-02T00:00:00Z',
		};
		const options = { zone: 'Asia/Shanghai' };
		const { calls } = await run({ ...MANY, filters, options }, () => page([1]));
		expect(query(calls[0])).toMatchObject({
			subject: 'Earbuds',
			group_id: 262007001,
			off_line_time: 3,
			have_national_quote: 'n',
			gmt_create_start: '2026-11-01 08:00:00',
			gmt_modified_end: '2026-11-02 08:00:00',
		});
		expect(calls[0]?.sent).not.toContain('gmt_create_end');
	});

	test.each([
		[{ statuses: ['selling'] }, '"selling" is no status of products'],
		[{ filters: { title: 'Кружка' } }, 'cannot look for this title'],
		[{ filters: { title: 'x'.repeat(129) } }, 'cannot look for this title'],
		[{ filters: { groupId: 'abc' } }, 'The group ID is not an ID'],
		[{ filters: { offlineWithinDays: 0 } }, '"Offline Within (Days)"'],
		[{ filters: { createdAfter: 'x' } }, '"Created After" is not a date'],
		[{ filters: { createdAfter: '2026-11-23' } }, 'is not before the present'],
		[
			{ filters: { modifiedAfter: '2026-11-02', modifiedBefore: '2026-11-01' } },
			'"Modified After" is not before "Modified Before"',
		],
		[{ limit: 0 }, 'Limit must be'],
	])('%j is refused before a call', async (parameters, message) => {
		const { reason, calls } = await refusalOf({ ...MANY, ...parameters });
		expect(reason.message).toContain(message);
		expect(calls).toEqual([]);
	});
});

describe('one product', () => {
	test('its raw form is not masked, since it holds no buyer', async () => {
		const raw = { product_id: 5, subject: 'Lamp', aeop_ae_product_propertys: [{ attr_name: 'A' }] };
		const options = { includeRaw: true };
		const { items, calls } = await run({ ...GET, options }, () => ({ result: raw }));
		expect(calls[0]?.sent).toBe('{"product_id":1005000000000000}');
		expect(items[0]?.raw).toEqual(raw);
	});

	test.each(['', 'x', '0', '9223372036854775808'])(
		'%p is refused before a call',
		async (productId) => {
			for (const operation of ['get', 'getStatus']) {
				const { reason, calls } = await refusalOf({ ...GET, operation, productId });
				expect(reason.message).toBe('The product ID is not an ID');
				expect(calls).toEqual([]);
			}
		},
	);
});

describe('categories', () => {
	const CATEGORIES = { resource: 'product', operation: 'getCategories' };
	const answer = {
		success: 'true',
		aeop_post_category_list: [{ id: 3, names: { en: 'Dress', zh: '裙' } }],
	};

	test('begin at the top; a parent is named in its children', async () => {
		const top = await run(CATEGORIES, () => answer);
		expect(top.calls[0]?.params).toEqual({ category_id: 0 });
		expect(top.items[0]).toEqual({
			categoryId: '3',
			name: 'Dress',
			names: { en: 'Dress', zh: '裙' },
		});
		const options = { onlyWithPermission: true, locale: 'zh_CN' };
		const below = await run({ ...CATEGORIES, categoryId: '7', options }, () => answer);
		expect(below.calls[0]?.params).toEqual({ category_id: 7, only_with_permission: true });
		expect(below.items[0]).toMatchObject({ name: '裙', parentCategoryId: '7' });
	});

	test('attributes: path and language go out, required ones alone on request', async () => {
		const attributes: JsonObject[] = [
			{ id: 1, required: true },
			{ id: 2, required: false },
			{ id: 3 },
		];
		const options = { path: '219=9441741844, 5=6', locale: 'ru_RU' };
		const { items, calls } = await run({ ...ATTRIBUTES, onlyRequired: true, options }, () => ({
			result: { success: true, attributes },
		}));
		expect(calls[0]?.params).toEqual({
			param1: 200003482,
			param2: ['219=9441741844', '5=6'],
			locale: 'ru_RU',
		});
		expect(items).toEqual([{ attributeId: '1', isRequired: true, units: [], values: [] }]);
	});

	test.each([
		[{ categoryId: '' }, 'The category ID is not an ID'],
		[{ options: { path: 'a=b' } }, 'attribute path'],
		[{ options: { locale: 'english' } }, 'language'],
	])('%j is refused before a call', async (parameters, message) => {
		const { reason, calls } = await refusalOf({ ...ATTRIBUTES, ...parameters });
		expect(reason.message).toContain(message);
		expect(calls).toEqual([]);
	});
});

describe('prices', () => {
	const reply = ({ params }: SeenCall): JsonObject => ({
		result: {
			product_id: params.product_id ?? 0,
			currency_code: 'USD',
			aeop_ae_product_s_k_us: [
				{ id: '1:1', sku_price: '2.00' },
				{ id: '1:2', sku_price: '3.00' },
			],
		},
	});
	const SEVERAL = {
		...PRICE,
		select: 'several',
		productIds: '1005000000000000, 7 1005000000000000',
	};

	test('each product costs one call, and is one item or one for each variant', async () => {
		const one = await run({ ...PRICE, productId: '7' }, reply);
		expect(one.items).toMatchObject([{ productId: '7', minPrice: { amount: '2.00' } }]);
		const several = await run(SEVERAL, reply);
		expect(several.items.map(({ productId }) => productId)).toEqual(['1005000000000000', '7']);
		expect(several.calls).toHaveLength(2);
		const rows = await run({ ...SEVERAL, itemPer: 'sku' }, reply);
		expect(rows.items.map(({ productId, skuKey }) => [productId, skuKey])).toEqual([
			['1005000000000000', '1:1'],
			['1005000000000000', '1:2'],
			['7', '1:1'],
			['7', '1:2'],
		]);
	});

	test('what came before the quota ended is handed over, with a hint', async () => {
		let calls = 0;
		const { items, hints } = await run(SEVERAL, (call) => {
			calls += 1;
			if (calls === 2) throw quotaRefusal();
			return reply(call);
		});
		expect(items).toHaveLength(1);
		expect(hints[0]?.message).toContain("Limited to 1 products by today's quota");
	});

	test.each([
		[{ productId: 'x' }, 'The product ID is not an ID'],
		[{ select: 'several', productIds: '' }, 'No product ID was given'],
		[{ select: 'several', productIds: '1,x' }, 'The product ID is not an ID'],
		[
			{ select: 'several', productIds: Array.from({ length: 51 }, (_, id) => String(id + 1)) },
			'There are more than 50 product IDs',
		],
	])('%j is refused before a call', async (parameters, message) => {
		const { reason, calls } = await refusalOf({ ...PRICE, ...parameters });
		expect(reason.message).toContain(message);
		expect(calls).toEqual([]);
	});

	test('prices by country that cannot be read are told by their field', async () => {
		const { client } = clientOf((call) => {
			const answer = reply(call);
			const configuration = { configuration_type: 'absolute', configuration_data: '{' };
			Object.assign(answer.result as JsonObject, {
				aeop_national_quote_configuration: configuration,
			});
			return answer;
		});
		const { context } = contextOf([{ ...PRICE, productId: '7' }], true);
		const [item] = await runItems(context, client);
		expect(item?.json.description).toContain('configuration_data');
	});
});
