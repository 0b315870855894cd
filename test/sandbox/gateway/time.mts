const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const TEXT_FORM = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

const pacific = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	hourCycle: 'h23',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
});

/** How a wall-clock text of the hour that occurs twice in autumn is read. */
export type AmbiguousHour = 'standard' | 'daylight';

/** The zones in which texts without a zone are written. */
export type Zone = 'pacific' | 'shanghai' | 'utc';

const HOUR_MS = 3_600_000;
/** More hours than anybody asks for; what is beyond is asked of Intl anew. */
const MOST_REMEMBERED_HOURS = 20_000;
/** Offset of the Pacific wall clock by hour since the epoch: Intl is too slow to ask per field. */
const pacificOffsets = new Map<number, number>();

function pacificOffsetMs(atMs: number): number {
	const hour = Math.floor(atMs / HOUR_MS);
	const known = pacificOffsets.get(hour);
	if (known !== undefined) return known;
	const parts: Record<string, string> = {};
	for (const { type, value } of pacific.formatToParts(hour * HOUR_MS)) parts[type] = value;
	const { year, month, day, hour: hours, minute, second } = parts;
	const wallMs = Date.parse(`${year}-${month}-${day}T${hours}:${minute}:${second}Z`);
	if (pacificOffsets.size >= MOST_REMEMBERED_HOURS) pacificOffsets.clear();
	pacificOffsets.set(hour, wallMs - hour * HOUR_MS);
	return wallMs - hour * HOUR_MS;
}

/** A moment (ms) as the platform prints it: `yyyy-MM-dd HH:mm:ss`, America/Los_Angeles. */
export function pacificText(atMs: number): string {
	return utcText(atMs + pacificOffsetMs(atMs));
}

/** A moment (ms) as `yyyy-MM-dd HH:mm:ss` on the wall clock of a zone. */
export function wallText(atMs: number, zone: Zone): string {
	if (zone === 'pacific') return pacificText(atMs);
	return utcText(zone === 'shanghai' ? atMs + SHANGHAI_OFFSET_MS : atMs);
}

/** Reads `yyyy-MM-dd HH:mm:ss` on the wall clock of a zone into ms; undefined when it is none. */
export function wallMs(text: string, zone: Zone, ambiguous: AmbiguousHour): number | undefined {
	if (zone === 'pacific') return pacificMs(text, ambiguous);
	return zone === 'shanghai' ? shanghaiMs(text) : utcMs(text);
}

/**
 * Reads `MM/dd/yyyy`, with or without ` HH:mm:ss`, on the Pacific wall clock into ms; undefined when
 * it is no such moment. A text without a time means midnight.
 */
export function slashDateMs(text: string, ambiguous: AmbiguousHour): number | undefined {
	const match = /^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
	if (!match) return undefined;
	const [, month, day, year, time = '00:00:00'] = match;
	return pacificMs(`${year}-${month}-${day} ${time}`, ambiguous);
}

/**
 * Reads `yyyy-MM-dd HH:mm:ss` as Pacific wall clock into ms; undefined when it is no such moment.
 * The hour that is skipped in spring is read with the winter offset, as lenient servers do.
 */
export function pacificMs(text: string, ambiguous: AmbiguousHour = 'standard'): number | undefined {
	const asUtc = utcMs(text);
	if (asUtc === undefined) return undefined;
	const standard = asUtc + 8 * HOUR_MS;
	const daylight = asUtc + 7 * HOUR_MS;
	const fitting = [standard, daylight].filter((atMs) => pacificText(atMs) === text);
	if (fitting.length === 2) return ambiguous === 'standard' ? standard : daylight;
	return fitting[0] ?? standard;
}

/** Reads `yyyy-MM-dd HH:mm:ss` as GMT+8, the form of the former gateway. */
export function shanghaiMs(text: string): number | undefined {
	const asUtc = utcMs(text);
	return asUtc === undefined ? undefined : asUtc - SHANGHAI_OFFSET_MS;
}

/** The platform day (`yyyy-MM-dd`, Asia/Shanghai, no daylight saving) of a moment. */
export function shanghaiDayAt(atMs: number): string {
	return new Date(atMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The next midnight in Asia/Shanghai after a moment, in ms. */
export function nextShanghaiMidnightMs(atMs: number): number {
	const local = atMs + SHANGHAI_OFFSET_MS;
	return (Math.floor(local / DAY_MS) + 1) * DAY_MS - SHANGHAI_OFFSET_MS;
}

function utcMs(text: string): number | undefined {
	const match = TEXT_FORM.exec(text);
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as number[];
	const atMs = Date.UTC(year!, month! - 1, day, hour, minute, second);
	return utcText(atMs) === text ? atMs : undefined;
}

function utcText(atMs: number): string {
	return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}
