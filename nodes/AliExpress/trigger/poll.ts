import { DAY_MS } from '../../time/units';
import { noteNoWord, openCounter, type Counter, type Found } from './delivery/handOut';
import { MOST_OUTSTANDING, openOutstanding } from './delivery/outstanding';
import { takeBackSightings } from './delivery/rows';
import { itemOf, type TriggerItem } from './events/item';
import type { Told } from './events/occurrences';
import { LISTS, perList, type ListName } from './lists/lists';
import type { Snapshot } from './lists/snapshot';
import { needsOf, usableOf } from './position/ownNeed';
import { withRightClock } from './position/position';
import { beginState, identityOf, takeBackLostBatch } from './position/start';
import type { Outstanding, TriggerState } from './position/state';
import { takeNew } from './position/take';
import {
	feedKey,
	forgetPast,
	LIVE,
	openFeed,
	planAnew,
	subscribe,
	type Feed,
	type Group,
} from './schedule/feed';
import { unexpectedFormOf } from './schedule/health';
import {
	mayHaveLost,
	newestState,
	writeState,
	type PollAccount,
	type PollDeps,
} from './schedule/keptState';
import { isActiveAt } from './schedule/pace';
import {
	failedReadsOf,
	faultFor,
	feedStatusOf,
	noteStatus,
	tellOfUndated,
	troubleOnce,
	type Reporter,
} from './schedule/report';
import { readRound } from './schedule/round';
import { budgetOfLists, lookAround, noteDay, watchingOf } from './schedule/watching';
import { REPORT_AFTER_FAILED_READS } from './settings';

/** A restart must not read earlier than planned before it, or a restart loop would burn calls. */
function keepPlan(group: Group, state: TriggerState, share: number, nowMs: number): void {
	if (state.share !== share) return;
	for (const list of LISTS) {
		if (group.hasRead.has(list)) continue;
		const plannedMs = Math.min(state.nextDueAtMs[list] ?? 0, nowMs + DAY_MS);
		group.dueAtMs[list] = Math.max(group.dueAtMs[list], plannedMs);
	}
}

function isSamePlan(
	state: TriggerState,
	plan: Pick<TriggerState, 'nextDueAtMs' | 'share'>,
): boolean {
	const { nextDueAtMs, share } = plan;
	return (
		state.share === share && LISTS.every((list) => state.nextDueAtMs[list] === nextDueAtMs[list])
	);
}

/** The item of an event; one that is handed out again says so. */
function itemFor(
	told: Told,
	readAtMs: number,
	attempt: number,
	state: TriggerState,
	who: PollAccount,
	{ settings, nowMs }: PollDeps,
): TriggerItem {
	return {
		...itemOf(told, readAtMs, settings, who.appSecret),
		...(attempt > 1 && { redelivered: true, attempt }),
		...(settings.includeFeedStatus && { feed: feedStatusOf(state, nowMs()) }),
	};
}

/** What is new in a snapshot. */
interface TakenNow {
	found: Found[];
	items: TriggerItem[];
	next: TriggerState;
	undated: readonly string[];
}

/** Picks what is new and makes the items. A snapshot that cannot be read is not tried again. */
function takeFrom(
	snapshot: Snapshot,
	state: TriggerState,
	who: PollAccount,
	group: Group,
	deps: PollDeps,
): TakenNow {
	const { boot, settings } = deps;
	try {
		const { chosen, next, undated } = takeNew(state, snapshot, settings, boot, deps.nowMs());
		const found = chosen.map((told) => ({
			told,
			readAtMs: snapshot[told.list]?.fetchedAtMs ?? snapshot.fetchedAtMs,
		}));
		const items = found.map(({ told, readAtMs }) => itemFor(told, readAtMs, 1, next, who, deps));
		return { found, items, next, undated };
	} catch (reason) {
		group.snapshot = undefined;
		throw unexpectedFormOf(deps.node, reason);
	}
}

/** The state of a poll that hands out itself, as it was written last. */
interface Book {
	state: TriggerState;
}

/**
 * The counter of a trigger that hands out itself, to learn how its executions end.
 *
 * @returns undefined where n8n hands out, not knowing: it was not asked for, or cannot be asked.
 */
