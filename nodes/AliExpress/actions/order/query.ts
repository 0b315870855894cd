import type { INodePropertyOptions } from 'n8n-workflow';

import { DAY_MS, HOUR_MS } from '../../../time/units';
import { boundText, msToPacific } from '../../../time/zones';
import type { PrintableJson } from '../../../wire/json';
import { FINISHED, listedStatuses } from '../../../wire/orderStatus';

/** How far back the platform lists orders, by creation. */
const OPEN_DAYS = 180;
const FINISHED_DAYS = 30;

/** What the user asks for; times in ms UTC. */
export interface OrderFilter {
	statuses: readonly string[];
	createdAfterMs?: number | undefined;
	createdBeforeMs?: number | undefined;
	modifiedAfterMs?: number | undefined;
	modifiedBeforeMs?: number | undefined;
}

/** A `param_aeop_order_query` without its page. */
export type OrderQuery = Readonly<Record<string, PrintableJson>>;

/** The queries of a filter, or why it cannot be asked. */
export type OrderQueries =
	| { ok: true; queries: OrderQuery[] }
	| { ok: false; message: string; description: string };

function start(ms: number): string {
	return boundText(ms, 'start', 'America/Los_Angeles');
}

function end(ms: number): string {
	return boundText(ms, 'end', 'America/Los_Angeles');
}

/** An hour ahead of this server's clock, so that a slow clock does not cut the newest order off. */
function latestMs(nowMs: number): number {
	return nowMs + HOUR_MS;
}

/** Where a query begins when no start is given. */
function defaultStartMs(days: number, nowMs: number): number {
	return latestMs(nowMs) - days * DAY_MS;
}

function refuse(message: string, description: string): OrderQueries {
	return { ok: false, message, description: `${description} No call was spent.` };
}

function checkOf(filter: OrderFilter, nowMs: number): OrderQueries | undefined {
	const ranges = [
		['Created', filter.createdAfterMs, filter.createdBeforeMs],
		['Modified', filter.modifiedAfterMs, filter.modifiedBeforeMs],
	] as const;
	for (const [name, afterMs, beforeMs] of ranges) {
		if (afterMs === undefined || afterMs < (beforeMs ?? latestMs(nowMs))) continue;
		const end = beforeMs === undefined ? 'the present' : `"${name} Before"`;
		return refuse(`"${name} After" is not before ${end}`, 'No order can lie in this range.');
	}
	const isFinishedAsked = filter.statuses.includes(FINISHED);
	const days = isFinishedAsked ? FINISHED_DAYS : OPEN_DAYS;
	const which = isFinishedAsked ? 'finished orders' : 'open orders';
	const oldestMs = nowMs - days * DAY_MS;
	const { createdAfterMs, createdBeforeMs = nowMs } = filter;
	const isTooOld =
		createdAfterMs === undefined
			? createdBeforeMs <= defaultStartMs(days, nowMs)
			: createdAfterMs < oldestMs;
	if (!isTooOld) return undefined;
	const advice =
		isFinishedAsked && filter.statuses.length > 1
			? ' Ask for finished orders in a separate node to read older open ones.'
			: '';
	return refuse(
		`AliExpress lists ${which} created in the last ${days} days only`,
		`Choose a creation date from ${msToPacific(oldestMs).slice(0, 10)} on.${advice}`,
	);
}

function queryOf(filter: OrderFilter, days: number, nowMs: number): OrderQuery {
	const { createdAfterMs, createdBeforeMs, modifiedAfterMs, modifiedBeforeMs } = filter;
	const toMs = createdBeforeMs ?? latestMs(nowMs);
	const fromMs = createdAfterMs ?? defaultStartMs(days, nowMs);
	return {
		create_date_start: start(fromMs),
		create_date_end: end(toMs),
		...(modifiedAfterMs !== undefined && { modified_date_start: start(modifiedAfterMs) }),
		...(modifiedBeforeMs !== undefined && { modified_date_end: end(modifiedBeforeMs) }),
	};
}

/**
 * Turns a filter into queries. The platform leaves `FINISH` out unless it is the only status and a
 * creation range is given, so it gets a query of its own.
 *
 * @param nowMs ms UTC.
 */
export function orderQueries(filter: OrderFilter, nowMs: number): OrderQueries {
	const refused = checkOf(filter, nowMs);
	if (refused) return refused;
	const open = filter.statuses.filter((status) => status !== FINISHED);
	const isFinishedAsked = open.length < filter.statuses.length;
	const queries: OrderQuery[] = [];
	if (open.length > 0 || !isFinishedAsked) {
		const statuses = open.length > 0 ? { order_status_list: open } : {};
		queries.push({ ...queryOf(filter, OPEN_DAYS, nowMs), ...statuses });
	}
	if (isFinishedAsked) {
		queries.push({ ...queryOf(filter, FINISHED_DAYS, nowMs), order_status: FINISHED });
	}
	return { ok: true, queries };
}

/** Order statuses with what they mean, by name. The platform may know more. */
export function statusOptions(): INodePropertyOptions[] {
	return listedStatuses()
		.map(({ status, en }) => ({
			name: en,
			value: status,
			...(status === FINISHED && {
				description: 'Of the last 30 days. Asked for separately, so it costs calls of its own.',
			}),
		}))
		.sort((left, right) => left.name.localeCompare(right.name, 'en'));
}
