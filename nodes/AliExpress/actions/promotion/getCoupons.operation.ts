import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isSimplified, limitOf } from '../../../action/fields';
import { addHint } from '../../../action/hints';
import type { Client } from '../../../client/client';
import {
	parseCoupon,
	parseCoupons,
	simplifyCoupon,
	toCouponItem,
	type CouponList,
} from '../../parse/coupon';
import { readAnswer, withRaw } from '../answer';
import { optionsOf } from '../fields';
import type { Operation } from '../operation';
import { couponFields } from './couponFields';
import { couponQuery, type CouponQuery } from './couponQuery';

const LIST = 'aliexpress.marketing.redefining.getactlist';
const ONE = 'aliexpress.marketing.redefining.findsellercouponactivity';

async function readCoupons(
	context: IExecuteFunctions,
	client: Client,
	{ couponId, filter }: CouponQuery,
): Promise<CouponList> {
	if (couponId !== undefined) {
		const answer = await client.call(ONE, { activity_id: couponId });
		return { coupons: [readAnswer(context, () => parseCoupon(answer))] };
	}
	const answer = await client.call(LIST, { param_seller_coupon_activity_api_query: filter });
	return readAnswer(context, () => parseCoupons(answer));
}

async function run(context: IExecuteFunctions, client: Client, index: number) {
	const options = optionsOf(context, index);
	const query = couponQuery(context, index, options.zone);
	const limit = limitOf(context, index);
	const simplified = isSimplified(context, index);
	const { coupons, totalCount = 0 } = await readCoupons(context, client, query);
	if (totalCount > coupons.length && coupons.length < (limit ?? totalCount)) {
		addHint(
			context,
			`AliExpress returned ${coupons.length} of ${totalCount} coupons. The list takes no pages: filter by status, name or start to see the others.`,
		);
	}
	return coupons.slice(0, limit).map((raw): IDataObject => {
		const item = toCouponItem(raw, options.zone);
		return withRaw(simplified ? simplifyCoupon(item) : item, raw.source, options);
	});
}

/** Lists the coupons of the shop, or reads one of them. */
export const getCoupons: Operation = {
	name: 'Get Coupons',
	value: 'getCoupons',
	action: 'Get coupons',
	description:
		'Get the coupon activities of the shop: value, minimum order, status, dates, how many were handed out. Costs one call.',
	fields: couponFields,
	run,
};
