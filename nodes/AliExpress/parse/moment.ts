import { msToIso } from '../../platform/time';
import { wallClockToMs, type PlatformZone } from '../../platform/wallClock';

const EPOCH_MS = /^\d{13}$/;
const FRACTION = /\.\d{1,9}$/;

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
	const ms = wallClockToMs(value.replace(FRACTION, ''), zone);
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
