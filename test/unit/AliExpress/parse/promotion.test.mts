import {
	parseCoupon,
	parseCoupons,
	simplifyCoupon,
	toCouponItem,
} from '../../../../nodes/AliExpress/parse/promotion/coupon.ts';
import {
	parsePromotionProducts,
	parsePromotions,
	parsePromotionsOfProduct,
	toPromotionItem,
} from '../../../../nodes/AliExpress/parse/promotion/promotion.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { survivesMutations } from './mutations.mts';

const row = {
	promotion_id: '9223372036854775001',
	promotion_name: 'Autumn sale',
	status: 'Ongoing',
	start_time: '2026-11-01 00:00:00',
	end_time: '2026-11-30 23:59:59',
};
const LIST: JsonObject = {
	data_list: [row, { ...row, promotion_id: 2 }],
	total_count: 2,
	current_page: 1,
	page_size: 50,
};

describe('promotions', () => {
	test('become items with both faces of their times', () => {
		const { promotions, totalCount } = parsePromotions(LIST, 1);
		expect(totalCount).toBe(2);
		expect(promotions.map((raw) => toPromotionItem(raw, 'Asia/Shanghai'))[0]).toEqual({
			promotionId: '9223372036854775001',
			name: 'Autumn sale',
			status: 'Ongoing',
			startsAt: '2026-10-31T16:00:00.000Z',
			startsAtPlatform: '2026-11-01 00:00:00',
			endsAt: '2026-11-30T15:59:59.000Z',
			endsAtPlatform: '2026-11-30 23:59:59',
		});
	});

	test('of a product stand in a list of their own', () => {
		const body: JsonObject = { promotion_list: { promotion_simple_info_dto: [row] } };
		expect(parsePromotionsOfProduct(body)).toHaveLength(1);
		expect(parsePromotionsOfProduct({ request_id: '1' })).toEqual([]);
		expect(() => parsePromotionsOfProduct({ promotions: [row] })).toThrow(
			'The field "promotion_list" of the answer is missing.',
		);
	});

	test.each([
		[{ total_count: 2 }],
		[{ data_list: null, total_count: '2' }],
		[{ data_list: {}, total_count: 2 }],
		[{ data_list: 'cut' }],
		[{ data: [row] }],
		[{ data_list: [{ promotion_name: 'No id' }] }],
	] as Array<[JsonObject]>)('%j is refused, not empty', (body) => {
		expect(() => parsePromotions(body, 1)).toThrow(TypeError);
	});

	test.each([
		[{ total_count: 0 }],
		[{ data_list: [], total_count: 0 }],
		[{ data_list: {} }],
	] as Array<[JsonObject]>)('%j is empty', (body) => {
		expect(parsePromotions(body, 1).promotions).toEqual([]);
	});

	test('no changed body loses promotions silently', () => {
		survivesMutations({
			body: LIST,
			items: (body) =>
				parsePromotions(body, 1).promotions.map((raw) => toPromotionItem(raw, 'UTC')),
		});
	});
});

describe('products of a promotion', () => {
	const BODY: JsonObject = {
		product_list: { number: [1005000000000001, '9223372036854775002'] },
		total_count: 2,
		page_no: 1,
	};

	test('are bare ids with every digit', () => {
		expect(parsePromotionProducts(BODY, 1)).toEqual({
			productIds: ['1005000000000001', '9223372036854775002'],
			totalCount: 2,
		});
	});

	test('no changed body loses products silently', () => {
		survivesMutations({
			body: { ...BODY, product_list: [1005000000000001, 2] },
			items: (body) => parsePromotionProducts(body, 1).productIds,
		});
	});

	test.each([
		[{ product_list: [1, 'x'] }, 'product_list[1]'],
		[{ product_list: [2 ** 53] }, 'product_list[0]'],
		[{ total_count: 3 }, 'product_list'],
		[{ product_list: 'cut' }, 'product_list'],
	] as Array<[JsonObject, string]>)('%j is refused at %s', (body, field) => {
		expect(() => parsePromotionProducts(body, 1)).toThrow(`The field "${field}" of the answer`);
	});
});

describe('coupons', () => {
	const coupon = {
		id: 700000000001,
		activity_name: 'Welcome',
		activity_desc: '{"denomination":500}',
		status: 'releasing',
		denomination: 500,
		min_order_amount: '5001',
		has_use_condtion: 'true',
		consume_valid_time: 2592000,
		num_per_buyer: 1,
		released_num: 3,
		total_release_num: 100,
		acquire_start_date: '2026-11-01 00:00:00',
		acquire_end_date: '2026-11-30 00:00:00',
	};
	const LIST_OF_COUPONS: JsonObject = {
		result: { total_item: 1, total_page: 1, current_page: 1, activity_list: [coupon] },
	};

	test('amounts in US cents become money, the misspelt field is read', () => {
		const [raw] = parseCoupons(LIST_OF_COUPONS).coupons;
		if (!raw) throw new Error('No coupon was read');
		const item = toCouponItem(raw, 'UTC');
		expect(item).toMatchObject({
			couponId: '700000000001',
			value: { amount: '5.00', currency: 'USD' },
			minOrderAmount: { amount: '50.01', currency: 'USD' },
			hasCondition: true,
			validForSeconds: 2592000,
			startsAt: '2026-11-01T00:00:00.000Z',
		});
		expect(Object.keys(simplifyCoupon(item))).toHaveLength(10);
	});

	test('one coupon stands by itself', () => {
		expect(parseCoupon({ seller_coupon_activity: coupon }).fields.id).toBe('700000000001');
		const bodies: JsonObject[] = [
			{},
			{ seller_coupon_activity: null },
			{ seller_coupon_activity: [] },
		];
		for (const body of bodies) {
			expect(() => parseCoupon(body)).toThrow('"seller_coupon_activity" of the answer');
		}
	});

	test('no changed body loses coupons silently', () => {
		survivesMutations({
			body: LIST_OF_COUPONS,
			items: (body) => parseCoupons(body).coupons.map((raw) => toCouponItem(raw, 'UTC')),
		});
		survivesMutations({
			body: { seller_coupon_activity: coupon },
			items: (body) => [toCouponItem(parseCoupon(body), 'UTC')],
		});
	});
});
