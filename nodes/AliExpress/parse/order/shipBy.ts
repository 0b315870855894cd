import type { z } from 'zod';

import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import { stageOf } from '../../../wire/orderStatus';
import { readRows } from '../answerRows';
import { present } from '../present';
import { fields, identity, listOf, readShape, text, yesNo } from '../shape';

/** Further away no status ends; keeps a broken answer out of the calendar. */
const MOST_LEFT_MS = 1_000 * DAY_MS;

/** Time left to ship as the order list tells it; a part that is missing counts as 0. */
export interface TimeLeft {
	days?: number;
	hours?: number;
	minutes?: number;
}

/** Whether an order in this status is waiting for the seller to ship. */
export function isShippable(status: string | undefined): boolean {
	const stage = stageOf(status);
	return stage === 'toShip' || stage === 'partlyShipped';
}

/** Whether nothing is waited for in this status any more: what the platform says of a deadline is old. */
export function hasEnded(status: string | undefined): boolean {
	const stage = stageOf(status);
	return stage === 'ended' || stage === 'archived';
}

/**
 * Until when the seller has to ship, from the time left at the moment of the answer.
 *
 * @param nowMs ms UTC. The platform counts in minutes, so the result is cut to the minute.
 * @returns ISO 8601 UTC; undefined when the order is not waiting for shipment, or the platform says
 * nothing: all parts zero is what it sends for orders without such a deadline.
 */
export function shipByFromTimeLeft(
	status: string | undefined,
	left: TimeLeft,
	nowMs: number,
): string | undefined {
	const { days = 0, hours = 0, minutes = 0 } = left;
	const leftMs = ((days * 24 + hours) * 60 + minutes) * MINUTE_MS;
	if (!isShippable(status) || leftMs <= 0) return undefined;
	return msToIso(Math.floor((nowMs + leftMs) / MINUTE_MS) * MINUTE_MS);
}

/**
 * Until when an order stays in its status unless somebody acts, from the time left at the moment of the answer.
 *
 * @param leftMs ms; negative when it is overdue. Below a second it says nothing: 0 is what the platform writes
 * for a status without a deadline.
 * @param nowMs ms UTC. The result is cut to the minute, so that two answers tell the same.
 * @returns ISO 8601 UTC; undefined when the platform says nothing, or the order has ended.
 */
export function deadlineFromTimeLeft(
	status: string | undefined,
	leftMs: number | undefined,
	nowMs: number,
): string | undefined {
	if (leftMs === undefined || hasEnded(status)) return undefined;
	const distanceMs = Math.abs(leftMs);
	if (distanceMs < SECOND_MS || distanceMs > MOST_LEFT_MS) return undefined;
	return msToIso(Math.floor((nowMs + leftMs) / MINUTE_MS) * MINUTE_MS);
}

const auditSchema = fields({ audit_status: text, reject_reason: text, audit_type: text });
const lineSchema = fields({
	child_trade_order_id: identity,
	dsa_hit: yesNo,
	compliance_review_result: text,
	pack_img_req: yesNo,
	item_img_req: yesNo,
	can_appeal: yesNo,
	audit_history: listOf(auditSchema),
});
type Line = z.infer<typeof lineSchema>;

/** Reads the answer of `aliexpress.trade.compliance.order.query`: the review of each line of an order. */
export function parseCompliance(value: JsonObject): Line[] {
	const place = { field: 'data', within: ['result'] };
	return readRows(value, place).map(({ source, at }) => readShape(lineSchema, source, at));
}

function isPassed({ dsa_hit: isHit, compliance_review_result: result }: Line): boolean {
	return result === 'PASSED' || result === 'ALL_PASSED' || isHit === false;
}

/** Normalises the review of an order: whether it failed, and what is asked for each line. */
export function toComplianceItem(orderId: string, lines: readonly Line[]) {
	return {
		orderId,
		isFailed: lines.some(({ compliance_review_result: result }) => result === 'FAILED'),
		isPassed: lines.length > 0 && lines.every(isPassed),
		lines: lines.map((line) =>
			present({
				orderLineId: line.child_trade_order_id,
				result: line.compliance_review_result,
				isReviewed: line.dsa_hit,
				needsPackagePhoto: line.pack_img_req,
				needsItemPhoto: line.item_img_req,
				canAppeal: line.can_appeal,
				reason: [...line.audit_history].reverse().find((one) => one.reject_reason)?.reject_reason,
			}),
		),
	};
}
