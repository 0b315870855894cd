import { DateTime } from 'luxon';

import { SECOND_MS } from './units';

/** What a time says that something outside has written. */
export type WrittenTime =
	/** Which moment it is, ms UTC. */
	| { atMs: number }
	/** What stood on a clock of a zone that it does not name, as `yyyy-MM-dd HH:mm`, or a day alone. */
	| { wallClock: string };

const EPOCH = /^(\d{10})(\.\d+)?$|^(\d{13})$/;
const YEAR_FIRST = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T ])/i;
const COMPACT = /^\d{8}T\d/i;
const WEEKDAY_FIRST = /^[A-Z][a-z]{2}, \d/;
/** A text of a moment is far shorter; keeps hostile ones cheap. */
const MAX_LENGTH = 60;

/** Seconds (10 digits) or milliseconds (13) since the epoch. */
function epochMs(text: string): number | undefined {
	const [, seconds, fraction = '', milliseconds] = EPOCH.exec(text) ?? [];
	if (milliseconds !== undefined) return Number(milliseconds);
	return seconds === undefined ? undefined : Math.floor(Number(seconds + fraction) * SECOND_MS);
}

/** With two digits for month and day, and minus signs between them: sheets write `2026/9/30`. */
function tidied(text: string): string {
	return text.replace(YEAR_FIRST, (_, year: string, month: string, day: string) =>
		[year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
	);
}

function readIn(zone: string, text: string): DateTime {
	const options = { zone };
	const iso = DateTime.fromISO(text, options);
	if (iso.isValid) return iso;
	const sql = DateTime.fromSQL(text.replace(/^([\d-]{10})T/i, '$1 '), options);
	return sql.isValid ? sql : DateTime.fromRFC2822(text, options);
}

/**
 * Reads a time of any source: seconds or milliseconds since the epoch, ISO 8601, SQL style such as
 * `2026-09-30 10:00:00+08`, the form of mail headers. A Date or a luxon DateTime counts as what it
 * prints. A zone that the text does not name is not guessed.
 *
 * @returns undefined for what is no time, a time of day without its day included.
 */
export function readTime(value: unknown): WrittenTime | undefined {
	const written = value instanceof Date || DateTime.isDateTime(value) ? value.toJSON() : value;
	if (typeof written !== 'string' && typeof written !== 'number') return undefined;
	const text = tidied(String(written).trim());
	const atMs = epochMs(text);
	if (atMs !== undefined) return { atMs };
	const isDated = YEAR_FIRST.test(text) || COMPACT.test(text) || WEEKDAY_FIRST.test(text);
	if (!isDated || text.length > MAX_LENGTH) return undefined;
	const reading = readIn('UTC', text);
	if (!reading.isValid) return undefined;
	// A text that names its zone means the same moment wherever it is read.
	if (readIn('UTC+1', text).toMillis() === reading.toMillis()) return { atMs: reading.toMillis() };
	const isDayAlone = /^\d{4}-\d\d-\d\d$/.test(text);
	return { wallClock: reading.toFormat(isDayAlone ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm') };
}
