import {
	parseLinkedShops,
	parseProfile,
	toLinkedShopItem,
	toProfileItem,
} from '../../../../nodes/AliExpress/parse/store.ts';
import type { JsonObject } from '../../../../nodes/wire/json.ts';
import { survivesMutations } from './mutations.mts';

describe('profile', () => {
	const profile = {
		seller_id: 2000000001,
		country: 'CN',
		quotation_currency: 'USD',
		online_store_product_number: '120',
		auth_store_product_number: '5',
		limit_store_product_number: '3000',
	};

	test('counts are numbers, and what is left of the limit is told', () => {
		expect(toProfileItem(parseProfile({ profile }))).toEqual({
			sellerId: '2000000001',
			country: 'CN',
			currency: 'USD',
			productsOnline: 120,
			productsInReview: 5,
			productLimit: 3000,
			productsLeft: 2875,
		});
	});

	test('what is left is not told when a number is missing, and never below zero', () => {
		const { limit_store_product_number: _, ...partial } = profile;
		expect(toProfileItem(parseProfile({ profile: partial }))).not.toHaveProperty('productsLeft');
		const full = { ...profile, online_store_product_number: '3001' };
		expect(toProfileItem(parseProfile({ profile: full })).productsLeft).toBe(0);
	});

	test('no changed body gives a profile without seller', () => {
		survivesMutations({ body: { profile }, items: (body) => [toProfileItem(parseProfile(body))] });
	});
});

describe('linked shops', () => {
	const BODY: JsonObject = {
		success: 'true',
		global_currency: 'CNY',
		seller_relation_list: [
			{
				channel_seller_id: '9223372036854775001',
				seller_id: 2000000001,
				channel: 'AE_GLOBAL',
				channel_shop_name: 'Choice shop',
				channel_currency: 'USD',
				business_type: 'ONE_STOP_SERVICE',
			},
		],
	};

	test('tell what methods for them ask for', () => {
		expect(parseLinkedShops(BODY).map(toLinkedShopItem)).toEqual([
			{
				channelSellerId: '9223372036854775001',
				channel: 'AE_GLOBAL',
				shopName: 'Choice shop',
				businessType: 'ONE_STOP_SERVICE',
				currency: 'USD',
				sellerId: '2000000001',
				globalCurrency: 'CNY',
			},
		]);
	});

	test('no changed body loses shops silently', () => {
		survivesMutations({
			body: BODY,
			items: (body) => parseLinkedShops(body).map(toLinkedShopItem),
			mayBeLeftOut: ['seller_relation_list'],
		});
	});
});
