import { isCovered, unite, type Need } from './need';
import type { Snapshot } from './read';

/** Triggers that share a window; `live` for all that are up to date, one each for the others. */
export interface Group {
	/** No read before this moment, ms UTC. */
	dueAtMs: number;
	hasRead: boolean;
	pageLimit: number;
	/** The latest read, until every trigger of the group has used it. */
	snapshot?: Snapshot | undefined;
	/** Triggers that have not used the snapshot yet. */
	waiting: Set<string>;
	inFlight?: Promise<Snapshot | undefined> | undefined;
}

/** What the triggers of one account in this process share. */
export interface Feed {
	groups: Map<string, Group>;
	subscribers: Map<string, { need: Need; polledAtMs: number }>;
	/** Triggers with a poll under way: ticks can overlap. */
	polling: Set<string>;
	/** Triggers that have read ahead of the plan once in the life of this process. */
	readAhead: Set<string>;
	/** The quota lets nothing out before this moment, ms UTC. */
	closedUntilMs: number;
	/** For which quota day (its end, ms UTC) the log was told that the calls are used up. */
	toldForDayMs: number;
}

/** Feeds by account and app. */
export type Feeds = Map<string, Feed>;

const LIVE = 'live';
/** More pages at once would outlast a poll and eat the day's share in one go. */
export const PAGE_LIMIT = 10;
/** A trigger that has not polled for this long is taken for switched off. */
const SUBSCRIBED_MS = 25 * 3_600_000;
/** Rows hold buyer data, so they are not kept longer than a poll or two may need them. */
const SNAPSHOT_LIFE_MS = 30 * 60_000;

/** The feed of a key, opened on first use. */
export function openFeed(feeds: Feeds, key: string): Feed {
	const known = feeds.get(key);
	if (known) return known;
	const opened: Feed = {
		groups: new Map(),
		subscribers: new Map(),
		polling: new Set(),
		readAhead: new Set(),
		closedUntilMs: 0,
		toldForDayMs: 0,
	};
	feeds.set(key, opened);
	return opened;
}

/** Which group a trigger is in. One that still works off a window of its own stays with it. */
export function groupKeyOf(feed: Feed, id: string, need: Need): string {
	return need.isLive && !feed.groups.get(id)?.snapshot ? LIVE : id;
}

/** Registers a trigger's need and forgets what is past. Changes `feed`. */
export function subscribe(feed: Feed, id: string, need: Need, nowMs: number): Group {
	feed.subscribers.set(id, { need, polledAtMs: nowMs });
	for (const [other, { polledAtMs }] of feed.subscribers) {
		if (polledAtMs < nowMs - SUBSCRIBED_MS) feed.subscribers.delete(other);
	}
	for (const group of feed.groups.values()) {
		const isOld = (group.snapshot?.fetchedAtMs ?? nowMs) < nowMs - SNAPSHOT_LIFE_MS;
		if (isOld) group.snapshot = undefined;
	}
	const inUse = groupKeysOf(feed);
	for (const [key, group] of feed.groups) {
		if (!inUse.has(key) && !group.inFlight) feed.groups.delete(key);
	}
	const key = groupKeyOf(feed, id, need);
	const known = feed.groups.get(key);
	if (known) return known;
	const opened: Group = { dueAtMs: 0, hasRead: false, pageLimit: PAGE_LIMIT, waiting: new Set() };
	feed.groups.set(key, opened);
	return opened;
}

/** The groups that triggers are in at present. */
export function groupKeysOf(feed: Feed): Set<string> {
	return new Set([...feed.subscribers].map(([id, { need }]) => groupKeyOf(feed, id, need)));
}

/** The triggers of a group, and one need that covers them all. */
export function membersOf(feed: Feed, key: string): { ids: string[]; need: Need } {
	const members = [...feed.subscribers].filter(
		([id, { need }]) => groupKeyOf(feed, id, need) === key,
	);
	return { ids: members.map(([id]) => id), need: unite(members.map(([, { need }]) => need)) };
}

/** The group's snapshot if this trigger can use it without a call. */
export function usableSnapshot(key: string, group: Group, need: Need): Snapshot | undefined {
	const { snapshot } = group;
	// A window of one's own can be shorter than what was needed: it was cut to end in time.
	return snapshot && (key !== LIVE || isCovered(need, snapshot)) ? snapshot : undefined;
}

/** Notes that a trigger has used the snapshot up; the last one lets its rows go. */
export function release(group: Group, id: string): void {
	group.waiting.delete(id);
	if (group.waiting.size === 0) group.snapshot = undefined;
}
