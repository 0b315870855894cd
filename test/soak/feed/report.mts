import type { FeedResult } from './feed.mts';
import { nameOf, sumOf } from './goals.mts';
import type { PushScore } from './openPush.mts';
import { STRATEGIES } from './strategies.mts';
import { createTrace } from '../trace.mts';
import type { Score } from './tally.mts';

/** What a run prints. */
export function figuresOf({ plan, ours, peers, verdict, ...run }: FeedResult) {
	const { orders, reviews, trace, failedPolls, restarts, killsBeforeExecution, push } = run;
	return {
		days: plan.legs.reduce((sum, leg) => sum + leg.days, 0),
		orders,
		...(reviews > 0 && { reviews }),
		...ours,
		calls: verdict.calls,
		maxInOneSecond: verdict.maxInOneSecond,
		bans: verdict.bans,
		failedPolls,
		restarts,
		killsBeforeExecution,
		headGapMaxMin: run.headGapMaxMin,
		cuts: run.cuts,
		reached: run.reached,
		trace,
		...(push && { push }),
		strategies: peers,
	};
}

/** What many short worlds print together. */
export function sumUp(results: readonly FeedResult[]) {
	const trace = createTrace();
	for (const result of results) trace.note(nameOf(result), result.trace);
	const total = (of: (result: FeedResult) => number) =>
		results.reduce((sum, result) => sum + of(result), 0);
	const most = (of: (result: FeedResult) => number) => Math.max(0, ...results.map(of));
	return {
		worlds: results.length,
		orders: total(({ orders }) => orders),
		reviews: total(({ reviews }) => reviews),
		calls: total(({ verdict }) => verdict.calls),
		lost: total(({ ours }) => ours.lost),
		repeated: total(({ ours }) => ours.repeated),
		repeatedAfterKill: total(({ ours }) => ours.repeatedAfterKill),
		strange: total(({ ours }) => ours.strange),
		bans: total(({ verdict }) => verdict.bans),
		failedPolls: total(({ failedPolls }) => failedPolls),
		restarts: total(({ restarts }) => restarts),
		tardy: total(({ ours }) => ours.tardy),
		tardyFoundMaxMin: most(({ ours }) => ours.tardyFoundMaxMin),
		headGapMaxMin: most(({ headGapMaxMin }) => headGapMaxMin),
		delayMaxMin: most(({ ours }) => ours.delayMaxMin),
		stateBytesAtMost: most(({ ours }) => ours.stateBytesAtMost),
		reached: sumOf(results.map(({ reached }) => reached)),
		cuts: sumOf(results.map(({ cuts }) => cuts)),
		trace: trace.digest,
	};
}

function row(title: string, score: Score): string {
	const { lost, repeated, repeatedAfterKill, callsPerDay } = score;
	const { delayP50Min, delayP95Min, delayMaxMin, stateBytesAtEnd, stateBytesAtMost } = score;
	const again = repeatedAfterKill > 0 ? `${repeated} (${repeatedAfterKill})` : `${repeated}`;
	const cells = [title, lost, again, callsPerDay, delayP50Min, delayP95Min, delayMaxMin];
	return `| ${[...cells, stateBytesAtEnd, stateBytesAtMost].join(' | ')} |`;
}

/** In one workflow that removes known event ids; the calls are those of polling. */
function together(ours: Score, push: PushScore): Score {
	return {
		...ours,
		...push.together,
		repeatedAfterKill: 0,
		stateBytesAtEnd: ours.stateBytesAtEnd + push.stateBytesAtMost,
		stateBytesAtMost: ours.stateBytesAtMost + push.stateBytesAtMost,
	};
}

/** The table of a run: ours and the strategies beside it. */
export function tableOf({ plan, seed, orders, ours, peers, push }: FeedResult): string[] {
	const titles = STRATEGIES.map(({ key, title, source }) => ({
		key,
		title: `${title} (${source})`,
	}));
	const others = Object.entries(ours.others).map(([event, delays]) =>
		row(`**this package**, ${event}`, { ...ours, ...delays }),
	);
	return [
		`${plan.title}, seed ${seed}: ${orders.toLocaleString('en')} orders.`,
		'',
		'| strategy | lost | repeated (across a kill) | calls a day | delay p50, min | p95 | max | state at the end, bytes | at most |',
		'|---|---|---|---|---|---|---|---|---|',
		row('**this package**', ours),
		...others,
		...(push ? [row('**this package**, push and polling together', together(ours, push))] : []),
		...titles.flatMap(({ key, title }) => {
			const score = peers[key];
			return score ? [row(title, score)] : [];
		}),
	];
}
