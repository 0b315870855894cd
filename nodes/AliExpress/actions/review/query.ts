import { DAY_MS, HOUR_MS } from '../../../time/units';
import type { PlatformZone } from '../../../time/wallClock';
import { boundText } from '../../../time/wallClock';
import type { PrintableJson } from '../../../wire/json';

/** How far back reviews are read when neither dates nor orders are given. */
const DEFAULT_DAYS = 30;

/** What the user asks for; times in ms UTC. */
export interface ReviewFilter {
	stars: readonly number[];
	validAfterMs?: number | undefined;
	validBeforeMs?: number | undefined;
	productId?: bigint | undefined;
	parentOrderIds: readonly bigint[];
	zone: PlatformZone;
}

/** An hour ahead of this server's clock, so that a slow clock does not cut the newest review off. */
function endMs({ validBeforeMs }: Pick<ReviewFilter, 'validBeforeMs'>, nowMs: number): number {
	return validBeforeMs ?? nowMs + HOUR_MS;
}

/** Whether no review can lie between the dates of a filter; without an end that is the present. */
export function isEmptyRange(
	filter: Pick<ReviewFilter, 'validAfterMs' | 'validBeforeMs'>,
	nowMs: number,
): boolean {
	return filter.validAfterMs !== undefined && filter.validAfterMs >= endMs(filter, nowMs);
}

/**
 * The `trade_evaluation_request` of a filter. Reviews are looked up by the date on which they
 * became effective, which may be weeks after they were written. Given orders are looked up without
 * dates, unless dates are given too.
 *
 * @param nowMs ms UTC.
 */
export function reviewQuery(
	filter: ReviewFilter,
	nowMs: number,
): Readonly<Record<string, PrintableJson>> {
	const { stars, productId, parentOrderIds, zone, validAfterMs, validBeforeMs } = filter;
	const isDated = validAfterMs !== undefined || validBeforeMs !== undefined;
	const toMs = endMs(filter, nowMs);
	const fromMs = validAfterMs ?? Math.min(toMs, nowMs) - DEFAULT_DAYS * DAY_MS;
	const range = {
		start_valid_date: boundText(fromMs, 'start', zone),
		end_valid_date: boundText(toMs, 'end', zone),
	};
	return {
		...(stars.length > 0 && { buyer_product_ratings: stars }),
		...((isDated || parentOrderIds.length === 0) && range),
		...(productId !== undefined && { product_id: productId }),
		...(parentOrderIds.length > 0 && { parent_order_ids: parentOrderIds }),
	};
}
