import type { JsonObject } from '../../../json.mts';
import { printJson } from '../../../json.mts';
import { currentVersion, visibleVersion } from '../../../shop/orders.mts';
import type { Order, OrderVersion } from '../../../shop/orders.mts';
import { refuse } from '../../failures.mts';
import { textField } from '../fields.mts';
import { inRange, listField, timeField } from '../method.mts';
import type { MethodCall } from '../method.mts';
import { listedStatus } from './orderListRow.mts';

const DAY_MS = 86_400_000;
const OPEN_WINDOW_MS = 180 * DAY_MS;
const FINISHED_WINDOW_MS = 30 * DAY_MS;

export interface ListedOrder {
	order: Order;
	version: OrderVersion;
}

/** The orders a filter found, newest first; rows are made when they are asked for. */
export interface FoundOrders {
	total: number;
	/** How many of them `total_count` counts: all but those of the internal class. */
	counted: number;
	rows(start: number, count: number): ListedOrder[];
}

/** What both lists filter by, under the same names. */
export function findOrders(query: JsonObject, call: MethodCall): FoundOrders {
	const { nowMs, shop, options } = call;
	if (options.createRange === 'required' && !query.create_date_start) {
		refuse('MissingParameter', 'The input parameter "create_date_start" is not supplied');
	}
	const statuses = askedStatuses(query, call);
	const createdFrom = timeField(query, 'create_date_start', call);
	const createdTo = timeField(query, 'create_date_end', call);
	const changedFrom = timeField(query, 'modified_date_start', call);
	const changedTo = timeField(query, 'modified_date_end', call);
	const buyer = textField(query, 'buyer_login_id');
	const bizType = textField(query, 'biz_type');
	const fits = (status: string, createdAtMs: number, changedAtMs: number) =>
		(statuses ? statuses.has(status) : status !== 'FINISH') &&
		createdAtMs >= nowMs - (status === 'FINISH' ? FINISHED_WINDOW_MS : OPEN_WINDOW_MS) &&
		inRange(createdAtMs, createdFrom, createdTo) &&
		inRange(changedAtMs, changedFrom, changedTo);
	const belongs = (order: Order) =>
		(!buyer || buyer === order.buyer.loginId) && (!bizType || bizType === order.bizType);
	const placed: ListedOrder[] = [];
	// The end of a range is a whole second.
	for (const order of shop.placedWithin(createdFrom ?? -Infinity, (createdTo ?? Infinity) + 999)) {
		const version = visibleVersion(order, nowMs);
		if (!version || !fits(listedStatus(version), order.createdAtMs, version.changedAtMs)) continue;
		if (belongs(order)) placed.push({ order, version });
	}
	placed.sort(
		(a, b) => b.order.createdAtMs - a.order.createdAtMs || (b.order.id > a.order.id ? 1 : -1),
	);
	const places = scalePlaces(query, call, (place, status, createdAtMs, changedAtMs) => {
		if (!fits(status, createdAtMs, changedAtMs)) return false;
		return (!buyer && !bizType) || belongs(shop.scale.at(place));
	});
	const total = placed.length + places.length;
	return {
		total,
		counted: total - placed.filter(({ order }) => order.isInternal).length,
		rows(start, count) {
			const from = Math.max(0, start);
			const place = (row: number) => Math.max(0, row - placed.length);
			const made = Array.from(places.subarray(place(from), place(from + count)), (at) => {
				const order = shop.scale.at(at);
				return { order, version: currentVersion(order) };
			});
			return [...placed.slice(from, from + count), ...made];
		},
	};
}

/** By how many places the rows of a page have moved meanwhile, seeded. */
export function rowShift(page: number, { shop }: MethodCall): number {
	const { shiftRows } = shop.options;
	return page > 1 && shiftRows > 0 ? shop.random.int(-shiftRows, shiftRows) : 0;
}

/** One answer in so many has a wrong count, and no count is wrong by more than this part. */
const WRONG_ONCE_IN = 20;
const WRONG_BY = 1 / 20;

/** What `total_count` says about the orders that were found, seeded; undefined where it is left out. */
export function writtenCount(
	{ counted }: FoundOrders,
	{ shop, options }: MethodCall,
): number | undefined {
	const { random } = shop;
	switch (options.orderCount) {
		case 'counted':
			return counted;
		case 'absent':
			return undefined;
		case 'wrongAtTimes':
			if (!random.chance(1 / WRONG_ONCE_IN)) return counted;
	}
	const most = Math.max(1, Math.ceil(counted * WRONG_BY));
	return Math.max(0, counted + (random.chance(0.5) ? 1 : -1) * random.int(1, most));
}

type PlaceFits = (
	place: number,
	status: string,
	createdAtMs: number,
	changedAtMs: number,
) => boolean;

function scalePlaces(query: JsonObject, { shop }: MethodCall, fits: PlaceFits): Uint32Array {
	const { scale } = shop;
	if (scale.count === 0) return new Uint32Array();
	const key = printJson({ ...query, current_page: null, page: null, page_size: null });
	return scale.matching(key, ({ status, createdAtMs, changedAtMs }, place) =>
		fits(place, status, createdAtMs, changedAtMs),
	);
}

/** The statuses asked for; undefined when none is named (then all but FINISH are meant). */
function askedStatuses(query: JsonObject, { options }: MethodCall): Set<string> | undefined {
	const named = [...listField(query, 'order_status_list')];
	if (query.order_status) named.push(query.order_status);
	if (named.length === 0) return undefined;
	const statuses = new Set(named.map(String));
	const alone = statuses.size === 1 && Boolean(query.create_date_start);
	// FINISH is to be asked for separately, with a create range; otherwise it is left out.
	if (options.finishRule === 'separate' && !alone) statuses.delete('FINISH');
	return statuses;
}
