import { HOUR_MS, SECOND_MS } from '../../../time/units';
import { reviewKey } from '../../parse/review/review';
import { EVENTS, EVENTS_OF } from '../events/events';
import type { OccurrenceRow, SightingRow, Told } from '../events/occurrences';
import { DISPUTE_STATES, readDisputes } from '../lists/disputes';
import type { Call } from '../lists/lists';
import { readEnded, readOrders } from '../lists/orders';
import { PAGE_SIZE } from '../lists/pages';
import { askForReviews } from '../lists/reviews';
import { latestReadingMs, pacificMs, rowTimeMs } from '../lists/window';
import { watchesTakenBack } from '../position/start';
import type { OutstandingEvent, TriggerState } from '../position/state';
import { disputeZoneOf, type TriggerSettings } from '../settings';

/** The row that an event is told by, and when it was read, ms UTC. It holds data of the buyer. */
export interface Row {
	row: OccurrenceRow | SightingRow;
	readAtMs: number;
}

/** Rows so far apart are asked for in calls of their own. */
const TOGETHER_MS = 12 * HOUR_MS;
/** Pages of one read; of more rows the later ones are asked for another time. */
const MOST_PAGES = 4;

/** The row of an event alone. */
export function rowOf(one: Told): Row['row'] {
	if (one.kind === 'sighting') {
		const { kind, raw, id, before } = one;
		return { kind, raw, id, before };
	}
	if (one.kind === 'order') return { kind: one.kind, raw: one.raw };
	if (one.kind === 'review') return { kind: one.kind, raw: one.raw };
	return { kind: one.kind, raw: one.raw };
}

/** What the row of an event is asked for by, and where it stands in its list, ms UTC. */
export function placeOf(
	one: Told,
	settings: Pick<TriggerSettings, 'disputeZone'>,
): Pick<OutstandingEvent, 'key' | 'rowMs' | 'before'> {
	if (one.kind === 'sighting') {
		return { key: one.id, rowMs: one.occurredAtMs, before: one.before };
	}
	if (one.kind === 'order') {
		const { order_id: key, gmt_create: createdText } = one.raw.fields;
		return { key, rowMs: pacificMs(createdText) ?? one.occurredAtMs };
	}
	if (one.kind === 'review') return { key: reviewKey(one.raw.fields), rowMs: one.occurredAtMs };
	const { issue_id: key, gmt_create: openedText } = one.raw.fields;
	return { key, rowMs: rowTimeMs(openedText, disputeZoneOf(settings)) ?? one.occurredAtMs };
}

/**
 * Takes back what a watch has told and this process does not hold, e.g. after a restart: the watch knows
 * again what it knew before, looks at once, and tells it under the same id.
 *
 * @param isHeld whether the process holds the row of an event, by its id.
 */
export function takeBackSightings(
	state: TriggerState,
	isHeld: (eventId: string) => boolean,
): TriggerState {
	const { outstanding } = state;
	const isLost = ({ event, eventId, isOut }: OutstandingEvent) =>
		EVENTS[event].watch !== undefined && !isOut && !isHeld(eventId);
	const lost = outstanding?.events.filter(isLost) ?? [];
	if (!outstanding || lost.length === 0) return state;
	const told = lost.map(({ event, before = '' }) => [EVENTS[event].watch ?? '', before] as const);
	const watches = watchesTakenBack(state.watches, told);
	const events = outstanding.events.filter((one) => !isLost(one));
	return { ...state, ...(watches && { watches }), outstanding: { ...outstanding, events } };
}

/** Whether the rows of two events stand in the same list. */
export function areAlike(
	one: Pick<OutstandingEvent, 'event'>,
	other: Pick<OutstandingEvent, 'event'>,
): boolean {
	return Object.values(EVENTS_OF).some((table) => one.event in table && other.event in table);
}

/** Found rows by what they are asked for by. */
type Found = Map<string, OccurrenceRow>;

async function findReviews(call: Call, wanted: readonly OutstandingEvent[]): Promise<Found> {
	const parents = new Set(wanted.map(({ key }) => key.split(':', 1)[0] ?? ''));
	const asked = [...parents].slice(0, PAGE_SIZE).map(BigInt);
	const rows = await askForReviews(call, { parent_order_ids: asked });
	return new Map(rows.map((raw) => [reviewKey(raw.fields), { kind: 'review' as const, raw }]));
}

/** Asks one part of a list after the other until all rows are found. */
async function findIn(
	wanted: readonly OutstandingEvent[],
	parts: ReadonlyArray<() => Promise<ReadonlyArray<readonly [string, OccurrenceRow]>>>,
): Promise<Found> {
	const found: Found = new Map();
	for (const read of parts) {
		if (wanted.every(({ key }) => found.has(key))) break;
		for (const [key, row] of await read()) if (!found.has(key)) found.set(key, row);
	}
	return found;
}

/**
 * Reads the rows of events again, of all that one read brings: 50 reviews in a call, the orders of half a
 * day in a call for each page, and another one when some have ended, disputes in a call for each status.
 * A row shows how things are now.
 *
 * @param wanted the first one has to be found, where it is still listed.
 * @returns the rows by event id.
 * @throws TypeError when an answer does not have the shape of its list; NodeApiError of the call.
 */
export async function readRowsAgain(
	call: Call,
	wanted: readonly [OutstandingEvent, ...OutstandingEvent[]],
	settings: Pick<TriggerSettings, 'disputeZone'>,
	nowMs: () => number,
): Promise<Map<string, Row>> {
	const [first] = wanted;
	const alike = wanted.filter((one) => areAlike(one, first));
	const near = alike.filter(
		({ rowMs }) => rowMs >= first.rowMs && rowMs <= first.rowMs + TOGETHER_MS,
	);
	const lastMs = latestReadingMs(Math.max(...near.map(({ rowMs }) => rowMs)));
	const ask = {
		fromMs: first.rowMs - SECOND_MS,
		toMs: lastMs + SECOND_MS,
		keep: 'earlier' as const,
		pageLimit: MOST_PAGES,
		isOverdue: () => false,
	};
	const orders = [
		async () => await readOrders(call, 'orders', ask),
		async () => await readEnded(call, ask),
	].map((read) => async () => {
		const { rows } = await read();
		return rows.map((raw) => [raw.fields.order_id, { kind: 'order' as const, raw }] as const);
	});
	const zone = disputeZoneOf(settings);
	const disputes = DISPUTE_STATES.map((state) => async () => {
		const { rows } = await readDisputes(call, { ...ask, zone, state });
		return rows.map((raw) => [raw.fields.issue_id, { kind: 'dispute' as const, raw }] as const);
	});
	const isReview = first.event in EVENTS_OF.reviews;
	const found = isReview
		? await findReviews(call, alike)
		: await findIn(near, first.event in EVENTS_OF.orders ? orders : disputes);
	const readAtMs = nowMs();
	return new Map(
		alike.flatMap(({ eventId, key }): Array<[string, Row]> => {
			const row = found.get(key);
			return row ? [[eventId, { row, readAtMs }]] : [];
		}),
	);
}
