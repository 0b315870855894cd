import { createHash, randomUUID } from 'node:crypto';

import { ANY_ACCOUNT } from '../../../quota/policy';
import { isAhead } from '../../../time/moment';
import { HOUR_MS, MINUTE_MS } from '../../../time/units';
import type { Sighting } from '../events/events';
import { LISTS, perList, type ListName, type PerList } from '../lists/lists';
import type { Snapshot } from '../lists/snapshot';
import { unite, type Need } from '../position/need';
import type { TriggerState } from '../position/state';
import { healthy, type Fault, type Health } from './health';

/** Triggers that share a window; `live` for all that are up to date, one each for the others. */
export interface Group {
	/** No read of a list before this moment, ms UTC. */
	dueAtMs: PerList<number>;
	/** Calls of a read of a list, over the latest ones. */
	meanCalls: PerList<number>;
	/** How far the plan went with the latest read of a list, ms. */
	stepMs: PerList<number>;
	/** Among how many groups the calls of the day were divided when the next read of a list was planned. */
	among: PerList<number>;
	/** The lists that its triggers need and that are read at the pace of the day. */
	paced: Set<ListName>;
	/** From when on a push has a list read sooner, ms UTC; 0 when none has since the last read. */
	pushedAtMs: PerList<number>;
	/** The lists that this process has read. */
	hasRead: Set<ListName>;
	health: PerList<Health>;
	/** The latest read that failed for a reason that the user has to hear of. */
	fault?: Fault | undefined;
	/** How many pages of a list fitted into the time of a poll, while not all of a window do. */
	slowPages: { [List in ListName]?: number | undefined };
	/** How long a window is that fits, by the page of a list, while its reads are cut short; of reviews the whole one. */
	spanMs: { [List in ListName]?: number | undefined };
	/** The most reviews that one answer has shown: a limit of its rows cannot be lower. */
	mostReviews: number;
	/** Reads of disputes so far; now and then one asks for those that have ended too. */
	disputeReads: number;
	/** The latest reads of its lists, for every trigger that has not used them. */
	snapshot?: Snapshot | undefined;
	/** Triggers that wait for the read under way. */
	asking: Set<string>;
	inFlight?: Promise<void> | undefined;
}

/** A group that has read nothing yet. */
function openGroup(): Group {
	return {
		dueAtMs: perList(() => 0),
		meanCalls: perList(() => 1),
		stepMs: perList(() => 0),
		among: perList(() => 1),
		paced: new Set(),
		pushedAtMs: perList(() => 0),
		hasRead: new Set(),
		health: perList(healthy),
		slowPages: {},
		spanMs: {},
		mostReviews: 0,
		disputeReads: 0,
		asking: new Set(),
	};
}

/** A trigger as the others of its account see it. */
interface Subscriber {
	/** Node and workflow, for people. */
	name: string;
	need: Need;
	polledAtMs: number;
	/** Polls so seldom that its windows would slow the others down. */
	isRare: boolean;
	/** Calls of a day that its credential sets aside for triggers. */
	share: number;
}

/** What the watches of a trigger have found and not handed out, and how they fare. */
export interface Watching {
	pending: Sighting[];
	/** What they take of the calls of any day, what is kept from the lists today, and what they may take today at most. */
	callsADay: number;
	setAside: number;
	callsLeft: number;
	/** By how much their looks are further apart than planned; 1 where they get what they need. */
	stretch: number;
	/** By the name of the watch. */
	health: Map<string, Health>;
	/** Why one fails, until the user is told; and when the user was told last, ms UTC. */
	untold?: Error | undefined;
	toldAtMs?: number;
	/** When the log was told last that there is no room for more, ms UTC. */
	fullToldAtMs?: number;
}

