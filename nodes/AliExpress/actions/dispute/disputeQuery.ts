import type { IExecuteFunctions } from 'n8n-workflow';

import { type TextForm, formedText, refusalOf, textOf } from '../../../action/checks';
import { collectionOf } from '../../../action/fields';
import { dateMs } from '../../../time/dates';
import { boundText, type PlatformZone } from '../../../time/wallClock';
import { pickedIdOrNone } from '../locators';
import type { DisputeQuery } from './disputePages';

// The platform may add statuses, so expressions may bring other words.
const STATUS: TextForm = { label: 'status', pattern: /^[a-z_]{2,40}$/i, example: 'processing' };

/**
 * Reads the filters of an item and checks them.
 *
 * @param zone of the dates, which the platform does not state.
 * @throws NodeOperationError before a call is spent.
 */
export function disputeQuery(
	context: IExecuteFunctions,
	index: number,
	zone: PlatformZone,
): DisputeQuery {
	const filters = collectionOf(context, 'filters', index);
	const fromMs = dateMs(context, 'Created After', filters.createdAfter);
	const toMs = dateMs(context, 'Created Before', filters.createdBefore);
	if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) {
		const remedy = 'No dispute can lie in this range.';
		throw refusalOf(context, '"Created After" is not before "Created Before"', remedy);
	}
	return {
		issue_status: formedText(context, STATUS, filters.status),
		order_no: pickedIdOrNone(context, 'filters.orderId', 'order ID', index),
		buyer_login_id: textOf(filters.buyerLoginId),
		create_time_start: fromMs === undefined ? undefined : boundText(fromMs, 'start', zone),
		create_time_end: toMs === undefined ? undefined : boundText(toMs, 'end', zone),
	};
}
