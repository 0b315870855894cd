import { NodeApiError } from 'n8n-workflow';

import { MINUTE_MS } from '../../../time/units';
import { LISTS, perList, type ListName, type PerList } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import {
	afterFailure,
	againAfterMs,
	healthy,
	isPassing,
	refusedUntilMs,
	unexpectedFormOf,
} from './health';
import { callsSpent, repace, settle, type Round, type RoundDeps } from './plan';
import { groupNeedOf, hasten, stillOf, type Feed, type Group } from './feed';
import type { Budget } from './pace';
import { isDue } from './pushed';
import { PAGE_LIMIT, readList } from './readList';

/** Part of the poll's time that reading may take; the rest is for the last answer. */
const READING_PART = 0.6;

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
	const minutes = Math.round((deps.nowMs() - failingSinceMs) / MINUTE_MS);
	deps.note?.(`AliExpress is read again (${list}) after ${failures} reads in ${minutes} minutes`);
}

/** What a read that failed means: a pause, something that passes, or a fault to be told of. */
function takeFailure(round: Round, list: ListName, reason: unknown, deps: RoundDeps): void {
	const { feed, group, budget } = round;
	const untilMs = refusedUntilMs(reason, deps.nowMs(), budget.dayEndsAtMs);
	const why = reason instanceof Error ? reason.message : 'The read was ended.';
	const error = reason instanceof TypeError ? unexpectedFormOf(deps.node, reason) : reason;
	fail(group, list, error instanceof Error ? error.message : why, deps);
	if (untilMs !== undefined && reason instanceof NodeApiError) {
		feed.wantsCalls = reason.failure?.cause === 'quota-exhausted';
		close(feed, untilMs, budget, deps, reason.message);
		// The pause has brought nothing: what was to be read is due when it ends, not a step later.
		group.dueAtMs[list] = Math.min(group.dueAtMs[list], untilMs);
		return;
	}
	if (isPassing(reason)) {
		const againMs = againAfterMs(group.health[list]);
		if (againMs === undefined) return;
		group.dueAtMs[list] = Math.min(group.dueAtMs[list], deps.nowMs() + againMs);
		return;
	}
	if (!(error instanceof Error)) return;
	group.fault = { list, error, untold: new Set(group.asking) };
}

/** Reads at once when there are calls again, e.g. because a limit was raised. Asking costs none. */
async function lookForCalls(feed: Feed, deps: RoundDeps): Promise<void> {
	const { left, blockedUntilMs = 0 } = await deps.readBudget();
	const nowMs = deps.nowMs();
	if (left > 0 && blockedUntilMs <= nowMs) hasten(feed, nowMs);
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
			? 'The platform has paused calls'
			: `The ${budget.share} calls a day set aside for triggers are used up`;
	if (blockedMs > deps.nowMs() || budget.left <= 0) {
		const isBlocked = blockedMs > deps.nowMs();
		const untilMs = isBlocked ? blockedMs : budget.opensAtMs;
		feed.wantsCalls = !isBlocked;
		close(feed, untilMs, budget, deps, closedWhy);
		for (const list of lists) fail(group, list, closedWhy, deps);
		return;
	}
	const need = groupNeedOf(feed, key, startedAtMs);
	const { pollBudgetMs } = deps;
	const isOverdue = () =>
		pollBudgetMs !== undefined && deps.nowMs() - startedAtMs > pollBudgetMs * READING_PART;
	const calls: PerList<number> = perList(() => 0);
	const snapshot: Snapshot = { ...stillOf(group, startedAtMs), fetchedAtMs: startedAtMs };
	const about = { feed, key, group, need, budget, snapshot };
	const round: Round = { ...about, calls, startedAtMs, isOverdue };
	const read = new Set<ListName>();
	for (const list of lists) {
		// What is left out stays due: the next poll reads it.
		if (read.size > 0 && (isOverdue() || callsSpent(round) >= PAGE_LIMIT)) break;
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
	if (read.size > 0) group.snapshot = snapshot;
}

/**
 * Reads the lists that are due once for all triggers of a group. Triggers that ask meanwhile get the
 * same. What went wrong stands in the group's health and fault; nothing was taken from it then.
 *
 * @param subscriber who asks.
 * @param unplanned read although the plan says later; the quota still has the last word.
 */
export async function readRound(
	feed: Feed,
	key: string,
	group: Group,
	deps: RoundDeps,
	subscriber: string,
	unplanned: readonly ListName[],
): Promise<void> {
	group.asking.add(subscriber);
	if (group.inFlight) return await group.inFlight;
	if (feed.wantsCalls) await lookForCalls(feed, deps);
	if (group.inFlight) return await group.inFlight;
	const nowMs = deps.nowMs();
	const need = groupNeedOf(feed, key, nowMs);
	repace(feed, key, group, need, nowMs);
	const isToRead = (list: ListName) => unplanned.includes(list) || isDue(group, list, nowMs);
	const due = LISTS.filter((list) => need.lists[list] && isToRead(list));
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
