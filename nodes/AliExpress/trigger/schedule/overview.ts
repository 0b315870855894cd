import { LISTS, type ListName } from '../lists/lists';
import { groupOf, type Feed, type Feeds } from './feed';

/** How a trigger of this process is doing. Times are ms UTC. */
export interface LiveTrigger {
	/** Node and workflow. */
	name: string;
	lists: ListName[];
	/** How far the latest read of its first list put the next one off, ms; 0 before the first read. */
	everyMs: number;
	/** 0 before the first read. */
	readAtMs: number;
	nextAtMs: number;
	/** Since when reads bring nothing, and what the last one said. */
	failing?: { sinceMs: number; why: string };
	/** Until when no call is let out, and why. */
	closed?: { untilMs: number; why: string };
}

function overviewOf(feed: Feed, id: string, name: string, nowMs: number): LiveTrigger | undefined {
	const group = groupOf(feed, id);
	const needed = feed.subscribers.get(id)?.need.lists;
	if (!group || !needed) return undefined;
	const lists = LISTS.filter((list) => needed[list] !== undefined);
	const sick = lists.map((list) => group.health[list]).find(({ failures }) => failures > 0);
	const [first] = lists;
	if (first === undefined) return undefined;
	return {
		name,
		lists,
		everyMs: group.stepMs[first],
		readAtMs: feed.states.get(id)?.lastSuccessAtMs ?? 0,
		nextAtMs: Math.max(nowMs, Math.min(...lists.map((list) => group.dueAtMs[list]))),
		...(sick && { failing: { sinceMs: sick.failingSinceMs, why: sick.why } }),
		...(feed.closedUntilMs > nowMs && {
			closed: { untilMs: feed.closedUntilMs, why: feed.closedWhy },
		}),
	};
}

/**
 * The triggers of an account that have polled in this process lately.
 *
 * @param key of the account's feed.
 */
export function liveTriggers(feeds: Feeds, key: string, nowMs: number): LiveTrigger[] {
	const feed = feeds.get(key);
	if (!feed) return [];
	return [...feed.subscribers].flatMap(([id, { name }]) => overviewOf(feed, id, name, nowMs) ?? []);
}
