import type { INode } from 'n8n-workflow';

import { evenSpacingMs, LIST_WEIGHTS } from '../../../quota/triggerPlan';
import { DAY_MS } from '../../../time/units';
import type { PlatformZone } from '../../../time/zones';
import { isOrderList, LISTS, type Call, type ListName, type PerList } from '../lists/lists';
import { PAGE_SIZE } from '../lists/pages';
import type { Snapshot } from '../lists/snapshot';
import { OVERLAP_MS } from '../lists/window';
import { everyMsOf, type ListNeed, type Need } from '../position/need';
import { groupCount, groupNeedOf, type Feed, type Group } from './feed';
import {
	activeMsBetween,
	nextDueMs,
	rhythmOf,
	type ActiveHours,
	type Budget,
	type Pace,
} from './pace';

/** What a round of reading needs of its surroundings. */
export interface RoundDeps {
	node: INode;
	nowMs(): number;
	call: Call;
	/** What triggers may still spend today. */
	readBudget(): Promise<Budget>;
	reviewZone: PlatformZone;
	/** Zone of the times of disputes; Pacific when it is left out. */
	disputeZone?: PlatformZone | undefined;
	/** When the trigger reads; undefined for always. */
	activeHours?: ActiveHours | undefined;
	/** How long a poll may take, ms; undefined where n8n does not say. */
	pollBudgetMs?: number;
	/** Writes a warning to the log. */
	tell(message: string): void;
	/** Writes to the log what is worth knowing; nothing when it is left out. */
	note?: ((message: string) => void) | undefined;
}

/** What one round of reading is about. */
export interface Round {
	feed: Feed;
	key: string;
	group: Group;
	need: Need;
	budget: Budget;
	/** What was read so far. */
	snapshot: Snapshot;
	/** Calls made so far for each list. */
	calls: PerList<number>;
	startedAtMs: number;
	isOverdue(): boolean;
}

