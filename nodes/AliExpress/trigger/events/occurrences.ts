import type { IDataObject } from 'n8n-workflow';

import type { RawDispute } from '../../parse/dispute/dispute';
import type { RawOrder } from '../../parse/order/orderList';
import { reviewKey, type RawReview } from '../../parse/review/review';
import { isOrderList, type ListName } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import { pacificMs } from '../lists/window';
import { disputeZoneOf, type TriggerSettings } from '../settings';
import { openedMsOf } from './disputes';
import { type About, eventIdOf, type Finding, type Known, shortIdOf } from './eventId';
import { EVENTS_OF, type EventKind, type TriggerEvent } from './events';
import { updatedMs } from './orders';
import { validMsOf } from './reviews';

/** The row of an occurrence, as its list gave it. */
export type OccurrenceRow =
	| { kind: 'order'; raw: RawOrder }
	| { kind: 'review'; raw: RawReview }
	| { kind: 'dispute'; raw: RawDispute };

/** Something that a row says has happened, with the row. Lives in memory only. Times are ms UTC. */
export type Occurrence = Omit<Finding, 'version' | 'alsoVersions'> &
	OccurrenceRow & {
		event: TriggerEvent;
		/** Stable over restarts, renames and repeated reads. */
		eventId: string;
		/** Short ids under which it is remembered. */
		shortIds: readonly string[];
		list: ListName;
		/** Where the row stands on the time axis of the window it was asked with. */
		axisMs: number;
	};

/** What a watch has seen: what the item says, what it is about, and what the watch knew of it before. */
export interface SightingRow {
	kind: 'sighting';
	raw: IDataObject;
	id: string;
	/** See `packBefore`. */
	before: string;
}

/** As much of what has happened as its item is made of. */
export type Told = Pick<Occurrence, 'event' | 'eventId' | 'occurredAtMs'> &
	(OccurrenceRow | SightingRow);

/** How the rows of a list are looked at. */
interface Look<Row> {
	table: Readonly<Partial<Record<TriggerEvent, EventKind<Row>>>>;
	idOf(row: Row): string;
	axisMsOf(row: Row, about: About): number;
	rowOf(row: Row): OccurrenceRow;
}

function lookAt<Row>(
	rows: readonly Row[],
	list: ListName,
	look: Look<Row>,
	events: readonly TriggerEvent[],
	common: Omit<About, 'isKnown'>,
): Occurrence[] {
	const { account, known } = common;
	const wanted = events.flatMap((event) => {
		const kind = look.table[event];
		return kind ? [{ event, kind }] : [];
	});
	return rows.flatMap((row) => {
		const id = look.idOf(row);
		return wanted.flatMap(({ event, kind }): Occurrence[] => {
			const shortIdIn = (version: string) => shortIdOf(eventIdOf(account, event, id, version));
			const about: About = { ...common, isKnown: (version) => known.has(shortIdIn(version)) };
			// Asked before any time is read: most rows of an overlapping window are known.
			if (kind.isOnce && about.isKnown('')) return [];
			return kind
				.find(row, about)
				.filter(({ version }) => !about.isKnown(version))
				.map(({ version, alsoVersions = [], ...finding }) => ({
					...finding,
					...look.rowOf(row),
					event,
					eventId: eventIdOf(account, event, id, version),
					shortIds: [...new Set([version, ...alsoVersions])].map(shortIdIn),
					list,
					axisMs: look.axisMsOf(row, about),
				}));
		});
	});
}

/** What a list of a snapshot says has happened and is not known yet; nothing when it was not read. */
export function occurrencesOf(
	list: ListName,
	snapshot: Snapshot,
	settings: TriggerSettings,
	account: string,
	known: Known,
): Occurrence[] {
	const { events } = settings;
	const fetchedAtMs = snapshot[list]?.fetchedAtMs ?? snapshot.fetchedAtMs;
	const about = { ...settings, disputeZone: disputeZoneOf(settings) };
	const common = { account, known, settings: about, fetchedAtMs };
	if (isOrderList(list)) {
		const look: Look<RawOrder> = {
			table: EVENTS_OF.orders,
			idOf: ({ fields }) => fields.order_id,
			// The one list is cut by the time of placing, the others by the time of the last change.
			axisMsOf: (row) =>
				(list === 'orders' ? pacificMs(row.fields.gmt_create) : updatedMs(row)) ?? fetchedAtMs,
			rowOf: (raw) => ({ kind: 'order', raw }),
		};
		return lookAt(snapshot[list]?.rows ?? [], list, look, events, common);
	}
	if (list === 'reviews') {
		const look: Look<RawReview> = {
			table: EVENTS_OF.reviews,
			idOf: ({ fields }) => reviewKey(fields),
			axisMsOf: validMsOf,
			rowOf: (raw) => ({ kind: 'review', raw }),
		};
		return lookAt(snapshot.reviews?.rows ?? [], list, look, events, common);
	}
	const look: Look<RawDispute> = {
		table: EVENTS_OF.disputes,
		idOf: ({ fields }) => fields.issue_id,
		axisMsOf: openedMsOf,
		rowOf: (raw) => ({ kind: 'dispute', raw }),
	};
	return lookAt(snapshot.disputes?.rows ?? [], list, look, events, common);
}
