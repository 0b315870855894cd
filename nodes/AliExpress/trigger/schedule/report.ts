import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { DAY_MS } from '../../../time/units';
import type { ListName } from '../lists/lists';
import type { Need } from '../position/need';
import type { TriggerState } from '../position/state';
import type { Feed } from './feed';
import { feedSentence, spanText } from './feedStatus';
import type { Group } from './group';
import { isToBeReported } from './health';

const NAME: Readonly<Record<ListName, string>> = {
	orders: 'Orders',
	finished: 'Finished orders',
	reviews: 'Reviews',
	disputes: 'Disputes',
};

/** Who reports, and to whom. */
export interface Reporter {
	node: INode;
	/** The trigger within the process. */
	subscriber: string;
	feed: Feed;
	group: Group;
	need: Need;
	/** After so many failed reads in a row. */
	afterFailures: number;
}

/**
 * The n8n error of reads that have failed too often in a row, once and then every six hours.
 *
 * @returns undefined while there is nothing to report. Notes in `feed` that it was reported.
 */
export function failedReadsOf(
	reporter: Reporter,
	state: TriggerState,
	nowMs: number,
): NodeOperationError | undefined {
	const { node, subscriber, feed, group, need, afterFailures } = reporter;
	const toldAtMs = feed.reportedAtMs.get(subscriber);
	const lists = (Object.keys(need.lists) as ListName[]).filter((list) =>
		isToBeReported(group.health[list], afterFailures, toldAtMs, nowMs),
	);
	const [worst] = lists;
	if (worst === undefined) return undefined;
	feed.reportedAtMs.set(subscriber, nowMs);
	const { failures, failingSinceMs, why } = group.health[worst];
	const since = spanText(nowMs - failingSinceMs);
	const names = lists.map((list) => NAME[list]).join(', ');
	const dueAtMs = Math.max(group.dueAtMs[worst], feed.closedUntilMs, nowMs);
	const next = new Date(dueAtMs).toISOString();
	return new NodeOperationError(node, `${names} could not be read for ${since}`, {
		description: `${failures} reads in a row brought nothing. The last one: ${why.replace(/\.$/, '')}. ${feedSentence(state, nowMs)} Nothing is lost: the trigger goes on by itself, next at ${next}, and hands out what happened meanwhile. You are told again in six hours.`,
	});
}

/**
 * The n8n error of an account that has to be connected, once for each trigger: until then nothing is
 * read, and every poll would say the same.
 *
 * @param isFirstPoll n8n polls while it activates a workflow, and one that throws then is left off,
 * without an execution, for waits that double. So the next poll tells.
 * @returns undefined when it was told. Notes in `feed` that it was.
 */
export function troubleOnce(
	{ node, subscriber, feed }: Reporter,
	trouble: NodeApiError,
	state: TriggerState,
	isFirstPoll: boolean,
	nowMs: number,
): NodeApiError | undefined {
	if (isFirstPoll || feed.toldOfTrouble.has(subscriber)) return undefined;
	feed.toldOfTrouble.add(subscriber);
	const { message, description, httpCode } = trouble;
	return new NodeApiError(
		node,
		{ code: 'NotConnected' },
		{
			message,
			description: `${description} ${feedSentence(state, nowMs)} Nothing is lost: once the account is connected the trigger goes on by itself and hands out what happened meanwhile. Until then it does not read, and this is not told again.`,
			httpCode: httpCode ?? '401',
			failure: { cause: 'credential-invalid' },
		},
	);
}

/** Throws away the fault of a list that a trigger asked for, once for each trigger. */
export function faultFor({ subscriber, group, need }: Reporter): Error | undefined {
	const { fault } = group;
	if (!fault || !need.lists[fault.list] || !fault.untold.delete(subscriber)) return undefined;
	return fault.error;
}

/** Writes once a day to the log how a trigger is doing, and at once when its lookback was widened. */
export function noteStatus(
	{ feed, subscriber, node }: Reporter,
	before: TriggerState,
	after: TriggerState,
	nowMs: number,
	note: (message: string) => void,
): void {
	const notedAtMs = feed.notedAtMs.get(subscriber);
	const lookbackOf = ({ lists }: TriggerState) =>
		Math.max(lists.orders?.lookbackMs ?? 0, lists.finished?.lookbackMs ?? 0);
	const isWidened = lookbackOf(after) > lookbackOf(before);
	if (!isWidened && notedAtMs !== undefined && nowMs < notedAtMs + DAY_MS) return;
	feed.notedAtMs.set(subscriber, nowMs);
	const widened = isWidened
		? ` From now on each read looks back ${spanText(lookbackOf(after))}.`
		: '';
	note(`"${node.name}": ${feedSentence(after, nowMs)}${widened}`);
}