/** What the triggers of one account in this process share. */
export interface Feed {
	groups: Map<string, Group>;
	subscribers: Map<string, Subscriber>;
	/** Triggers with a poll under way: ticks can overlap. */
	polling: Set<string>;
	/** The state that each trigger wrote last in this process. */
	states: Map<string, TriggerState>;
	/** What each trigger looks at beside the lists. */
	watching: Map<string, Watching>;
	/** What triggers have of this day in all, as it was read last, and until when that holds, ms UTC. */
	day: { calls: number; endsAtMs: number };
	/** Triggers that have read ahead of the plan once in the life of this process. */
	readAhead: Set<string>;
	/** The quota lets nothing out before this moment, ms UTC, and why. */
	closedUntilMs: number;
	closedWhy: string;
	/** Nothing is read for want of calls, which can end at any moment: a limit is raised, a call freed. */
	wantsCalls: boolean;
	/** Triggers that have told that the account has to be connected; until it is. */
	toldOfTrouble: Set<string>;
	/** When each trigger reported failed reads last, and when it noted how it is doing, ms UTC. */
	reportedAtMs: Map<string, number>;
	notedAtMs: Map<string, number>;
	/** For which quota day (its end, ms UTC) the log was told that the calls are used up. */
	toldForDayMs: number;
	/** When the log was last told of orders without a readable time, ms UTC. */
	toldOfUndatedAtMs: number;
}

/** Feeds by account and app. */
export type Feeds = Map<string, Feed>;

/** The feeds of this process. */
export const feedsOfProcess: Feeds = new Map();
/** A name for the life of this process. */
export const bootOfProcess = randomUUID();

/** Under which name the triggers of a shop find their feed: no secret can be read from it. */
export function feedKey(appKey: string, appSecret: string, shop: string): string {
	return createHash('sha256').update([appKey, appSecret, shop].join('\n')).digest('hex');
}

/** What tells shops apart: two whose ids are not known must not get each other's orders. */
export function shopOf(access: { account: string; accessToken: string }): string {
	return access.account === ANY_ACCOUNT ? access.accessToken : access.account;
}

/** The group of all triggers that are up to date. */
export const LIVE = 'live';
/** A trigger that has not polled for this long is taken for switched off. */
const SUBSCRIBED_MS = 25 * HOUR_MS;
/** A trigger that polls less often than this reads for itself. */
const RARE_MS = 2 * HOUR_MS;
/**
 * Rows hold buyer data, so they are not kept longer than a poll or two may need them: that of a trigger which n8n
 * starts after the one that has read, too.
 */
const SNAPSHOT_LIFE_MS = 30 * MINUTE_MS;

/** The feed of a key, opened on first use. */
export function openFeed(feeds: Feeds, key: string): Feed {
	const known = feeds.get(key);
	if (known) return known;
	const opened: Feed = {
		groups: new Map(),
		subscribers: new Map(),
		polling: new Set(),
		states: new Map(),
		watching: new Map(),
		day: { calls: 0, endsAtMs: 0 },
		readAhead: new Set(),
		closedUntilMs: 0,
		closedWhy: '',
		wantsCalls: false,
		toldOfTrouble: new Set(),
		reportedAtMs: new Map(),
		notedAtMs: new Map(),
		toldForDayMs: 0,
		toldOfUndatedAtMs: 0,
	};
	feeds.set(key, opened);
	return opened;
}

/** Drops rows that nobody has asked for in time and triggers that are gone, in all feeds. */
export function forgetPast(feeds: Feeds, nowMs: number): void {
	for (const [key, feed] of feeds) {
		for (const [id, { polledAtMs }] of feed.subscribers) {
			if (polledAtMs >= nowMs - SUBSCRIBED_MS) continue;
			feed.subscribers.delete(id);
			feed.toldOfTrouble.delete(id);
			feed.reportedAtMs.delete(id);
			feed.notedAtMs.delete(id);
			feed.states.delete(id);
			feed.watching.delete(id);
		}
		for (const group of feed.groups.values()) {
			group.snapshot = stillOf(group, nowMs);
		}
		const inUse = new Set([...feed.subscribers.keys()].map((id) => groupKeyOf(feed, id)));
		for (const [name, group] of feed.groups) {
			if (!inUse.has(name) && !group.inFlight) feed.groups.delete(name);
		}
		if (feed.groups.size === 0 && feed.polling.size === 0) feeds.delete(key);
	}
}

