import type { List } from './delays.mts';
import { DAY_MS, HOUR_MS } from './scene.mts';

/**
 * The plan of a day's calls as the trigger lives by it: it waits for the weight of the rest of the day,
 * divided by the calls that are left, and an hour weighs by the rhythm of the shop. The calls are those
 * of the tier; how they are divided among lists and hours is learned from the log. A trigger that reads
 * less than it may does not widen it: what counts is in which proportion it reads.
 */
export interface Pace {
	/** Notes a call. */
	note(account: string, list: List, atMs: number): void;
	/** From a read at a moment to the next one, when both cost one call, ms. */
	spacingMs(account: string, list: List, atMs: number): number;
}

/** The calls that the connector tier leaves for triggers. */
const TRIGGER_SHARE = 130;
const HOURS = DAY_MS / HOUR_MS;
/** As many calls, evenly spread, are supposed before the first: a day of few calls teaches little. */
const SUPPOSED_CALLS = 48;
/** The quietest hour has no less than this part of an even pace, by any rhythm of a shop. */
const LEAST_RATE = 0.4;

const hourOf = (atMs: number) => new Date(atMs).getUTCHours();

export function createPace(): Pace {
	/** Calls by account and list, and by hour of the day (UTC). */
	const calls = new Map<string, Map<List, number[]>>();
	const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

	return {
		note(account, list, atMs) {
			const mine = calls.get(account) ?? new Map<List, number[]>();
			calls.set(account, mine);
			const hours = mine.get(list) ?? Array.from({ length: HOURS }, () => 0);
			mine.set(list, hours);
			hours[hourOf(atMs)] = (hours[hourOf(atMs)] ?? 0) + 1;
		},
		spacingMs(account, list, atMs) {
			const mine = calls.get(account);
			const hours = mine?.get(list) ?? [];
			const ofAll = sum([...(mine?.values() ?? [])].map(sum));
			const part = ofAll > 0 ? sum(hours) / ofAll : 1;
			/** Of an hour, as a part of an even pace; no hour allows less time than that. */
			const rateOf = (hour: number) => {
				const supposed = SUPPOSED_CALLS / HOURS;
				const share = ((hours[hour] ?? 0) + supposed) / (sum(hours) + SUPPOSED_CALLS);
				return Math.min(1, Math.max(LEAST_RATE, share * HOURS));
			};
			// The hour that follows can be slower, and the pause reaches into it.
			const rate = Math.min(rateOf(hourOf(atMs)), rateOf(hourOf(atMs + HOUR_MS)));
			return DAY_MS / (TRIGGER_SHARE * part * rate);
		},
	};
}