function counterOf(book: Book, feed: Feed, who: PollAccount, deps: PollDeps): Counter | undefined {
	const { delivery } = deps;
	if (!delivery?.emit) {
		if (delivery) noteNoWord(delivery, deps);
		return undefined;
	}
	const begun = openOutstanding(book.state.outstanding, deps.boot, deps.nowMs());
	const isAsStored = begun === book.state.outstanding;
	if (!isAsStored) book.state = { ...book.state, outstanding: begun };
	const rows = delivery.desks.get(deps.subscriber)?.rows;
	book.state = takeBackSightings(book.state, (eventId) => rows?.has(eventId) ?? false);
	const save = (outstanding: Outstanding) => {
		book.state = writeState(deps, feed, { ...book.state, outstanding });
	};
	const make = (told: Told, readAtMs: number, attempt: number) =>
		itemFor(told, readAtMs, attempt, book.state, who, deps);
	const outstanding = book.state.outstanding ?? begun;
	return openCounter(delivery, delivery.emit, deps, { itemOf: make, save }, outstanding);
}

/** The error of a poll that brought nothing, if the user has to hear of it. */
function reasonToTell(
	reporter: Reporter,
	state: TriggerState,
	isFirstPoll: boolean,
	deps: PollDeps,
): Error | undefined {
	const { group } = reporter;
	const nowMs = deps.nowMs();
	const isActive = isActiveAt(deps.activeHours, nowMs);
	const trouble = deps.trouble?.();
	if (trouble) {
		// It may have met the read of others as well, who are told of it just so.
		group.fault = undefined;
		return isActive ? troubleOnce(reporter, trouble, state, isFirstPoll, nowMs) : undefined;
	}
	// A trigger whose poll throws while n8n starts is left off for waits that double; the next one
	// tells. Whoever publishes is there to read it.
	const isTold = !isFirstPoll || deps.activation === 'activate';
	const fault = isTold ? faultFor(reporter) : undefined;
	return fault ?? (isActive ? failedReadsOf(reporter, state, nowMs) : undefined);
}

