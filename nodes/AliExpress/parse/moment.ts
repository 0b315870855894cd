import { msToIso } from '../../platform/time';
import { wallClockToMs, type PlatformZone } from '../../platform/wallClock';

const EPOCH_MS = /^\d{13}$/;
const FRACTION = /\.\d{1,9}$/;
const HOUR_AND_REST = /^(\d{4}-\d\d-\d\d \d\d):([0-5]\d):([0-5]\d)$/;

// Lists hold thousands of times within few hours, and reading one from scratch takes microseconds.
// In the zones of the platform offsets change on the hour only.
const HOURS_KEPT = 10_000;
const hourStarts = new Map<string, number | undefined>();

function hourStartMs(hour: string, zone: PlatformZone): number | undefined {
	const key = zone + hour;
	const known = hourStarts.get(key);
	if (known !== undefined) return known;
	const startMs = wallClockToMs(`${hour}:00:00`, zone);
	if (hourStarts.size >= HOURS_KEPT) hourStarts.clear();
	hourStarts.set(key, startMs);
	return startMs;
}

function momentMs(written: string, zone: PlatformZone): number | undefined {
	const [, hour, minutes, seconds] = HOUR_AND_REST.exec(written) ?? [];
	if (hour === undefined) return undefined;
	const startMs = hourStartMs(hour, zone);
	return startMs === undefined
		? undefined
		: startMs + Number(minutes) * 60_000 + Number(seconds) * 1_000;
}

/**
 * Reads a time of an answer: wall-clock text `yyyy-MM-dd HH:mm:ss` in `zone`, or milliseconds since
 * the epoch, which have no zone.
 *
 * @returns ISO 8601 UTC; undefined when the text is missing or in another form.
 */
export function isoOf(written: string | undefined, zone: PlatformZone): string | undefined {
	if (written === undefined) return undefined;
	const value = written.trim();
	if (EPOCH_MS.test(value)) return msToIso(Number(value));
	const ms = momentMs(value.includes('.') ? value.replace(FRACTION, '') : value, zone);
	return ms === undefined ? undefined : msToIso(ms);
}

/**
 * Both faces of a time for an item: `<name>` as ISO 8601 UTC and `<name>Platform` as the platform
 * wrote it. A text in an unknown form is handed on without the ISO face; a missing one gives `{}`.
 */
export function timeFields<N extends string>(
	name: N,
	written: string | undefined,
	zone: PlatformZone,
): { [K in N | `${N}Platform`]?: string } {
	if (written === undefined) return {};
	const iso = isoOf(written, zone);
	const fields: Record<string, string> = { [`${name}Platform`]: written };
	return (iso === undefined ? fields : { [name]: iso, ...fields }) as {
		[K in N | `${N}Platform`]?: string;
	};
}
