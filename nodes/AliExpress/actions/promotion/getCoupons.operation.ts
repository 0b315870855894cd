import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { formedText, refusalOf, textOf, type TextForm } from '../../../action/checks';
import {
	collectionOf,
	filtersCollection,
	isSimplified,
	limitFields,
	limitOf,
	simplifyField,
} from '../../../action/fields';
import { addHint } from '../../../action/hints';
import { idOf, isEmpty } from '../../../action/ids';
import type { Client } from '../../../client/client';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import {
	parseCoupon,
	parseCoupons,
	simplifyCoupon,
	toCouponItem,
	type CouponList,
} from '../../parse/promotion/coupon';
import { readAnswer, withRaw, type Operation } from '../operation';
import { optionsOf, shopOptionsField, zoneOption } from '../fields';

/** The fields of Promotion: Get Coupons. */
function couponFields(): INodeProperties[] {
	return [
		...limitFields(),
		simplifyField(),
		filtersCollection([
			{
				displayName: 'Coupon ID',
				name: 'couponId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 700000000001',
				description: 'Only this coupon. Cannot be combined with the other filters.',
			},
			{
				displayName: 'Name',
				name: 'couponName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Welcome',
				description: 'Only coupons whose name holds this text',
			},
			{
				displayName: 'Starts After',
				name: 'startsAfter',
				type: 'dateTime',
				default: '',
				description: 'Only coupons that start at or after this time',
			},
			{
				displayName: 'Starts Before',
				name: 'startsBefore',
				type: 'dateTime',
				default: '',
				description: 'Only coupons that start up to this time',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Closed', value: 'closed' },
					{ name: 'Ended', value: 'release_end' },
					{ name: 'Not Started', value: 'not_started' },
					{ name: 'Releasing', value: 'releasing' },
				],
				default: 'releasing',
				description: 'Only coupons in this status',
			},
		]),
		shopOptionsField([zoneOption('Time Zone', 'coupons')]),
	];
}

/** What to list: one coupon, or coupons by a `param_seller_coupon_activity_api_query`. */
interface CouponQuery {
	couponId: bigint | undefined;
	filter: Readonly<Record<string, PrintableJson>>;
}

const STATUS: TextForm = { label: 'status', pattern: /^[a-z_]{2,40}$/, example: 'releasing' };

/** `yyyy-MM-dd HH:mm:ss` as this method alone wants it: `MM/dd/yyyy HH:mm:ss`. */
function monthFirst(text: string): string {
	return text.replace(/^(\d{4})-(\d\d)-(\d\d)/, '$2/$3/$1');
}

/**
 * Reads the filters of an item and checks them.
 *
 * @param zone of the dates, which the platform does not state.
 * @throws NodeOperationError before a call is spent.
 */
function couponQuery(context: IExecuteFunctions, index: number, zone: PlatformZone): CouponQuery {
	const filters = collectionOf(context, 'filters', index);
	const { couponId } = filters;
	const fromMs = dateMs(context, 'Starts After', filters.startsAfter);
	const toMs = dateMs(context, 'Starts Before', filters.startsBefore);
	if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
		const remedy = 'No coupon can start in this range.';
		throw refusalOf(context, '"Starts After" is not before "Starts Before"', remedy);
	}
	const bound = (ms: number | undefined, edge: 'start' | 'end') =>
		ms === undefined ? undefined : monthFirst(boundText(ms, edge, zone));
	const filter = {
		activity_name: textOf(filters.couponName),
		status: formedText(context, STATUS, filters.status),
		min_activity_start_date: bound(fromMs, 'start'),
		max_activity_start_date: bound(toMs, 'end'),
	};
	if (isEmpty(couponId)) return { couponId: undefined, filter };
	const id = idOf(context, 'coupon ID', couponId);
	if (Object.values(filter).every((value) => value === undefined)) return { couponId: id, filter };
	throw refusalOf(
		context,
		'One coupon cannot be filtered further',
		'Remove either the coupon ID or the other filters.',
	);
}

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
		'Costs one call. Get the coupon activities of the shop: value, minimum order, status, dates, how many were handed out.',
	fields: couponFields,
	run,
};
