import type { Access } from '../../../client/access';
import { ANY_ACCOUNT } from '../../../quota/policy';
import { ignoreUnavailable, type SharedMemory } from '../../../quota/store';
import { MINUTE_MS } from '../../../time/units';
import { LISTS, type ListName } from '../lists/lists';
import { feedKey, feedsOfProcess, shopOf, type Feed, type Feeds, type Group } from './feed';

/** What became of a wish to read sooner. */
export type Drawn =
	/** The next poll of the account's triggers reads. */
	| 'due'
	/** As much was drawn forward as the calls allow: the planned read will bring it. */
	| 'planned'
	/** No trigger of the account polls these lists in this process. */
	| 'unwatched';

/** Rows enter the lists some seconds after the push is sent. */
const VISIBLE_AFTER_MS = 10_000;
/** So far ahead of the plan reads may be drawn, unless the plan itself has longer steps. */
const BORROWED_MS = 15 * MINUTE_MS;

/** For so long the list of orders to send waits for that of new ones, which shows a part of it. */
const WAITS_MS = 30 * MINUTE_MS;

/** New orders and payments stand in two lists: the other one of them. */
function otherOf(list: ListName): ListName | undefined {
	if (list === 'orders') return 'toSend';
	return list === 'toSend' ? 'orders' : undefined;
}

/** Whether a list is to be read: by the plan, or because a push has drawn the read forward. */
export function isDue(group: Group, list: ListName, nowMs: number): boolean {
	const pushedAtMs = group.pushedAtMs[list];
	if (pushedAtMs > 0 && nowMs >= pushedAtMs) return true;
	const isWaiting = list === 'toSend' && !group.paced.has(list);
	if (isWaiting && nowMs < group.dueAtMs.toSend + WAITS_MS) {
		return nowMs >= group.dueAtMs.toSend && isDue(group, 'orders', nowMs);
	}
	return nowMs >= group.dueAtMs[list];
}

/**
 * Draws the reads of a feed forward. A read that comes early is charged to the plan all the same:
 * the one after it is due one step later than it would have been. So not more is borrowed than
 * what a lost push may be late.
 */
export function drawForward(feed: Feed, lists: readonly ListName[], nowMs: number): Drawn {
	// New orders and payments show in the one of their two lists that is read at the pace.
	const shown = new Set(lists.flatMap((list) => [list, otherOf(list) ?? list]));
	const drawn = [...feed.groups.values()].flatMap((group) =>
		[...shown]
			.filter((list) => group.paced.has(list))
			.map((list) => drawList(feed, group, list, nowMs)),
	);
	return foremost(drawn);
}

function drawList(feed: Feed, group: Group, list: ListName, nowMs: number): Drawn {
	const borrowableMs = Math.max(BORROWED_MS, group.stepMs[list]);
	if (nowMs < feed.closedUntilMs || group.dueAtMs[list] - nowMs > borrowableMs) return 'planned';
	const pushedAtMs = group.pushedAtMs[list];
	// The first of many pushes sets the moment: those that follow do not put it off. But a read that
	// is under way can have passed the row by.
	const isBeingAnswered = group.inFlight !== undefined && pushedAtMs <= nowMs;
	if (pushedAtMs === 0 || isBeingAnswered) group.pushedAtMs[list] = nowMs + VISIBLE_AFTER_MS;
	return 'due';
}

function foremost(drawn: readonly Drawn[]): Drawn {
	return (['due', 'planned'] as const).find((one) => drawn.includes(one)) ?? 'unwatched';
}

/** Draws forward in the feeds that a credential and a seller id can mean. */
export function drawIn(
	feeds: Feeds,
	keys: readonly string[],
	lists: readonly ListName[],
	nowMs: number,
): Drawn {
	const found = keys.flatMap((key) => feeds.get(key) ?? []);
	return foremost(found.map((feed) => drawForward(feed, lists, nowMs)));
}

/** For so long a word waits for a poll of another process; the planned read brings it then. */
const TOLD_MS = 30 * MINUTE_MS;

const nameOf = (key: string): string => `soon:${key}`;

/** Leaves word for the process that polls. Two pushes at one moment can lose a word, which is a hint. */
async function tellOthers(
	memory: SharedMemory,
	keys: readonly string[],
	lists: readonly ListName[],
): Promise<void> {
	for (const key of keys) {
		const before = (await memory.read(nameOf(key))) ?? '';
		const known = LISTS.filter((list) => before.split(',').includes(list));
		await memory.put(nameOf(key), [...new Set([...known, ...lists])].join(), TOLD_MS);
	}
}

/**
 * Draws the reads of a feed forward of which other processes have left word, and takes the word away.
 * Costs a request at each poll, and no call.
 *
 * @param key of the feed.
 * @throws QuotaUnavailable when the memory cannot be asked.
 */
export async function hearOthers(
	memory: SharedMemory,
	feeds: Feeds,
	key: string,
	nowMs: number,
): Promise<void> {
	const word = await memory.read(nameOf(key));
	if (word === undefined) return;
	await memory.drop(nameOf(key));
	const told = word.split(',');
	drawIn(
		feeds,
		[key],
		LISTS.filter((list) => told.includes(list)),
		nowMs,
	);
}

/**
 * Has the feed of an account read lists sooner, because a verified push says that something happened.
 * The poll stays the truth. Makes no call and throws nothing.
 *
 * @param lists which lists the message is about.
 * @param nowMs ms UTC.
 * @param sellerId of the message: tried too, for triggers whose credential knows another name.
 * @param memory by which the other processes hear of it; without one it holds in this process only.
 */
export function readSoon(
	access: Pick<Access, 'account' | 'accessToken' | 'appKey' | 'appSecret'>,
	lists: readonly ListName[],
	nowMs: number,
	sellerId?: string,
	memory?: SharedMemory,
): Drawn {
	const { appKey, appSecret } = access;
	if (feedsOfProcess.size === 0 && !memory) return 'unwatched';
	// The message may be about another shop of the app than the credential.
	const isNamed = sellerId !== undefined && access.account !== ANY_ACCOUNT;
	const named = sellerId === undefined ? [] : [sellerId];
	const shops = new Set(isNamed ? named : [shopOf(access), ...named]);
	const keys = [...shops].map((shop) => feedKey(appKey, appSecret, shop));
	// Nobody waits for it: the platform wants its answer soon.
	if (memory) void tellOthers(memory, keys, lists).catch(ignoreUnavailable);
	return drawIn(feedsOfProcess, keys, lists, nowMs);
}
