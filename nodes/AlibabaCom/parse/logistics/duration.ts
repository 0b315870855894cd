import { halfWidth } from '../../../wire/text';

/** Days that a text names; null where it names no such end. */
export interface Days {
	minDays: number | null;
	maxDays: number | null;
}

// For texts that are tidied: one blank at most stands anywhere, which keeps the patterns quick.
const DAY = '(?:(?:working|business)? ?days?(?![a-z])|d(?![a-z])|天|个?工作日|日(?!元))';
const NUMBER = '(?<![\\d.])(\\d{1,4})';
const TO = ' ?(?:[-‐‑–—~～]|to|至|到) ?';
const RANGE = new RegExp(`${NUMBER} ?${DAY}?${TO}(\\d{1,4}) ?${DAY}`, 'i');
const OPEN = new RegExp(`${NUMBER} ?(?:\\+ ?${DAY}|${DAY} ?\\+)`, 'i');
const SINGLE = new RegExp(`${NUMBER} ?${DAY}`, 'i');
const UP_TO = /(?:within|up to|at most|max\.?|maximum|under|less than|<=?|≤|不超过|最多) ?$/i;
const DAY_WORD = new RegExp(`(?<![a-z])days?(?![a-z])|工作日|\\d ?\\+? ?${DAY}`, 'i');
const NONE: Days = { minDays: null, maxDays: null };

/** One blank at most between words, as the patterns expect it. */
function tidied(text: string): string {
	return halfWidth(text).replace(/\s+/g, ' ');
}

/** Whether a text speaks of days, e.g. `10-15days`, `same day`, `7天`. */
export function namesDays(text: string): boolean {
	return DAY_WORD.test(tidied(text));
}

/**
 * The days a text names: `10-15days` both ends, `7 days` the same for both, `30+ days` and
 * `within 7 days` one end. Weeks, hours and bare numbers are no days.
 */
export function daysOf(text: string): Days {
	const bare = tidied(text);
	const range = RANGE.exec(bare);
	if (range) {
		const [min, max] = [Number(range[1]), Number(range[2])];
		return min <= max ? { minDays: min, maxDays: max } : { ...NONE };
	}
	const open = OPEN.exec(bare);
	const single = open ?? SINGLE.exec(bare);
	const before = bare.slice(0, single?.index);
	// What remains of a range that could not be read, e.g. `1.5-2 days`, is not a number of days.
	if (!single || /[-–—~～.] ?$/.test(before)) return { ...NONE };
	const days = Number(single[1]);
	if (open) return { minDays: days, maxDays: null };
	return { minDays: UP_TO.test(before) ? null : days, maxDays: days };
}
