import { NodeOperationError, type INode, type NodeApiError } from 'n8n-workflow';

import type { QuotaStatus } from '../../../quota/store';
import type { Delivery } from '../delivery/handOut';
import type { TriggerSettings } from '../settings';
import type { Feed, Feeds } from './feed';
import type { RoundDeps } from './plan';
import type { TriggerState } from '../position/state';
import { readState, rememberState } from '../position/storedState';

/** What reading and writing the state of a trigger needs. */
export interface StateDeps {
	node: INode;
	/** n8n's activation mode, e.g. `init` after a start of n8n. */
	activation: string;
	/** Names the trigger within the process: workflow and node id. */
	subscriber: string;
	state: { read(): unknown; write(state: TriggerState): void };
}

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
export interface PollDeps extends RoundDeps, StateDeps {
	/** Zone of the workflow; UTC where it is left out. */
	zone?: string;
	/** What is used of the day's calls; undefined where the counter does not answer. */
	dayUse?: () => Promise<QuotaStatus | undefined>;
	settings: TriggerSettings;
	/** Node and workflow, for people. */
	name: string;
	/** Names this life of the process. */
	boot: string;
	feeds: Feeds;
	openAccount(): Promise<PollAccount>;
	/** Where the trigger hands out itself, to learn how its executions end; else n8n hands out. */
	delivery?: Delivery | undefined;
	/** Why the account has to be connected before it can be read; undefined when it can. Costs no call. */
	trouble?: () => NodeApiError | undefined;
}

/**
 * With these n8n may have lost the batch that the previous process handed out last. The durable
 * scheduler calls every poll an update.
 */
const AFTER_A_LOSS: ReadonlySet<string> = new Set(['init', 'leadershipChange', 'update']);

function storedState(deps: StateDeps): TriggerState | undefined {
	try {
		return readState(deps.state.read());
	} catch (reason) {
		const why = reason instanceof TypeError ? reason.message : 'It is not plain data.';
		throw new NodeOperationError(deps.node, 'The stored position of this trigger cannot be read', {
			description: `${why} It may come from a newer version of this package: install that one again, or delete this node and add it anew, which starts over.`,
		});
	}
}

/**
 * Whether n8n has saved what a state handed out. A poll that it gave up, or that ended after the
 * workflow was switched off, has handed out nothing: its items are thrown away.
 */
function isSaved({ batch }: TriggerState, stored: TriggerState | undefined): boolean {
	if (batch === undefined) return true;
	const saved = stored?.batch;
	return saved?.emittedAtMs === batch.emittedAtMs && saved.boot === batch.boot;
}

/**
 * The newest copy of the state. n8n's durable scheduler loads the static data afresh for every poll
 * and saves it only with items, so the copy of this process can be ahead of it.
 */
export function newestState(deps: StateDeps, feed: Feed): TriggerState | undefined {
	const stored = storedState(deps);
	const own = feed.states.get(deps.subscriber);
	const isAhead = own !== undefined && own.revision > (stored?.revision ?? -1);
	return isAhead && isSaved(own, stored) ? own : stored;
}

/**
 * Whether a batch may have been lost before this poll: only when another process wrote the state, at
 * the first poll with it. Later an old batch would look young once the clock is set back.
 *
 * @param newest the newest copy of the state.
 */
export function mayHaveLost(
	{ activation, subscriber }: StateDeps,
	feed: Feed,
	newest: TriggerState | undefined,
): boolean {
	const own = feed.states.get(subscriber);
	const isOfAnother = own === undefined || (newest?.revision ?? 0) > own.revision;
	return AFTER_A_LOSS.has(activation) && isOfAnother;
}

/** Writes the state, in one assignment, and keeps the copy of this process. Returns what was written. */
export function writeState(deps: StateDeps, feed: Feed, state: TriggerState): TriggerState {
	const next = { ...state, revision: state.revision + 1 };
	rememberState(next);
	feed.states.set(deps.subscriber, next);
	deps.state.write(next);
	return next;
}
