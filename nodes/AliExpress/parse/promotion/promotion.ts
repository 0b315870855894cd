import type { z } from 'zod';

import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import { readCount, readEntries, readRows, type ListPlace } from '../answerRows';
import { timesInOrder } from '../moment';
import { present } from '../present';
import { fields, identity, readShape, text } from '../shape';

const promotionSchema = fields({
	promotion_id: identity,
	promotion_name: text,
	promotion_type: text,
	status: text,
	start_time: text,
	end_time: text,
});

/** One promotion: the checked fields, and the object as the platform wrote it. */
export interface RawPromotion {
	fields: z.infer<typeof promotionSchema>;
	source: JsonObject;
}

/** One page of promotions; the total is absent when the platform left it out. */
export interface PromotionPage {
	promotions: RawPromotion[];
	totalCount?: number;
}

function readPromotions(value: JsonObject, place: ListPlace): RawPromotion[] {
	return readRows(value, { within: ['result'], ...place }).map(({ source, at }) => ({
		fields: readShape(promotionSchema, source, at),
		source,
	}));
}

/**
 * Reads a page of `aliexpress.marketing.storepromotions.list`.
 *
 * @param page which page it is, from 1.
 */
export function parsePromotions(value: JsonObject, page: number): PromotionPage {
	const totalCount = readCount(value, ['result'], 'total_count');
	const place = { field: 'data_list', total: 'total_count', isFirstPage: page === 1 };
	return {
		promotions: readPromotions(value, place),
		...(totalCount !== undefined && { totalCount }),
	};
}

/** Reads the answer of `aliexpress.marketing.storepromotions.querybyproduct`, which has no pages. */
export function parsePromotionsOfProduct(value: JsonObject): RawPromotion[] {
	return readPromotions(value, { field: 'promotion_list', isAlone: true });
}

/** Normalises a promotion. The platform does not state the zone of its times. */
export function toPromotionItem({ fields }: RawPromotion, zone: PlatformZone) {
	return present({
		promotionId: fields.promotion_id,
		name: fields.promotion_name,
		type: fields.promotion_type,
		status: fields.status,
		...timesInOrder(
			{
				startsAt: fields.start_time,
				endsAt: fields.end_time,
			},
			zone,
		),
	});
}

/** One page of the products of a promotion. */
export interface PromotionProductPage {
	productIds: string[];
	totalCount?: number;
}

/**
 * Reads a page of `aliexpress.marketing.storepromotion.products.query`: a list of bare ids.
 *
 * @param page which page it is, from 1.
 */
export function parsePromotionProducts(value: JsonObject, page: number): PromotionProductPage {
	const within = ['result'];
	const place = { field: 'product_list', within, total: 'total_count', isFirstPage: page === 1 };
	const { entries, at } = readEntries(value, place);
	const totalCount = readCount(value, within, 'total_count');
	return {
		productIds: entries.map((entry, index) => readShape(identity, entry, `${at}[${index}]`)),
		...(totalCount !== undefined && { totalCount }),
	};
}
