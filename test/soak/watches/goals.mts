import type { Goal } from '../../../bench/frame/goal.mts';
import type { WatchedEvent } from '../scene.mts';
import { WATCHED } from './plan.mts';
import type { WatchSoakResult } from './soak.mts';

const MOST_STATE_BYTES = 256 * 1024;
/** The platform bans whoever makes a sixth call in a second. */
const MOST_IN_A_SECOND = 5;
/** What a poll had spent is forgotten with a process that ends before its state is saved: it makes up to five looks. */
const FORGOTTEN_AT_A_KILL = 5;
/** Of new orders, with all watches and without. */
const MOST_P50_RATIO = 1.5;

const atMost = (what: string, measured: number, most: number): Goal => ({
	what,
	measured,
	atMost: most,
});
const ratio = (a: number, b: number) => Math.round((100 * a) / b) / 100;

/** What no run may miss, however short it is. */
export function safetyOf(result: WatchSoakResult): Goal[] {
	const { plan, score, verdict } = result;
	const sum = (count: 'missed' | 'late') =>
		Object.values(score.events).reduce((all, one) => all + one[count], 0);
	const forgotten = plan.killsADay * FORGOTTEN_AT_A_KILL;
	return [
		atMost(`${plan.name}: missed`, sum('missed'), 0),
		atMost(`${plan.name}: later than planned`, sum('late'), 0),
		atMost(`${plan.name}: told again without a kill`, score.repeated, 0),
		atMost(`${plan.name}: told of nothing`, score.strange.length, 0),
		atMost(`${plan.name}: wrong figures`, score.wrong.length, 0),
		atMost(`${plan.name}: calls in a second`, verdict.maxInOneSecond, MOST_IN_A_SECOND),
		atMost(`${plan.name}: calls in a day`, result.callsMost, plan.callsADay),
		atMost(`${plan.name}: bans`, verdict.bans, 0),
		atMost(
			`${plan.name}: calls of watches in a day`,
			result.watchCallsMost,
			result.watchCallsPlanned + forgotten,
		),
		atMost(`${plan.name}: state in bytes`, result.stateBytesMost, MOST_STATE_BYTES),
	];
}

/** Every kind of happening has to have been there, or a run says nothing of it. */
export const reachedOf = ({ plan, score }: WatchSoakResult): Goal[] =>
	WATCHED.map((event) => ({
		what: `${plan.name}: ${event} that were due`,
		measured: score.events[event]?.due ?? 0,
		atLeast: 1,
	}));

/** How late new orders come with watches, beside the same run without. */
export function ofOrders(watching: WatchSoakResult, alone: WatchSoakResult): Goal {
	const p50 = ({ score }: WatchSoakResult) => score.events['order.created']?.p50Min ?? Number.NaN;
	return atMost(
		'p50 of new orders, of that without watches',
		ratio(p50(watching), p50(alone)),
		MOST_P50_RATIO,
	);
}

interface EventFigures {
	due: number;
	told: number;
	p50Hours: number;
	maxHours: number;
	promisedHours: number;
}
const hours = (minutes: number) => Math.round(minutes / 6) / 10;

/** The figures of a run, as it prints them. */
export function figuresOf(result: WatchSoakResult) {
	const { plan, score, verdict, told: _told, ...rest } = result;
	const events: Partial<Record<WatchedEvent, EventFigures>> = {};
	for (const [event, one] of Object.entries(score.events)) {
		events[event as WatchedEvent] = {
			due: one.due,
			told: one.told,
			p50Hours: hours(one.p50Min),
			maxHours: hours(one.maxMin),
			promisedHours: hours(one.promisedMin),
		};
	}
	return {
		days: plan.days,
		calls: verdict.calls,
		maxInOneSecond: verdict.maxInOneSecond,
		bans: verdict.bans,
		...rest,
		missed: score.missed.length,
		late: score.late.length,
		repeated: score.repeated,
		repeatedAfterKill: score.repeatedAfterKill,
		repeatedAfterFailing: score.repeatedAfterFailing,
		strange: score.strange.length,
		wrong: score.wrong.length,
		events,
	};
}

/** The delays as a table. */
export function tableOf({ plan, score }: WatchSoakResult): string[] {
	const rows = Object.entries(score.events)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([event, one]) => {
			const delays = [one.p50Min, one.maxMin, one.promisedMin].map(hours);
			return `| ${[`\`${event}\``, one.due, one.told, ...delays].join(' | ')} |`;
		});
	return [
		`${plan.days} days, ${plan.parcels} parcels, ${plan.products} more products, ${plan.callsADay} calls a day:`,
		'',
		'| event | had to be told | told | p50, hours | most | promised |',
		'|---|---|---|---|---|---|',
		...rows,
	];
}
