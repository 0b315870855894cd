import { NodeOperationError } from 'n8n-workflow';

import { runItems } from '../../../../nodes/AliExpress/actions/catalog.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { clientOf, contextOf, quotaRefusal } from '../../../client/context.mts';

const MANY = { resource: 'promotion', operation: 'getAll' };
const PRODUCTS = { resource: 'promotion', operation: 'getProducts', promotionId: '7' };
const COUPONS = { resource: 'promotion', operation: 'getCoupons' };

async function run(
	parameters: Record<string, unknown>,
	reply: Parameters<typeof clientOf>[0] = () => ({ data_list: [], total_count: 0 }),
) {
	const { client, calls } = clientOf(reply);
	const { context, hints } = contextOf([parameters]);
	const items = (await runItems(context, client)).map(({ json }) => json);
	return { items, calls, hints };
}

async function refusedBefore(parameters: Record<string, unknown>, words: string): Promise<void> {
	const { client, calls } = clientOf(() => ({}));
	const { context } = contextOf([parameters]);
	const reason: unknown = await runItems(context, client).catch((thrown: unknown) => thrown);
	expect(reason).toBeInstanceOf(NodeOperationError);
	expect((reason as Error).message).toContain(words);
	expect(calls).toEqual([]);
}

const rows = (from: number, count: number): JsonObject[] =>
	Array.from({ length: count }, (_, index) => ({ promotion_id: from + index }));

describe('promotions', () => {
	test('filters go out as the platform names them', async () => {
		const filters = {
			promotionType: 'ProductDiscount',
			status: 'Ongoing',
			promotionName: ' Sale ',
			promotionId: '9223372036854775001',
		};
		const { calls } = await run({ ...MANY, filters });
		expect(calls[0]?.sent).toBe(
			'{"promotion_query_dto":{"promotion_type":"ProductDiscount","status":"Ongoing","promotion_name":"Sale","promotion_id":9223372036854775001,"current_page":1,"page_size":50}}',
		);
	});

	test('pages are read to the end, and the quota stops with a hint', async () => {
		const reply = (isCut: boolean) => (_: unknown, number: number) => {
			if (isCut && number === 2) throw quotaRefusal();
			return { data_list: rows(number * 100, number < 3 ? 50 : 1), total_count: 101 };
		};
		const whole = await run({ ...MANY, returnAll: true }, reply(false));
		expect(whole.items).toHaveLength(101);
		const cut = await run({ ...MANY, returnAll: true }, reply(true));
		expect(cut.items).toHaveLength(50);
		expect(cut.hints[0]?.message).toContain('Limited to 50 promotions');
	});

	test('of a product, from the method for it', async () => {
		const filters = { productId: { mode: 'id', value: '1005000000000001' } };
		const reply = () => ({ promotion_list: rows(1, 2) });
		const { items, calls } = await run({ ...MANY, filters, limit: 1 }, reply);
		expect(items).toEqual([{ promotionId: '1' }]);
		expect(calls).toMatchObject([
			{
				method: 'aliexpress.marketing.storepromotions.querybyproduct',
				params: { product_id: 1005000000000001 },
			},
		]);
	});

	test.each([
		[{ filters: { productId: '1', status: 'Ongoing' } }, 'cannot be filtered further'],
		[{ filters: { productId: 'x' } }, 'product ID'],
		[{ filters: { promotionId: '1.5' } }, 'promotion ID'],
		[{ filters: { status: 'on going' } }, 'status'],
		[{ filters: { promotionType: 3 } }, 'type'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...MANY, ...parameters }, words);
	});
});

describe('products of a promotion', () => {
	test('each is an item with its promotion', async () => {
		const reply = () => ({ product_list: { number: [1, 2] }, total_count: 2 });
		const { items, calls } = await run(PRODUCTS, reply);
		expect(items).toEqual([
			{ promotionId: '7', productId: '1' },
			{ promotionId: '7', productId: '2' },
		]);
		expect(calls[0]?.params).toEqual({
			promotion_product_query_dto: { promotion_id: 7, page_no: 1, page_size: 50 },
		});
	});

	test('a promotion without id is refused before a call', async () => {
		await refusedBefore({ ...PRODUCTS, promotionId: '' }, 'promotion ID');
	});
});

describe('coupons', () => {
	const list = (count: number, total: number) => () => ({
		result: {
			total_item: total,
			activity_list: Array.from({ length: count }, (_, index) => ({
				id: index + 1,
				denomination: 500,
			})),
		},
	});

	test('dates go out month first, in the chosen zone', async () => {
		const filters = {
			couponName: 'Welcome',
			status: 'releasing',
			startsAfter: '2026-11-01T00:00:00Z',
			startsBefore: '2026-12-01T00:00:00Z',
		};
		const { calls } = await run({ ...COUPONS, filters, options: { zone: 'UTC' } }, list(0, 0));
		expect(calls[0]?.params).toEqual({
			param_seller_coupon_activity_api_query: {
				activity_name: 'Welcome',
				status: 'releasing',
				min_activity_start_date: '11/01/2026 00:00:00',
				max_activity_start_date: '12/01/2026 00:00:00',
			},
		});
	});

	test('a list that is cut says so', async () => {
		const cut = await run(COUPONS, list(20, 45));
		expect(cut.items).toHaveLength(20);
		expect(cut.hints[0]?.message).toContain('20 of 45 coupons');
		expect((await run(COUPONS, list(20, 20))).hints).toEqual([]);
		expect((await run({ ...COUPONS, limit: 5 }, list(20, 45))).hints).toEqual([]);
	});

	test('one coupon comes from the method for it', async () => {
		const reply = () => ({ seller_coupon_activity: { id: 9, denomination: 1234 } });
		const { items, calls } = await run({ ...COUPONS, filters: { couponId: '9' } }, reply);
		expect(items).toEqual([{ couponId: '9', value: { amount: '12.34', currency: 'USD' } }]);
		expect(calls).toMatchObject([
			{
				method: 'aliexpress.marketing.redefining.findsellercouponactivity',
				params: { activity_id: 9 },
			},
		]);
	});

	test.each([
		[{ filters: { startsAfter: '2026-11-02', startsBefore: '2026-11-01' } }, 'is not before'],
		[{ filters: { couponId: '9', status: 'closed' } }, 'cannot be filtered further'],
		[{ filters: { couponId: 'x' } }, 'coupon ID'],
		[{ filters: { status: 'Releasing!' } }, 'status'],
	])('%j is refused before a call', async (parameters, words) => {
		await refusedBefore({ ...COUPONS, ...parameters }, words);
	});
});