/** Which group a trigger is in. One that still works off a window of its own stays with it. */
function groupKeyOf(feed: Feed, id: string): string {
	const subscriber = feed.subscribers.get(id);
	const isShared = subscriber !== undefined && subscriber.need.isLive && !subscriber.isRare;
	return isShared && !feed.groups.get(id)?.snapshot ? LIVE : id;
}

/** The group that a trigger is in; undefined when the feed does not know the trigger. */
export function groupOf(feed: Feed, id: string): Group | undefined {
	return feed.groups.get(groupKeyOf(feed, id));
}

/**
 * Registers a trigger's need. Changes `feed`.
 *
 * @param name of node and workflow.
 * @param share calls of a day that its credential sets aside for triggers; with more than before the
 * plan does not hold any longer.
 * @returns its group, and whether that was opened for it now.
 */
export function subscribe(
	feed: Feed,
	{ id, name }: { id: string; name: string },
	need: Need,
	share: number,
	nowMs: number,
): { key: string; group: Group; isOpened: boolean } {
	const before = feed.subscribers.get(id);
	const isRare = before !== undefined && before.polledAtMs < nowMs - RARE_MS;
	feed.subscribers.set(id, { name, need, polledAtMs: nowMs, isRare, share });
	if (before !== undefined && share > before.share) hasten(feed, nowMs);
	const key = groupKeyOf(feed, id);
	const known = feed.groups.get(key);
	if (known) return { key, group: known, isOpened: false };
	const group = openGroup();
	feed.groups.set(key, group);
	return { key, group, isOpened: true };
}

/** Has all lists read at once: what held them back is over. */
export function hasten(feed: Feed, nowMs: number): void {
	if (feed.wantsCalls) feed.closedUntilMs = 0;
	feed.wantsCalls = false;
	for (const { dueAtMs } of feed.groups.values()) {
		for (const list of LISTS) dueAtMs[list] = Math.min(dueAtMs[list], nowMs);
	}
}

/** A clock that was ahead by more than this has let reads pass by what came late just before. */
const FAR_AHEAD_MS = 10 * MINUTE_MS;

/**
 * Plans reads anew once a clock that was ahead is right: no list waits longer than it would have after its last
 * read. Where it was far ahead all are read now, for what its reads passed by. The first trigger that notices does
 * so for the others as well.
 */
export function planAnew(group: Group, nowMs: number): void {
	const { dueAtMs, stepMs } = group;
	const aheadMs = Math.max(...LISTS.map((list) => dueAtMs[list] - stepMs[list] - nowMs));
	for (const list of LISTS) {
		const latestMs = aheadMs > FAR_AHEAD_MS ? nowMs : nowMs + stepMs[list];
		dueAtMs[list] = Math.min(dueAtMs[list], latestMs);
	}
}

function isFrequent({ isRare, polledAtMs }: Subscriber, nowMs: number): boolean {
	return !isRare && polledAtMs >= nowMs - RARE_MS;
}

/** Among how many groups the day's calls are divided: those that poll often, and this one. */
export function groupCount(feed: Feed, key: string, nowMs: number): number {
	const frequent = [...feed.subscribers].filter(([, one]) => isFrequent(one, nowMs));
	return new Set([key, ...frequent.map(([id]) => groupKeyOf(feed, id))]).size;
}

/** One need that covers all triggers of a group that are to be read for now. */
export function groupNeedOf(feed: Feed, key: string, nowMs: number): Need {
	const members = [...feed.subscribers].filter(
		([id, one]) => groupKeyOf(feed, id) === key && (key !== LIVE || isFrequent(one, nowMs)),
	);
	return unite(members.map(([, { need }]) => need));
}

/** The reads of a group that are not too old, nor of a clock that was ahead; undefined when there are none. */
export function stillOf({ snapshot }: Group, nowMs: number): Snapshot | undefined {
	if (!snapshot) return undefined;
	const isOf = (fetchedAtMs: number) =>
		fetchedAtMs >= nowMs - SNAPSHOT_LIFE_MS && !isAhead(fetchedAtMs, nowMs);
	const still: Snapshot = { ...snapshot };
	for (const list of LISTS) if (!isOf(still[list]?.fetchedAtMs ?? nowMs)) delete still[list];
	return LISTS.some((list) => still[list]) ? still : undefined;
}
