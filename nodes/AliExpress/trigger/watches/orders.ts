import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../time/units';
import { msToIso } from '../../../time/zones';
import { listedStatuses } from '../../../wire/orderStatus';
import { simplifyOrder, toOrderItem } from '../../parse/order/order';
import type { RawOrder } from '../../parse/order/orderList';
import { isShippable } from '../../parse/order/shipBy';
import type { Sighting } from '../events/events';
import { isOrderList, LISTS } from '../lists/lists';
import { readStatusPage } from '../lists/orders';
import { forgetPast, shortKey, type Look, type Watch } from './watch';

/** Hours before a deadline at which it is told, unless others are set. */
const SHIP_WITHIN_HOURS = 24;
/** How far back orders are looked for that are still to be sent. */
const WAITING_MS = 90 * DAY_MS;
/** A deadline that moves by less is the same one: the platform tells it in minutes that are left. */
const SAME_DEADLINE_MS = HOUR_MS;
const TO_SHIP = listedStatuses()
	.map(({ status }) => status)
	.filter(isShippable);

type About = Omit<Look, 'call'>;

/** An order that has to be shipped soon; undefined when it is shipped, not soon, or without a deadline. */
function dueSoon(raw: RawOrder, { settings, pseudonymKey }: About, fetchedAtMs: number) {
	if (!isShippable(raw.fields.order_status)) return undefined;
	const { includeBuyerData, simplify, shipWithinHours = SHIP_WITHIN_HOURS } = settings;
	const full = toOrderItem(raw, { includeBuyerData, pseudonymKey, nowMs: fetchedAtMs });
	const deadline = full.shipBy ?? full.deadlineAt;
	if (deadline === undefined) return undefined;
	const deadlineMs = Date.parse(deadline);
	const soonMs = deadlineMs - shipWithinHours * HOUR_MS;
	if (soonMs > fetchedAtMs) return undefined;
	const shown = simplify ? simplifyOrder(full, settings) : full;
	const item = { ...shown, shipBy: msToIso(deadlineMs), isOverdue: deadlineMs < fetchedAtMs };
	return { deadlineMs, occurredAtMs: soonMs, item };
}

/** Tells an order once for each of its deadlines, by what is known of it. */
function toldOnce(raw: RawOrder, look: About, fetchedAtMs: number): Sighting[] {
	const due = dueSoon(raw, look, fetchedAtMs);
	if (!due) return [];
	const { deadlineMs, ...seen } = due;
	const key = shortKey(raw.fields.order_id);
	const [minute, times = '0'] = look.known.get(key)?.split('.') ?? [];
	const toldMs = minute === undefined ? undefined : parseInt(minute, 36) * MINUTE_MS;
	if (toldMs !== undefined && deadlineMs < toldMs + SAME_DEADLINE_MS) return [];
	const version = minute === undefined ? '' : String(Number(times) + 1);
	const value = `${(deadlineMs / MINUTE_MS).toString(36)}.${version || 0}`;
	return [{ event: 'order.shipBy', id: raw.fields.order_id, version, ...seen, key, value }];
}

async function readWaiting({ call, nowMs }: Look, page: number) {
	return await readStatusPage(call, TO_SHIP, { fromMs: nowMs - WAITING_MS, toMs: nowMs, page });
}

/** Deadlines of orders that wait to be shipped. Rows that the lists bring tell them without a call. */
export const shippingWatch: Watch = {
	everyMs: 6 * HOUR_MS,
	callsADay: (_, sweepCalls = 1) => 4 * sweepCalls,
	look: async (look) => {
		const page = Number(look.at ?? 1);
		if (page === 1)
			forgetPast(look.known, (minute) => parseInt(minute, 36) * MINUTE_MS, look.nowMs);
		const { rows, hasMore } = await readWaiting(look, page);
		const sightings = rows.flatMap((raw) => toldOnce(raw, look, look.nowMs));
		return { sightings, ...(hasMore && { next: String(page + 1) }) };
	},
	glance: (look, snapshot) =>
		LISTS.filter(isOrderList).flatMap((list) => {
			const read = snapshot[list];
			return (read?.rows ?? []).flatMap((raw) =>
				toldOnce(raw, look, read?.fetchedAtMs ?? look.nowMs),
			);
		}),
	sample: async (look) => {
		const { rows } = await readWaiting(look, 1);
		const settings = { ...look.settings, shipWithinHours: Infinity };
		for (const raw of rows) {
			const due = dueSoon(raw, { ...look, settings }, look.nowMs);
			if (!due) continue;
			const { item } = due;
			const about = { event: 'order.shipBy', id: raw.fields.order_id, version: '' } as const;
			return { ...about, occurredAtMs: look.nowMs, item };
		}
		return undefined;
	},
};
