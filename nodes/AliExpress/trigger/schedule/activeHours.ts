import { DateTime } from 'luxon';

import { DAY_MS } from '../../../time/units';

/** The hours of the day in which a trigger reads, on the wall clock of a zone. */
export interface ActiveHours {
	/** 0 to 23. */
	fromHour: number;
	/** 1 to 24; at or before `fromHour` it is an hour of the next day. */
	toHour: number;
	/** IANA name, e.g. `Europe/Berlin`. */
	zone: string;
}

/** The stretches of activity that may touch a span, ms UTC, oldest first. */
function stretches(hours: ActiveHours, fromMs: number, toMs: number): Array<[number, number]> {
	const { fromHour, toHour, zone } = hours;
	const found: Array<[number, number]> = [];
	let day = DateTime.fromMillis(fromMs - DAY_MS, { zone }).startOf('day');
	while (day.toMillis() < toMs) {
		const begin = day.set({ hour: fromHour });
		const lastDay = toHour > fromHour ? day : day.plus({ days: 1 });
		const end = toHour === 24 ? lastDay.plus({ days: 1 }) : lastDay.set({ hour: toHour });
		found.push([begin.toMillis(), end.toMillis()]);
		day = day.plus({ days: 1 });
	}
	return found;
}

/** How long a trigger is active between two moments, ms. Without hours: always. */
export function activeMsBetween(
	hours: ActiveHours | undefined,
	fromMs: number,
	toMs: number,
): number {
	if (!hours) return Math.max(0, toMs - fromMs);
	return stretches(hours, fromMs, toMs).reduce(
		(sum, [begin, end]) => sum + Math.max(0, Math.min(end, toMs) - Math.max(begin, fromMs)),
		0,
	);
}

/** Whether a trigger reads at a moment, ms UTC. Without hours: always. */
export function isActiveAt(hours: ActiveHours | undefined, nowMs: number): boolean {
	return activeMsBetween(hours, nowMs, nowMs + 1) > 0;
}
