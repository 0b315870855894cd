import { readTime } from '../../time/written';
import { msToIso, wallClockToMs, type PlatformZone } from '../../time/zones';

const EPOCH_MS = /^\d{13}$/;
const FRACTION = /\.\d{1,9}$/;
/** Length of `yyyy-MM-dd HH:mm:ss`. */
const TO_THE_SECOND = 19;
/** Length of `yyyy-MM-dd HH`. */
const TO_THE_HOUR = 13;
/** What ISO 8601 writes behind the hour of a full hour. */
const FULL_HOUR = ':00:00.000Z';
const ZERO = 48;
const BLANK = 32;
const MINUS = 45;
const COLON = 58;

/** The number of the two digits at a place of a text; -1 when they are none. */
function twoDigits(text: string, at: number): number {
	const tens = text.charCodeAt(at) - ZERO;
	const ones = text.charCodeAt(at + 1) - ZERO;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/**
 * A number for the hour of a text `yyyy-MM-dd HH:mm:ss`, another one for each hour; undefined for a text in another
 * form. Character by character, since lists hold thousands of times and a pattern takes as long as all the rest.
 */
function hourOf(text: string): number | undefined {
	if (text.length !== TO_THE_SECOND) return undefined;
	const isDate = text.charCodeAt(4) === MINUS && text.charCodeAt(7) === MINUS;
	const isTime = text.charCodeAt(13) === COLON && text.charCodeAt(16) === COLON;
	if (!isDate || !isTime || text.charCodeAt(10) !== BLANK) return undefined;
	const [century, year] = [twoDigits(text, 0), twoDigits(text, 2)];
	const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
	const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
	// One that is below zero makes all of them so.
	const areDigits = (century | year | month | day | hour | minute | second) >= 0;
	// Beyond these another hour would get the same number.
	const isInRange = month >= 1 && month <= 12 && day < 32 && hour < 24;
	if (!areDigits || !isInRange || minute >= 60 || second >= 60) return undefined;
	return (((century * 100 + year) * 12 + month) * 32 + day) * 24 + hour;
}

// Lists hold thousands of times within few hours, and reading one from scratch takes microseconds.
// In the zones of the platform offsets change on the hour only, so within an hour all times begin
// alike. An empty text stands for hours that no zone's offset of today fits.
const HOURS_KEPT = 10_000;
const isoHours = new Map<PlatformZone, Map<number, string>>();

function isoHourOf(hour: string, zone: PlatformZone): string {
	const startMs = wallClockToMs(`${hour}:00:00`, zone);
	const iso = startMs === undefined ? '' : msToIso(startMs);
	return iso.endsWith(FULL_HOUR) ? iso.slice(0, -FULL_HOUR.length) : '';
}

/** What stands behind the hour for each second of an hour, made when it is first met. */
const tails: string[] = [];

/** `:12:34.000Z` of a text whose time is `21:12:34`. */
function tailOf(text: string): string {
	const second = twoDigits(text, TO_THE_HOUR + 1) * 60 + twoDigits(text, TO_THE_HOUR + 4);
	return (tails[second] ??= `${text.slice(TO_THE_HOUR)}.000Z`);
}

/** The ISO 8601 UTC text, up to its hour, of the hour of a text. */
function keptIsoHour(text: string, hour: number, zone: PlatformZone): string {
	let kept = isoHours.get(zone);
	if (!kept || kept.size >= HOURS_KEPT) isoHours.set(zone, (kept = new Map<number, string>()));
	let iso = kept.get(hour);
	if (iso === undefined) kept.set(hour, (iso = isoHourOf(text.slice(0, TO_THE_HOUR), zone)));
	return iso;
}

function isoOfWallClock(written: string, zone: PlatformZone): string | undefined {
	const hour = hourOf(written);
	if (hour === undefined) return undefined;
	const isoHour = keptIsoHour(written, hour, zone);
	if (isoHour !== '') return isoHour + tailOf(written);
	const ms = wallClockToMs(written, zone);
	return ms === undefined ? undefined : msToIso(ms);
}

/** A time that says itself when it is: seconds or milliseconds since the epoch, or a text with its offset. */
function isoOfItself(value: string): string | undefined {
	if (EPOCH_MS.test(value)) return msToIso(Number(value));
	const time = readTime(value);
	return time && 'atMs' in time ? msToIso(time.atMs) : undefined;
}

/**
 * Reads a time of an answer: wall-clock text `yyyy-MM-dd HH:mm:ss` in `zone`, or one that needs no zone, as
 * `isoOfItself` reads it.
 *
 * @param zone undefined when it is not known: then wall-clock texts cannot be read.
 * @param notBefore ISO 8601 UTC of what surely came first. It tells which pass of the hour that occurs twice in
 * autumn is meant; without it the first is taken.
 * @returns ISO 8601 UTC; undefined when the text is missing or in another form.
 */
export function isoOf(
	written: string | undefined,
	zone: PlatformZone | undefined,
	notBefore?: string,
): string | undefined {
	if (written === undefined) return undefined;
	// Nearly all are of this length, and have neither blanks around them nor a fraction behind.
	const isBare = written.length === TO_THE_SECOND;
	const value = isBare ? written : written.trim();
	const text = isBare ? written : value.replace(FRACTION, '');
	const iso = zone === undefined ? undefined : isoOfWallClock(text, zone);
	if (iso === undefined || zone === undefined) return isoOfItself(value.trim());
	if (notBefore === undefined || iso >= notBefore) return iso;
	return msToIso(wallClockToMs(text, zone, Date.parse(notBefore)) ?? Date.parse(iso));
}

/**
 * Both faces of a time for an item: `<name>` as ISO 8601 UTC and `<name>Platform` as the platform
 * wrote it. A text in an unknown form is handed on without the ISO face; a missing one gives `{}`.
 *
 * @param notBefore as for `isoOf`.
 */
export function timeFields<N extends string>(
	name: N,
	written: string | undefined,
	zone: PlatformZone,
	notBefore?: string,
): { [K in N | `${N}Platform`]?: string } {
	if (written === undefined) return {};
	const iso = isoOf(written, zone, notBefore);
	const fields: Record<string, string> = { [`${name}Platform`]: written };
	return (iso === undefined ? fields : { [name]: iso, ...fields }) as {
		[K in N | `${N}Platform`]?: string;
	};
}

/**
 * `timeFields` of moments that came one after the other, e.g. created before changed: in the hour that occurs
 * twice in autumn none of them lies before the one above it.
 *
 * @param written by the name of the field, the earliest first.
 */
export function timesInOrder<N extends string>(
	written: Readonly<Record<N, string | undefined>>,
	zone: PlatformZone,
): { [K in N | `${N}Platform`]?: string } {
	const fields: Record<string, string> = {};
	let before: string | undefined;
	for (const [name, text] of Object.entries<string | undefined>(written)) {
		const shown: Record<string, string | undefined> = timeFields(name, text, zone, before);
		before = shown[name] ?? before;
		Object.assign(fields, shown);
	}
	return fields as { [K in N | `${N}Platform`]?: string };
}
