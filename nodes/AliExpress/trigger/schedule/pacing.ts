import { DAY_MS } from '../../../time/units';
import { LISTS, type ListName } from '../lists/lists';
import { REREAD_EVERY } from '../lists/window';
import { activeMsBetween } from './activeHours';
import { callsSpent, type Round, type RoundDeps } from './ask';
import { groupCount, membersOf, type Feed } from './feed';
import type { Group } from './group';
import { nextDueMs, type ActiveTime, type Budget } from './plan';

/** Of the calls of a costly read at least this part is charged to the pause that follows. */
const MOST_CHARGED_LATER = 3;

/**
 * What a read is charged to the plan. The read that looks further back costs several calls and comes
 * again and again, so each read bears its part of it, and no long pause follows.
 */
function costOf(group: Group, list: ListName, calls: number): number {
	const spent = Math.max(1, calls);
	const before = group.meanCalls[list];
	const mean = before + (spent - before) / REREAD_EVERY;
	group.meanCalls[list] = mean;
	return Math.max(mean, spent / MOST_CHARGED_LATER);
}

/**
 * Among how many reads the calls of a day are divided. Each list has its part of the pace: many calls
 * for reviews do not delay the orders.
 */
export function partsOf(feed: Feed, key: string, nowMs: number): number {
	const { need } = membersOf(feed, key, nowMs);
	return groupCount(feed, key, nowMs) * LISTS.filter((list) => need.lists[list]).length;
}

/** How much of the day, and of what is left of it, the trigger reads in. */
export function activeTimeOf(
	{ activeHours }: RoundDeps,
	budget: Budget,
	nowMs: number,
): ActiveTime {
	const { dayEndsAtMs } = budget;
	return {
		perDayMs: activeMsBetween(activeHours, dayEndsAtMs - DAY_MS, dayEndsAtMs),
		leftMs: activeMsBetween(activeHours, nowMs, dayEndsAtMs),
	};
}

/**
 * Plans the next read of a list after one, also after one that failed: trying again every minute
 * would spend the day in an hour. Changes the group.
 */
export function settle(round: Round, list: ListName, deps: RoundDeps): void {
	const { feed, key, group, budget, calls, startedAtMs } = round;
	const nowMs = deps.nowMs();
	const left = Math.max(0, budget.left - callsSpent(round));
	if (left === 0) feed.wantsCalls = true;
	const parts = partsOf(feed, key, nowMs);
	const active = activeTimeOf(deps, budget, nowMs);
	const spent = costOf(group, list, calls[list]);
	const previousMs = group.dueAtMs[list];
	const dueAtMs = nextDueMs(nowMs, previousMs, spent, parts, { ...budget, left }, active);
	group.stepMs[list] = Math.max(0, dueAtMs - Math.max(nowMs, previousMs));
	group.dueAtMs[list] = dueAtMs;
	// A read that began before the row of a push could be seen, or that looked back, has not answered it.
	const isAnswered = group.pushedAtMs[list] <= startedAtMs && !group.wide[list].wasPart;
	if (isAnswered) group.pushedAtMs[list] = 0;
	group.hasRead.add(list);
}