async function pollFeed(
	deps: PollDeps,
	feed: Feed,
	who: PollAccount,
): Promise<TriggerItem[] | null> {
	const { node, settings, subscriber, boot } = deps;
	const nowMs = deps.nowMs();
	const stored = newestState(deps, feed);
	const asStored = beginState(stored, settings, identityOf(who.appKey, who.account), nowMs);
	const begun = withRightClock(asStored, nowMs);
	const taken = mayHaveLost(deps, feed, stored)
		? takeBackLostBatch(begun, boot, nowMs)
		: { state: begun, isTakenBack: false, toReadAtOnce: [] };

	// At once: when the read below fails, the next poll must still hand the batch out again.
	if (taken.isTakenBack) writeState(deps, feed, taken.state);
	else if (stored) feed.states.set(subscriber, stored);

	const isFirstPoll = !feed.subscribers.has(subscriber);
	const book: Book = { state: taken.state };
	const counter = counterOf(book, feed, who, deps);
	// Not while n8n starts: publishing would wait for it.
	if (counter && !isFirstPoll) await counter.repeatDue();
	const complaint = counter?.complaint();
	if (complaint) throw complaint;
	const { state } = book;
	const need = needsOf(state, settings, nowMs);
	const { key, group, isOpened } = subscribe(
		feed,
		{ id: subscriber, name: deps.name },
		need,
		who.share,
		nowMs,
	);
	if (begun !== asStored) planAnew(group, nowMs);
	// The plan of one that has read for itself is not that of the others.
	if (isFirstPoll || isOpened) keepPlan(group, state, who.share, nowMs);
	const unplanned = feed.readAhead.has(subscriber) ? [] : taken.toReadAtOnce;
	if (unplanned.length > 0) feed.readAhead.add(subscriber);
	const afterFailures = settings.reportAfterFailedReads ?? REPORT_AFTER_FAILED_READS;
	const reporter: Reporter = { node, subscriber, feed, group, need, afterFailures };

	const watching = watchingOf(feed, state, who.share, deps);
	const readBudget = async () => noteDay(feed, await deps.readBudget());
	const forLists: PollDeps = {
		...deps,
		readBudget: async () => budgetOfLists(await readBudget(), feed.watching.values()),
	};
	const usable = () => usableOf(group.snapshot, need, state, key === LIVE);
	const isPending = Object.values(state.lists).some((list) => (list?.pending ?? 0) > 0);
	let snapshot = isPending ? usable() : undefined;
	const isActive = isActiveAt(deps.activeHours, nowMs);
	const isInTrouble = deps.trouble?.() !== undefined;
	if (!isInTrouble) feed.toldOfTrouble.delete(subscriber);
	if (!snapshot && isActive && !isInTrouble) {
		await readRound(feed, key, group, forLists, subscriber, unplanned);
		snapshot = usable();
	}
	// A want of calls is asked for anew after a restart: it may be over by then.
	const closedUntilMs = feed.wantsCalls ? 0 : feed.closedUntilMs;
	const dueOf = (list: ListName) => Math.max(group.dueAtMs[list], closedUntilMs);
	const plan = { nextDueAtMs: perList(dueOf), share: who.share };
	const room = counter ? MOST_OUTSTANDING - counter.outstanding().events.length : Infinity;
	const itemsPerPoll = Math.max(0, Math.min(settings.itemsPerPoll, room));
	const roomy = { ...deps, readBudget, settings: { ...settings, itemsPerPoll } };
	const listed = snapshot && takeFrom(snapshot, state, who, group, roomy);
	if (listed) tellOfUndated(feed, listed.undated, deps);
	const watched =
		watching &&
		(await lookAround(
			watching,
			listed?.next ?? state,
			snapshot,
			{
				listed: listed?.found.length ?? 0,
				mayCall: isActive && !isInTrouble && nowMs >= feed.closedUntilMs,
				// As with a read: what throws while n8n starts leaves the trigger off for a while.
				mayTell: !isFirstPoll || deps.activation === 'activate',
				afterFailures,
				pseudonymKey: who.appSecret,
			},
			roomy,
		));
	const found: Found[] = [...(listed?.found ?? []), ...(watched?.found ?? [])];
	const next = watched?.state ?? listed?.next ?? state;
	if (!listed && found.length === 0) {
		const reason = reasonToTell(reporter, state, isFirstPoll, deps) ?? watched?.error;
		// A look that failed is not to be made again at once.
		const isOther = reason ? next !== state : next !== stored || !isSamePlan(next, plan);
		if (isOther) book.state = writeState(deps, feed, { ...next, ...plan });
		if (reason) throw reason;
		return null;
	}
	// In one assignment: whatever failed before leaves the old state whole.
	const { batch, ...unbatched } = next;
	book.state = writeState(deps, feed, { ...unbatched, ...plan, ...(!counter && { batch }) });
	if (listed) {
		if (deps.note) noteStatus(reporter, state, next, deps.nowMs(), deps.note);
		const isDone = Object.values(next.lists).every((list) => (list?.pending ?? 0) === 0);
		// What was read for this one alone would keep it apart from the others.
		if (isDone && key !== LIVE) group.snapshot = undefined;
	}
	if (counter) {
		if (found.length > 0) await counter.handOutNew(found);
		return null;
	}
	const seen = watched?.found ?? [];
	const items = [
		...(listed?.items ?? []),
		...seen.map(({ told, readAtMs }) => itemFor(told, readAtMs, 1, next, who, deps)),
	];
	return items.length > 0 ? items : null;
}

/**
 * One tick of the trigger: reads if a read is due, and hands out what is new.
 *
 * @returns the items, oldest first, or null when there is nothing new or nothing is due.
 * @throws NodeApiError | NodeOperationError; the state is then as before, but for a batch that was
 * taken back.
 */
export async function runPoll(deps: PollDeps): Promise<TriggerItem[] | null> {
	const who = await deps.openAccount();
	forgetPast(deps.feeds, deps.nowMs());
	const feed = openFeed(deps.feeds, feedKey(who.appKey, who.appSecret, who.shop));
	// Ticks overlap when a read takes longer than a minute; the first one hands out.
	if (feed.polling.has(deps.subscriber)) return null;
	feed.polling.add(deps.subscriber);
	try {
		return await pollFeed(deps, feed, who);
	} finally {
		feed.polling.delete(deps.subscriber);
	}
}
