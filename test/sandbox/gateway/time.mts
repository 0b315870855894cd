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

/** A moment (ms) as the platform prints it: `yyyy-MM-dd HH:mm:ss`, America/Los_Angeles. */
export function pacificText(atMs: number): string {
	const parts: Record<string, string> = {};
	for (const { type, value } of pacific.formatToParts(atMs)) parts[type] = value;
	return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
}

/**
 * Reads `yyyy-MM-dd HH:mm:ss` as Pacific wall clock into ms; undefined when it is no such moment.
 * The hour that is skipped in spring is read with the winter offset, as lenient servers do.
 */
export function pacificMs(text: string, ambiguous: AmbiguousHour = 'standard'): number | undefined {
	const asUtc = utcMs(text);
	if (asUtc === undefined) return undefined;
	const standard = asUtc + 8 * 3_600_000;
	const daylight = asUtc + 7 * 3_600_000;
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
	const printed = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
	return printed === text ? atMs : undefined;
}
