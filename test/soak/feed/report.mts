import type { Goal } from '../../../bench/frame/goal.mts';
import type { FeedResult } from './feed.mts';
import type { PushScore } from './openPush.mts';
import { STRATEGIES } from './strategies.mts';
import type { Score } from './tally.mts';

/** n8n prints static data with each save; more would slow every poll of the instance. */
const MOST_STATE_BYTES = 256 * 1024;

/** What a part prints. */
export function figuresOf({ plan, ours, peers, verdict, ...run }: FeedResult) {
	const { orders, failedPolls, restarts, killsBeforeExecution, push } = run;
	return {
		days: plan.legs.reduce((sum, leg) => sum + leg.days, 0),
		orders,
		...ours,
		maxInOneSecond: verdict.maxInOneSecond,
		bans: verdict.bans,
		failedPolls,
		restarts,
		killsBeforeExecution,
		...(push && { push }),
		strategies: peers,
	};
}

/** What a part has to reach. */
export function goalsOf({ plan, ours, verdict, push }: FeedResult): Goal[] {
	const of = (what: string, measured: number, atMost: number): Goal => ({
		what: `${plan.name}: ${what}`,
		measured,
		atMost,
	});
	const { repeated, repeatedAfterKill } = ours;
	return [
		of('orders lost', ours.lost, 0),
		of('orders repeated without a kill', repeated - repeatedAfterKill, 0),
		of('items that belong to no order', ours.strange, 0),
		of('calls in a day', ours.callsPerDayMost, plan.mostCallsPerDay),
		of('bans', verdict.bans, 0),
		of('bytes of state', ours.stateBytesAtMost, MOST_STATE_BYTES),
		...(push
			? [
					of('forged messages accepted', push.forgedAccepted, 0),
					of('orders that neither push nor poll reported', push.together.lost, 0),
					of('orders under several event ids', push.together.repeated, 0),
					of('pushes repeated without a kill', push.repeated - push.repeatedAfterKill, 0),
					of('bytes of state of the push trigger', push.stateBytesAtMost, MOST_STATE_BYTES),
				]
			: []),
	];
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

const TITLES: Readonly<Record<FeedResult['plan']['name'], string>> = {
	month: 'An ordinary month',
	sale: 'The day of the great sale',
	push: 'Days with push messages',
};

/** The table of a part: ours and the strategies beside it. */
export function tableOf({ plan, orders, ours, peers, push }: FeedResult): string[] {
	const titles = STRATEGIES.map(({ key, title, source }) => ({
		key,
		title: `${title} (${source})`,
	}));
	return [
		`${TITLES[plan.name]}: ${orders.toLocaleString('en')} orders.`,
		'',
		'| strategy | lost | repeated (across a kill) | calls a day | delay p50, min | p95 | max | state at the end, bytes | at most |',
		'|---|---|---|---|---|---|---|---|---|',
		row('**this package**', ours),
		...(push ? [row('**this package**, push and polling together', together(ours, push))] : []),
		...titles.flatMap(({ key, title }) => {
			const score = peers[key];
			return score ? [row(title, score)] : [];
		}),
	];
}
