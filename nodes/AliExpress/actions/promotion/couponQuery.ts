import type { IExecuteFunctions } from 'n8n-workflow';

import { type TextForm, formedText, refusalOf, textOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { idOf, isEmpty } from '../../../action/ids';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/wallClock';
import type { PrintableJson } from '../../../wire/json';

/** What to list: one coupon, or coupons by a `param_seller_coupon_activity_api_query`. */
export interface CouponQuery {
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
export function couponQuery(
	context: IExecuteFunctions,
	index: number,
	zone: PlatformZone,
): CouponQuery {
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