/** Calls of all lists in a round so far. */
export function callsSpent({ calls }: Round): number {
	return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** What the calls of other lists in the same round have left. */
export function callsLeft(round: Round): number {
	return Math.max(1, round.budget.left - callsSpent(round));
}

/** With less than this part of a day's calls left they are for what is new. */
const SCARCE = 1 / 4;

/**
 * Whether so few of the day's calls are left that orders are not audited, windows of reviews not halved, and looks
 * now and then not read to their end.
 *
 * @param left calls of the day.
 */
export function isScarce({ share }: Budget, left: number): boolean {
	return left <= share * SCARCE;
}

/** One list to read in a round. */
export interface ListAsk {
	round: Round;
	wanted: ListNeed;
	/** Counts the call for the list. */
	call: Call;
	/** End of the window, ms UTC. */
	toMs: number;
}

/** How much of the calls a list gets beside others. */
const WEIGHT: Readonly<Record<ListName, number>> = {
	...LIST_WEIGHTS,
	toSend: LIST_WEIGHTS.orders,
};

/** A read that catches up with more calls than this counts as several. */
const CALLS_OF_A_STEP = 3;

/** How many steps of the plan a read takes. */
function stepsOf({ calls, snapshot }: Round, list: ListName): number {
	// By their orders each read of reviews is several calls, which others are not to bear.
	if (list === 'reviews') return snapshot.reviews?.way?.byOrders ? Math.max(1, calls.reviews) : 1;
	const { count, deepCalls } = (isOrderList(list) ? snapshot[list] : undefined) ?? {};
	// What was searched for by the count, or looked back at, is not to leave the newest alone for longer.
	if (count || deepCalls !== undefined) return 1;
	return Math.max(1, calls[list] / CALLS_OF_A_STEP);
}

/** The lists that are read at the pace of the day; the others are read every so often. */
function pacedLists(need: Need): ListName[] {
	const everyMs = everyMsOf(need);
	return LISTS.filter((list) => need.lists[list] && everyMs[list] === undefined);
}

/**
 * How many reads of a list a trigger has saved that polls more seldom than it may read, e.g. 5 when it
 * polls each hour and may read each 12 minutes.
 */
export function savedReads(round: Round, list: ListName, deps: RoundDeps): number {
	const { group, budget, startedAtMs } = round;
	const dueAtMs = group.dueAtMs[list];
	const stepMs = evenStepMs(budget, paceOf(round, list, deps), budget.dayEndsAtMs);
	return dueAtMs > 0 ? Math.floor((startedAtMs - dueAtMs) / stepMs) : 0;
}

/**
 * Plans reads anew where the plan does not hold any longer: a list that was not paced before is read now, and where
 * a trigger has caught up that read for itself, the others have its part of the calls again. Changes the group.
 */
export function repace(feed: Feed, key: string, group: Group, need: Need, nowMs: number): void {
	const { dueAtMs, stepMs, among } = group;
	const paced = new Set(pacedLists(need));
	const groups = groupCount(feed, key, nowMs);
	for (const list of paced) {
		const tooLongMs = Math.max(0, 1 - groups / among[list]) * stepMs[list];
		dueAtMs[list] -= tooLongMs;
		stepMs[list] -= tooLongMs;
		among[list] = Math.min(among[list], groups);
		const isSo = group.paced.has(list) || !group.hasRead.has(list);
		if (!isSo) dueAtMs[list] = Math.min(dueAtMs[list], nowMs);
	}
	group.paced = paced;
}

/** How a list of a group is to be read. */
export function paceOf(round: Round, list: ListName, { activeHours, nowMs }: RoundDeps): Pace {
	const { feed, key } = round;
	const need = groupNeedOf(feed, key, nowMs());
	const sum = pacedLists(need).reduce((all, name) => all + WEIGHT[name], 0);
	return {
		part: WEIGHT[list] / Math.max(WEIGHT[list], sum) / groupCount(feed, key, nowMs()),
		rhythm: rhythmOf(isOrderList(list) ? need.hours : undefined),
		hours: activeHours,
	};
}

/**
 * When such reads would take more than this part of what is left of the day, the time between them grows, up
 * to so many times its length.
 */
const MOST_SET_ASIDE = 2 / 3;
const MOST_STRETCHED = 2;
/** Part of the calls that goes into what is not planned: bursts, orders that come late, reads that fail. */
const UNPLANNED_PART = 0.08;
/** Over how many reads their calls are taken as a mean: one burst is not to say how the day goes on. */
const READS_OF_A_MEAN = 24;
/** Calls a day for which the needs say how often such lists are read; with more they are read more often. */
const USUAL_SHARE = 130;

/** How often a list is read that does not go by the pace of the day, ms; undefined for the others. */
function usualMsOf({ need, budget }: Round, list: ListName): number | undefined {
	const everyMs = everyMsOf(need)[list];
	return everyMs && everyMs * Math.min(1, USUAL_SHARE / budget.share);
}

/** Hours of changes that a look at the orders to send goes over: an hour, and the half before it. */
const SWEPT_HOURS = 1.5;

/** How many calls a look at the orders to send takes on average: busy hours take more than slow ones. */
function sweepCalls({ ordersPerHour }: Need): number {
	return (ordersPerHour * SWEPT_HOURS) / PAGE_SIZE + 0.5;
}

/** How many of the day's calls reads every so often will take until its end. */
function callsSetAside(round: Round, nowMs: number): number {
	const { group, need, budget } = round;
	return LISTS.reduce((sum, list) => {
		const everyMs = usualMsOf(round, list);
		if (!need.lists[list] || everyMs === undefined) return sum;
		const restMs = budget.dayEndsAtMs - Math.max(nowMs, group.dueAtMs[list]);
		const calls = Math.max(group.meanCalls[list], list === 'toSend' ? sweepCalls(need) : 1);
		return sum + (Math.max(0, restMs) / everyMs) * calls;
	}, 0);
}

/** Whether a read has just shown a part of what is old enough to be read: the rest has more pages than a read takes. */
function isCatchingUp({ snapshot, startedAtMs }: Round, list: ListName): boolean {
	const read = isOrderList(list) ? snapshot[list] : undefined;
	if (!read?.isComplete || read.fetchedAtMs !== startedAtMs) return false;
	return read.deepCalls === undefined && read.toMs < startedAtMs - OVERLAP_MS;
}

/** What other lists and groups have coming of the calls until the end of the day. */
function callsOfOthers({ share, dayEndsAtMs }: Budget, { part }: Pace, nowMs: number): number {
	return (share * (1 - part) * (dayEndsAtMs - nowMs)) / DAY_MS;
}

/** How many calls a read takes: where no count tells that a page was enough, the overlap fills some more. */
function callsOfARead({ group, need }: Round, list: ListName): number {
	const isByPages = isOrderList(list) && !need.lists[list]?.counted;
	return isByPages ? Math.max(1, group.meanCalls[list]) : 1;
}

/** The even time between two reads of a list, ms. */
export function evenStepMs({ share }: Budget, { part, hours }: Pace, dayEndsAtMs: number): number {
	return evenSpacingMs(share * part, activeMsBetween(hours, dayEndsAtMs - DAY_MS, dayEndsAtMs));
}

/**
 * How many calls can go into looking back so that enough is left for the rest of the day: reads may
 * then become half as frequent as an even pace.
 */
export function callsToSpare({ share, left, dayEndsAtMs }: Budget, deps: RoundDeps): number {
	const perDayMs = activeMsBetween(deps.activeHours, dayEndsAtMs - DAY_MS, dayEndsAtMs);
	const leftMs = activeMsBetween(deps.activeHours, deps.nowMs(), dayEndsAtMs);
	return Math.floor(left - (share * leftMs) / perDayMs / 2);
}

/** Lets lists wait for new calls that come less than a usual step after their reads. Changes the group. */
function awaitNewCalls(round: Round, deps: RoundDeps): void {
	const { need, budget } = round;
	const { dueAtMs } = round.group;
	for (const list of pacedLists(need)) {
		const stepMs = evenStepMs(budget, paceOf(round, list, deps), budget.dayEndsAtMs);
		if (budget.opensAtMs - dueAtMs[list] < stepMs) {
			dueAtMs[list] = Math.max(dueAtMs[list], budget.opensAtMs);
		}
	}
}

/**
 * Plans the next read of a list after one. A read counts as one step whatever it cost, since the rest
 * of the day bears it; only one that catches up counts as more. What was read ahead of the plan for a
 * batch that may be lost does not move the plan. Changes the group.
 */
export function settle(round: Round, list: ListName, deps: RoundDeps): void {
	const { feed, group, budget, calls, startedAtMs } = round;
	const nowMs = deps.nowMs();
	const left = Math.max(0, budget.left - callsSpent(round));
	if (left === 0) feed.wantsCalls = true;
	const previousMs = group.dueAtMs[list];
	const pushedAtMs = group.pushedAtMs[list];
	const isPushed = pushedAtMs > 0 && pushedAtMs <= startedAtMs;
	const everyMs = usualMsOf(round, list);
	group.meanCalls[list] += (calls[list] - group.meanCalls[list]) / READS_OF_A_MEAN;
	group.hasRead.add(list);
	let dueAtMs = previousMs;
	const setAside = callsSetAside(round, nowMs);
	const unplanned = (UNPLANNED_PART * budget.share * (budget.dayEndsAtMs - nowMs)) / DAY_MS;
	if (everyMs !== undefined && left > 0) {
		const stretch = setAside / (left * MOST_SET_ASIDE);
		dueAtMs = nowMs + everyMs * Math.min(MOST_STRETCHED, Math.max(1, stretch));
	} else if (previousMs <= startedAtMs || isPushed || left === 0) {
		const steps = stepsOf(round, list);
		const forPaced = Math.max(left / 2, left - setAside - unplanned) / callsOfARead(round, list);
		const pace = paceOf(round, list, deps);
		dueAtMs = nextDueMs(nowMs, previousMs, steps, { ...budget, left: forPaced }, pace);
		// Who is behind has each order the sooner the sooner its calls are made: none is kept for later.
		if (isCatchingUp(round, list) && left > callsOfOthers(budget, pace, nowMs)) dueAtMs = nowMs;
	}
	if (dueAtMs !== previousMs) {
		group.stepMs[list] = Math.max(0, dueAtMs - Math.max(nowMs, previousMs));
		group.among[list] = groupCount(feed, round.key, nowMs);
	}
	group.dueAtMs[list] = dueAtMs;
	if (left === 0) awaitNewCalls(round, deps);
	// A read that began before the row of a push could be seen has not answered it.
	if (pushedAtMs <= startedAtMs) group.pushedAtMs[list] = 0;
}
