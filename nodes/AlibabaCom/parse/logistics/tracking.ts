import type { Fields } from '../../../wire/reading';
import { certainIso, rowsAt, textAt } from '../rows';

/** Something that happened to a parcel. */
export interface TrackingEvent {
	code: string | null;
	name: string | null;
	location: string | null;
	/** Null unless the text itself says which moment it is: the platform does not say in which zone. */
	time: string | null;
	/** As written. */
	timePlatform: string | null;
}

/** A parcel of an order. */
export interface Parcel {
	trackingNumber: string | null;
	carrier: string | null;
	url: string | null;
	currentEventCode: string | null;
	/** In the order of the answer, the newest first as far as seen. */
	events: TrackingEvent[];
}

/** Reads one row of `tracking_list`. */
export function readParcel(row: Fields): Parcel {
	return {
		trackingNumber: textAt(row, 'tracking_number'),
		carrier: textAt(row, 'carrier'),
		url: textAt(row, 'tracking_url'),
		currentEventCode: textAt(row, 'current_event_code'),
		events: rowsAt(row, 'event_list').map((event) => ({
			code: textAt(event, 'event_code'),
			name: textAt(event, 'event_name'),
			location: textAt(event, 'event_location'),
			time: certainIso(event.event_time),
			timePlatform: textAt(event, 'event_time'),
		})),
	};
}
