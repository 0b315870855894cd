import { NodeApiError, type INode } from 'n8n-workflow';

import type { PlatformZone } from '../../platform/wallClock';
import { activeMsBetween, type ActiveHours } from './activeHours';
import type { Call } from './call';
import { LISTS, perList, type ListName, type PerList } from './events';
import { groupCount, membersOf, type Feed } from './feed';
import type { Group } from './group';
import { afterFailure, healthy } from './health';
import { isDue } from './pushed';
import { nextDueMs, type Budget } from './plan';
import { isPassing, refusedUntilMs } from './refusal';
import { readList, type Round } from './readList';
import { unexpectedFormOf } from './unexpectedForm';
import { REREAD_EVERY } from './window';

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

/** Part of the poll's time that reading may take; the rest is for the last answer. */
const READING_PART = 0.6;
const DAY_MS = 86_400_000;
/** Of the calls of a costly read at least this part is charged to the pause that follows. */
const MOST_CHARGED_LATER = 3;

function close(feed: Feed, untilMs: number, budget: Budget, deps: RoundDeps, why: string): void {
	feed.closedUntilMs = Math.max(feed.closedUntilMs, untilMs);
	feed.closedWhy = why;
	if (feed.toldForDayMs === budget.dayEndsAtMs) return;
	feed.toldForDayMs = budget.dayEndsAtMs;
	const from = new Date(untilMs).toISOString();
	deps.tell(`${why}. The AliExpress triggers wait and go on by themselves at ${from}.`);
}

function fail(group: Group, list: ListName, why: string, deps: RoundDeps): void {
	const before = group.health[list];
	group.health[list] = afterFailure(before, why, deps.nowMs());
	if (before.failures === 0) deps.note?.(`AliExpress could not be read (${list}): ${why}`);
}

function succeed(group: Group, list: ListName, deps: RoundDeps): void {
	const { failures, failingSinceMs } = group.health[list];
	group.health[list] = healthy();
	if (failures === 0) return;
	const minutes = Math.round((deps.nowMs() - failingSinceMs) / 60_000);
	deps.note?.(`AliExpress is read again (${list}) after ${failures} reads in ${minutes} minutes`);
}

/**
 * What a read is charged to the plan. The read that looks further back costs several calls and comes
 * again and again, so each read bears its part of it, and no long pause follows.
 */
function costOf(group: Group, list: ListName, calls: number): number {
	const spent = Math.max(1, calls);
	const before = group.meanCalls[list];
	const mean = before === 0 ? spent : before + (spent - before) / REREAD_EVERY;
	group.meanCalls[list] = mean;
	return Math.max(mean, spent / MOST_CHARGED_LATER);
}

/** Also after a read that failed: trying again every minute would spend the day in an hour. */
function settle(round: Round, list: ListName, deps: RoundDeps): void {
	const { feed, key, group, budget, calls, startedAtMs } = round;
	const nowMs = deps.nowMs();
	const spentInAll = LISTS.reduce((sum, name) => sum + calls[name], 0);
	const left = Math.max(0, budget.left - spentInAll);
	const { need } = membersOf(feed, key, nowMs);
	// Each list has its part of the pace: many calls for reviews do not delay the orders.
	const parts = groupCount(feed, key, nowMs) * LISTS.filter((name) => need.lists[name]).length;
	const { activeHours: hours } = deps;
	const active = {
		perDayMs: activeMsBetween(hours, budget.dayEndsAtMs - DAY_MS, budget.dayEndsAtMs),
		leftMs: activeMsBetween(hours, nowMs, budget.dayEndsAtMs),
	};
	const spent = costOf(group, list, calls[list]);
	const previousMs = group.dueAtMs[list];
	const dueAtMs = nextDueMs(nowMs, previousMs, spent, parts, { ...budget, left }, active);
	group.stepMs[list] = Math.max(0, dueAtMs - Math.max(nowMs, previousMs));
	group.dueAtMs[list] = dueAtMs;
	// A read that began before the row of a push could be seen has not answered it.
	if (group.pushedAtMs[list] <= startedAtMs) group.pushedAtMs[list] = 0;
	group.hasRead.add(list);
}

