import type { z } from 'zod';

import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import type { Money } from '../../../wire/money';
import { readCount, readObject, readRows } from '../answerRows';
import { timesInOrder } from '../moment';
import { money } from '../money';
import { present } from '../present';
import { count, fields, identity, readShape, text, yesNo } from '../shape';

const couponSchema = fields({
	id: identity,
	activity_name: text,
	activity_desc: text,
	status: text,
	type: text,
	range_type: text,
	denomination: count,
	min_order_amount: count,
	// Misspelt by the platform.
	has_use_condtion: yesNo,
	consume_valid_time: count,
	num_per_buyer: count,
	released_num: count,
	total_release_num: count,
	acquire_start_date: text,
	acquire_end_date: text,
	consume_start_date: text,
	consume_end_date: text,
});

/** One coupon activity: the checked fields, and the object as the platform wrote it. */
export interface RawCoupon {
	fields: z.infer<typeof couponSchema>;
	source: JsonObject;
}

/** The coupons of an answer, and how many there are in all when the platform says so. */
export interface CouponList {
	coupons: RawCoupon[];
	totalCount?: number;
}

/**
 * Reads the answer of `aliexpress.marketing.redefining.getactlist`. It tells pages, but the method
 * takes none.
 */
export function parseCoupons(value: JsonObject): CouponList {
	const within = ['result'];
	const place = { field: 'activity_list', within, total: 'total_item' };
	const rows = readRows(value, place);
	const totalCount = readCount(value, within, 'total_item');
	return {
		coupons: rows.map(({ source, at }) => ({
			fields: readShape(couponSchema, source, at),
			source,
		})),
		...(totalCount !== undefined && { totalCount }),
	};
}

/** Reads the answer of `aliexpress.marketing.redefining.findsellercouponactivity`: one coupon. */
export function parseCoupon(value: JsonObject): RawCoupon {
	const { source, at } = readObject(value, 'seller_coupon_activity');
	return { fields: readShape(couponSchema, source, at), source };
}

/** Coupon amounts are whole US cents. */
function dollars(cent: number | undefined): Money | undefined {
	if (cent === undefined) return undefined;
	return readShape(money, { cent, cent_factor: 100, currency_code: 'USD' }, 'denomination');
}

/** Normalises a coupon. The platform does not state the zone of its times. */
export function toCouponItem({ fields }: RawCoupon, zone: PlatformZone) {
	return present({
		couponId: fields.id,
		name: fields.activity_name,
		status: fields.status,
		value: dollars(fields.denomination),
		minOrderAmount: dollars(fields.min_order_amount),
		...timesInOrder(
			{
				startsAt: fields.acquire_start_date,
				endsAt: fields.acquire_end_date,
			},
			zone,
		),
		released: fields.released_num,
		total: fields.total_release_num,
		perBuyer: fields.num_per_buyer,
		hasCondition: fields.has_use_condtion,
		validForSeconds: fields.consume_valid_time,
		...timesInOrder(
			{
				usableFrom: fields.consume_start_date,
				usableUntil: fields.consume_end_date,
			},
			zone,
		),
		type: fields.type,
		rangeType: fields.range_type,
		description: fields.activity_desc,
	});
}
export type CouponItem = ReturnType<typeof toCouponItem>;

/** Takes a full coupon down to ten fields. */
export function simplifyCoupon(item: CouponItem) {
	return present({
		couponId: item.couponId,
		name: item.name,
		status: item.status,
		value: item.value,
		minOrderAmount: item.minOrderAmount,
		startsAt: item.startsAt,
		endsAt: item.endsAt,
		released: item.released,
		total: item.total,
		perBuyer: item.perBuyer,
	});
}
