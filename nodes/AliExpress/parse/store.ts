import type { z } from 'zod';

import type { JsonObject } from '../../wire/json';
import { readObject, readRows } from './answerRows';
import { present } from './present';
import { count, fields, id, identity, readShape, text } from './shape';

const profileSchema = fields({
	seller_id: identity,
	country: text,
	quotation_currency: text,
	online_store_product_number: count,
	auth_store_product_number: count,
	limit_store_product_number: count,
});

/** The profile of the shop: the checked fields, and the object as the platform wrote it. */
export interface RawProfile {
	fields: z.infer<typeof profileSchema>;
	source: JsonObject;
}

/** Reads the answer of `aliexpress.merchant.profile.get`; its counts are text. */
export function parseProfile(value: JsonObject): RawProfile {
	const { source, at } = readObject(value, 'profile');
	return { fields: readShape(profileSchema, source, at), source };
}

/** Products that may still be added; undefined unless the platform told all three numbers. */
function left(fields: RawProfile['fields']): number | undefined {
	const { limit_store_product_number: limit, online_store_product_number: online } = fields;
	const { auth_store_product_number: inReview } = fields;
	if (limit === undefined || online === undefined || inReview === undefined) return undefined;
	return Math.max(0, limit - online - inReview);
}

/** Normalises the profile of the shop. */
export function toProfileItem({ fields }: RawProfile) {
	return present({
		sellerId: fields.seller_id,
		country: fields.country,
		currency: fields.quotation_currency,
		productsOnline: fields.online_store_product_number,
		productsInReview: fields.auth_store_product_number,
		productLimit: fields.limit_store_product_number,
		productsLeft: left(fields),
	});
}

const linkedShopSchema = fields({
	channel_seller_id: identity,
	seller_id: id,
	channel: text,
	channel_shop_name: text,
	channel_currency: text,
	business_type: text,
});

/** A linked shop: the checked fields, and the object as the platform wrote it. */
export interface RawLinkedShop {
	fields: z.infer<typeof linkedShopSchema>;
	globalCurrency: string | undefined;
	source: JsonObject;
}

/** Reads the answer of `global.seller.relation.query`. */
export function parseLinkedShops(value: JsonObject): RawLinkedShop[] {
	const holder = readShape(fields({ global_currency: text }), value, 'answer');
	const rows = readRows(value, { field: 'seller_relation_list', within: ['result'] });
	return rows.map(({ source, at }) => ({
		fields: readShape(linkedShopSchema, source, at),
		globalCurrency: holder.global_currency,
		source,
	}));
}

/** Normalises a linked shop. `channelSellerId` and `channel` are what methods for it ask for. */
export function toLinkedShopItem({ fields, globalCurrency }: RawLinkedShop) {
	return present({
		channelSellerId: fields.channel_seller_id,
		channel: fields.channel,
		shopName: fields.channel_shop_name,
		businessType: fields.business_type,
		currency: fields.channel_currency,
		sellerId: fields.seller_id,
		globalCurrency,
	});
}
