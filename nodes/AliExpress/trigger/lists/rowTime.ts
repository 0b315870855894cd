import type { PlatformZone } from '../../../time/wallClock';
import { isoOf } from '../../parse/moment';

/** A time of a row in ms UTC; undefined when it is missing or in an unknown form. */
export function rowTimeMs(text: string | undefined, zone: PlatformZone): number | undefined {
	const iso = isoOf(text, zone);
	return iso === undefined ? undefined : Date.parse(iso);
}

/** A Pacific time of an order, ms UTC; undefined when it is missing or in another form. */
export function pacificMs(text: string | undefined): number | undefined {
	return rowTimeMs(text, 'America/Los_Angeles');
}
