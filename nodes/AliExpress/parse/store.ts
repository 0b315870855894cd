import type { z } from 'zod';

import type { JsonObject } from '../../wire/json';
import { readObject, readRows } from './answerRows';
import { present } from './present';
import { count, fields, id, identity, readShape, text, within } from './shape';
import { webAddress } from './webAddress';

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

const healthSchema = within({
	issue_num: count,
	action_url: text,
	shop_status_desc: text,
	level: within({ levelCode: count, name: text }),
});

/** How the platform sees the shop. */
export interface RawHealth {
	fields: z.infer<typeof healthSchema>;
	/** 0 healthy, 100 fair, 200 severe, 300 frozen, 400 closed; the platform may know more. */
	level: number;
}

/**
 * Reads the answer of `aliexpress.merchant.diagnosis.query`.
 *
 * @throws TypeError when it does not say the level.
 */
export function parseHealth(value: JsonObject): RawHealth {
	const { source } = readObject(value, 'response');
	const { source: result, at } = readObject(source, 'diagnosisResult');
	const fields = readShape(healthSchema, result, at);
	const { levelCode: level } = fields.level;
	if (level === undefined) {
		throw new TypeError('The field "diagnosisResult.level.levelCode" of the answer is missing.');
	}
	return { fields, level };
}

const HEALTH: Readonly<Record<number, string>> = {
	0: 'healthy',
	100: 'fair',
	200: 'severe',
	300: 'frozen',
	400: 'closed',
};

/** The word for a level of health; undefined for one that is not known. */
export const healthOf = (level: number): string | undefined => HEALTH[level];

/** Normalises the health of the shop. A level that is not known is named by its number alone. */
export function toHealthItem({ fields, level }: RawHealth) {
	return present({
		level,
		health: healthOf(level),
		levelName: fields.level.name,
		issueCount: fields.issue_num,
		shopStatus: fields.shop_status_desc,
		url: webAddress(fields.action_url),
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

const noteSchema = fields({ remark_id: identity, content: text });

/** The seller's own note on an order. */
interface RawNote {
	fields: z.infer<typeof noteSchema>;
	source: JsonObject;
}

/**
 * Reads the answer of `aliexpress.merchant.redefining.queryremarks`; orders without a note are left
 * out of it.
 */
export function parseNotes(value: JsonObject): RawNote[] {
	const { source: result } = readObject(value, 'result');
	// The method has no flag and no total; its code stands there unless empty fields are left out.
	const isAlone = 'error_code' in result || Object.keys(result).length === 0;
	return readRows(value, { field: 'datas', within: ['result'], isAlone }).map(({ source, at }) => ({
		fields: readShape(noteSchema, source, at),
		source,
	}));
}
