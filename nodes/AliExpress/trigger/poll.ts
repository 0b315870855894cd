import { createHash } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';

import {
	forgetPast,
	openFeed,
	release,
	subscribe,
	usableSnapshot,
	type Feed,
	type Feeds,
	type Group,
} from './feed';
import { LISTS, type ListName } from './events';
import { itemOf, type TriggerItem } from './item';
import { needOf } from './need';
import type { Snapshot } from './read';
import { isActiveAt } from './activeHours';
import { readRound, type RoundDeps } from './round';
import { select } from './select';
import type { TriggerSettings } from './settings';
import { beginState, identityOf } from './start';
import { readState, takeBackLostBatch, type TriggerState } from './state';
import { unexpectedFormOf } from './unexpectedForm';

/** As whom a poll reads. */
export interface PollAccount {
	account: string;
	appKey: string;
	appSecret: string;
	/** Triggers with the same app and this in common read the same shop. */
	shop: string;
	/** Calls of a day set aside for triggers. */
	share: number;
}

/** What a poll needs of its surroundings. */
export interface PollDeps extends RoundDeps {
	settings: TriggerSettings;
	/** n8n's activation mode, e.g. `init` after a start of n8n. */
	activation: string;
	/** Names the trigger within the process: workflow and node id. */
	subscriber: string;
	/** Names this life of the process. */
	boot: string;
	feeds: Feeds;
	openAccount(): Promise<PollAccount>;
	state: { read(): unknown; write(state: TriggerState): void };
}

/** After these n8n may have lost the batch that the previous process handed out last. */
const AFTER_A_LOSS = new Set(['init', 'leadershipChange']);
const DAY_MS = 86_400_000;

function hash(...parts: string[]): string {
	return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function storedState(deps: PollDeps): TriggerState | undefined {
	try {
		return readState(deps.state.read());
	} catch (reason) {
		const why = reason instanceof TypeError ? reason.message : 'It is not plain data.';
		throw new NodeOperationError(deps.node, 'The stored position of this trigger cannot be read', {
			description: `${why} It may come from a newer version of this package: install that one again, or delete this node and add it anew, which starts over.`,
		});
	}
}

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

/** Picks what is new and makes the items. A snapshot that cannot be read is not tried again. */
function takeFrom(
	snapshot: Snapshot,
	state: TriggerState,
	who: PollAccount,
	group: Group,
	deps: PollDeps,
): { items: TriggerItem[]; next: TriggerState; undated: readonly string[] } {
	const { settings, boot } = deps;
	try {
		const { chosen, next, undated } = select(state, snapshot, settings, boot, deps.nowMs());
		const items = chosen.map((one) => itemOf(one, snapshot, settings, who.appSecret));
		return { items, next, undated };
	} catch (reason) {
		group.snapshot = undefined;
		throw unexpectedFormOf(deps.node, reason);
	}
}

/** Orders that cannot be told new from old are left out, which must not go unsaid. */
function tellOfUndated(feed: Feed, undated: readonly string[], deps: PollDeps): void {
	const nowMs = deps.nowMs();
	if (undated.length === 0 || nowMs < feed.toldOfUndatedAtMs + DAY_MS) return;
	feed.toldOfUndatedAtMs = nowMs;
	const which = undated.slice(0, 10).join(', ');
	deps.tell(
		`AliExpress lists orders without a readable creation time; they are not reported as new: ${which}`,
	);
}

async function pollFeed(
	deps: PollDeps,
	feed: Feed,
	who: PollAccount,
): Promise<TriggerItem[] | null> {
	const { settings, subscriber, boot } = deps;
	const nowMs = deps.nowMs();
	const stored = storedState(deps);
	const begun = beginState(stored, settings, identityOf(who.appKey, who.account), nowMs);
	const { state, isTakenBack, mayReadAtOnce } = AFTER_A_LOSS.has(deps.activation)
		? takeBackLostBatch(begun, boot, nowMs)
		: { state: begun, isTakenBack: false, mayReadAtOnce: false };

	// At once: when the read below fails, the next poll must still hand the batch out again.
	if (isTakenBack) deps.state.write(state);

	const need = needOf(state, settings, nowMs);
	const { key, group } = subscribe(feed, subscriber, need, nowMs);
	keepPlan(group, state, who.share, nowMs);
	const isAhead = isTakenBack && mayReadAtOnce && !feed.readAhead.has(subscriber);
	if (isAhead) feed.readAhead.add(subscriber);

	const usable = () => usableSnapshot(key, group, need, state);
	const isPending = Object.values(state.lists).some((list) => (list?.pending ?? 0) > 0);
	let snapshot = isPending ? usable() : undefined;
	if (!snapshot && isActiveAt(deps.activeHours, nowMs)) {
		await readRound(feed, key, group, deps, isAhead);
		snapshot = usable();
	}
	const dueOf = (list: ListName) => Math.max(group.dueAtMs[list], feed.closedUntilMs);
	const nextDueAtMs = { orders: dueOf('orders'), reviews: dueOf('reviews') };
	const plan = { nextDueAtMs, share: who.share };
	if (!snapshot) {
		if (state !== stored || !isSamePlan(state, plan)) deps.state.write({ ...state, ...plan });
		return null;
	}
	const { items, next, undated } = takeFrom(snapshot, state, who, group, deps);
	tellOfUndated(feed, undated, deps);
	// Last, and in one assignment: whatever failed before leaves the old state whole.
	deps.state.write({ ...next, ...plan });
	const isDone = Object.values(next.lists).every((list) => (list?.pending ?? 0) === 0);
	if (isDone) release(group, subscriber);
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
	const feed = openFeed(deps.feeds, hash(who.appKey, who.appSecret, who.shop));
	// Ticks overlap when a read takes longer than a minute; the first one hands out.
	if (feed.polling.has(deps.subscriber)) return null;
	feed.polling.add(deps.subscriber);
	try {
		return await pollFeed(deps, feed, who);
	} finally {
		feed.polling.delete(deps.subscriber);
	}
}
