import type { z } from 'zod';

import { buyerText, type BuyerDataChoice } from '../../../client/buyerData';
import type { PlatformZone } from '../../../time/zones';
import type { JsonObject } from '../../../wire/json';
import { readRows } from '../answerRows';
import { isoOf } from '../moment';
import { present } from '../present';
import { fields, readShape, text } from '../shape';
import { webAddress } from '../webAddress';
import { isAtTheBuyer, withoutPeople, type Milestone } from './milestone';
import { isTakenAway, mayNameTheBuyer, milestoneOf, milestoneOfWords } from './trackingMilestone';

const eventSchema = fields({
	// Of the older method.
	event_date: text,
	event_desc: text,
	address: text,
	signed_name: text,
	action_code: text,
	// Of the newer one.
	time: text,
	trackingCode: text,
	trackingCodeDesc: text,
	trackingDetailDesc: text,
});
type EventFields = z.infer<typeof eventSchema>;

/** Which of the two methods an answer came from. */
export type TrackingSource = 'newer' | 'older';

/** The events of one parcel, and the answer as the platform wrote it. */
export interface RawTracking {
	events: EventFields[];
	/** Page of the carrier; only the older method tells it. */
	website: string | undefined;
	from: TrackingSource;
	source: JsonObject;
}

/**
 * Reads the answer of `aliexpress.asf.shipment.tracking.get` (newer) or
 * `aliexpress.logistics.redefining.querytrackingresult` (older). A parcel without events has none yet.
 */
export function parseTracking(value: JsonObject, from: TrackingSource): RawTracking {
	const rows = readRows(value, { field: 'details', within: ['result', 'data'] });
	const { official_website: website } = readShape(
		fields({ official_website: text }),
		value,
		'answer',
	);
	const events = rows.map(({ source, at }) => {
		const event = readShape(eventSchema, source, at);
		if (Object.values(event).some((field) => field !== undefined)) return event;
		throw new TypeError(`The field "${at}" of the answer holds nothing that is known.`);
	});
	return { events, website, from, source: value };
}

/** How tracking items are made. */
export interface TrackingItemChoice extends BuyerDataChoice {
	/**
	 * Zone of the older method's times. The platform does not state it, so without a choice they stay
	 * text. The newer method writes milliseconds, which need none.
	 */
	zone: PlatformZone | undefined;
}

/** An event of a parcel. `at` is ISO 8601 UTC. */
export type TrackingEvent = {
	at?: string;
	atPlatform?: string;
	milestone?: Milestone;
	/** What the words mean, where that is something else than the code, which is believed. */
	milestoneInWords?: Milestone;
	code?: string;
	description?: string;
	detail?: string;
	place?: string;
	signedBy?: string;
};

/** The parcel and the order it belongs to, as they were asked for. */
export interface TrackedParcel {
	orderId: string;
	trackingNumber?: string | undefined;
}

/** The words of a carrier; without buyer data nobody is named in them. */
function shownWords(
	words: string | undefined,
	name: string | undefined,
	isAtBuyer: boolean,
	choice: BuyerDataChoice,
): string | undefined {
	if (choice.includeBuyerData || words === undefined) return words;
	return withoutPeople(name ? words.split(name).join('***') : words, isAtBuyer);
}

/** An event, and whether it says that somebody took the parcel, without saying who. */
interface ReadEvent {
	event: TrackingEvent;
	isTaken: boolean;
}

function toEvent(fields: EventFields, choice: TrackingItemChoice): ReadEvent {
	const { signed_name: name } = fields;
	const written = fields.time ?? fields.event_date;
	const code = fields.action_code ?? fields.trackingCode;
	const description = fields.trackingCodeDesc ?? fields.event_desc;
	const detail = fields.trackingDetailDesc;
	const texts = [description, detail];
	const milestone = milestoneOf(code, texts);
	const inWords = milestoneOfWords(texts);
	const isAtBuyer = mayNameTheBuyer(code, texts);
	const shown = (words: string | undefined) => shownWords(words, name, isAtBuyer, choice);
	const event: TrackingEvent = present({
		at: isoOf(written, choice.zone),
		atPlatform: written,
		milestone,
		milestoneInWords: inWords === milestone ? undefined : inWords,
		code,
		description: shown(description ?? detail),
		detail: description === undefined || detail === description ? undefined : shown(detail),
		place: isAtBuyer ? buyerText(fields.address, choice) : fields.address,
		signedBy: buyerText(name, choice),
	});
	return { event, isTaken: isTakenAway(code, texts) };
}

/** Oldest first, whichever way the platform lists them; events of one time keep their order. */
function inOrder(events: ReadEvent[]): ReadEvent[] {
	const at = (read: ReadEvent | undefined) => read?.event.at ?? read?.event.atPlatform ?? '';
	const isNewestFirst = at(events[0]) > at(events.at(-1));
	const listed = isNewestFirst ? [...events].reverse() : [...events];
	return listed.sort((a, b) => (at(a) < at(b) ? -1 : Number(at(a) > at(b))));
}

/** Who took a parcel that was on its way to the door is the buyer, or somebody there. */
function withTakers(events: ReadEvent[]): TrackingEvent[] {
	let isAtTheDoor = false;
	return events.map(({ event, isTaken }) => {
		const { milestone = isTaken && isAtTheDoor ? 'signed' : undefined } = event;
		if (milestone !== undefined) isAtTheDoor = isAtTheBuyer(milestone);
		return milestone === event.milestone ? event : present({ ...event, milestone });
	});
}

/** Normalises the tracking of a parcel; a superset of what `simplifyTracking` keeps. */
export function toTrackingItem(
	{ events: raw, website, from }: RawTracking,
	{ orderId, trackingNumber }: TrackedParcel,
	choice: TrackingItemChoice,
) {
	const events = withTakers(inOrder(raw.map((event) => toEvent(event, choice))));
	const telling = events.filter(({ milestone }) => milestone !== undefined);
	const named = telling.flatMap(({ milestone }) => milestone ?? []);
	const last = events.at(-1);
	return present({
		orderId,
		trackingNumber,
		milestone: named.at(-1),
		milestoneInWords: telling.at(-1)?.milestoneInWords,
		milestones: [...new Set(named)],
		isDelivered: named.includes('signed'),
		lastEvent: last?.description,
		lastEventAt: last?.at,
		lastEventAtPlatform: last?.atPlatform,
		events,
		carrierUrl: webAddress(website),
		source: from,
	});
}
export type TrackingItem = ReturnType<typeof toTrackingItem>;

/** Takes a full item down to what a message about a parcel needs. */
export function simplifyTracking(item: TrackingItem) {
	return present({
		orderId: item.orderId,
		trackingNumber: item.trackingNumber,
		milestone: item.milestone,
		milestoneInWords: item.milestoneInWords,
		milestones: item.milestones,
		isDelivered: item.isDelivered,
		lastEvent: item.lastEvent,
		lastEventAt: item.lastEventAt ?? item.lastEventAtPlatform,
		carrierUrl: item.carrierUrl,
		events: item.events.map(({ atPlatform, at = atPlatform, ...event }) =>
			present({ at, ...event, signedBy: undefined }),
		),
	});
}