/** What a read that failed means: a pause, something that passes, or a fault to be told of. */
function takeFailure(round: Round, list: ListName, reason: unknown, deps: RoundDeps): void {
	const { feed, group, budget } = round;
	const untilMs = refusedUntilMs(reason, deps.nowMs(), budget.dayEndsAtMs);
	const why = reason instanceof Error ? reason.message : 'The read was ended.';
	const error = reason instanceof TypeError ? unexpectedFormOf(deps.node, reason) : reason;
	fail(group, list, error instanceof Error ? error.message : why, deps);
	if (untilMs !== undefined && reason instanceof NodeApiError) {
		close(feed, untilMs, budget, deps, reason.message);
		return;
	}
	if (isPassing(reason) || !(error instanceof Error)) return;
	group.fault = { list, error, untold: new Set(group.asking) };
}

async function run(
	feed: Feed,
	key: string,
	group: Group,
	lists: readonly ListName[],
	deps: RoundDeps,
): Promise<void> {
	const startedAtMs = deps.nowMs();
	const budget = await deps.readBudget();
	const blockedMs = budget.blockedUntilMs ?? 0;
	const closedWhy =
		blockedMs > deps.nowMs()
			? 'The platform has paused calls of this account'
			: `The ${budget.share} calls a day set aside for triggers are used up`;
	if (blockedMs > deps.nowMs() || budget.left <= 0) {
		const untilMs = blockedMs > deps.nowMs() ? blockedMs : budget.opensAtMs;
		close(feed, untilMs, budget, deps, closedWhy);
		for (const list of lists) fail(group, list, closedWhy, deps);
		return;
	}
	const { ids, need } = membersOf(feed, key, startedAtMs);
	const { pollBudgetMs } = deps;
	const isOverdue = () =>
		pollBudgetMs !== undefined && deps.nowMs() - startedAtMs > pollBudgetMs * READING_PART;
	const calls: PerList<number> = perList(() => 0);
	const round: Round = { feed, key, group, need, budget, calls, startedAtMs, isOverdue };
	// A list that is not read now stays for the triggers that have not used it yet.
	const kept = group.waiting.size > 0 ? group.snapshot : undefined;
	const snapshot = { ...kept, fetchedAtMs: startedAtMs };
	const read = new Set<ListName>();
	for (const list of lists) {
		// What is left out stays due: the next poll reads it.
		if (read.size > 0 && isOverdue()) break;
		try {
			Object.assign(snapshot, await readList(round, list, deps));
			read.add(list);
			settle(round, list, deps);
			succeed(group, list, deps);
		} catch (reason) {
			settle(round, list, deps);
			takeFailure(round, list, reason, deps);
			break;
		}
	}
	if (read.size === 0) return;
	group.snapshot = snapshot;
	group.waiting = new Set(ids);
}

/**
 * Reads the lists that are due once for all triggers of a group. Triggers that ask meanwhile get the
 * same. What went wrong stands in the group's health and fault; nothing was taken from it then.
 *
 * @param subscriber who asks.
 * @param isAhead reads although the plan says later; the quota still has the last word.
 */
export async function readRound(
	feed: Feed,
	key: string,
	group: Group,
	deps: RoundDeps,
	subscriber: string,
	isAhead: boolean,
): Promise<void> {
	group.asking.add(subscriber);
	if (group.inFlight) return await group.inFlight;
	const nowMs = deps.nowMs();
	const { need } = membersOf(feed, key, nowMs);
	group.watched = new Set(LISTS.filter((list) => need.lists[list]));
	const due = [...group.watched].filter((list) => isAhead || isDue(group, list, nowMs));
	if (due.length === 0 || nowMs < feed.closedUntilMs) {
		group.asking.delete(subscriber);
		// Polls come more often than reads, and it is reads that are missed.
		const isMissed = (list: ListName) =>
			nowMs < feed.closedUntilMs && nowMs - group.health[list].failedAtMs >= group.stepMs[list];
		for (const list of due.filter(isMissed)) fail(group, list, feed.closedWhy, deps);
		return;
	}
	group.inFlight = run(feed, key, group, due, deps).finally(() => {
		group.inFlight = undefined;
		group.asking.clear();
	});
	await group.inFlight;
}
