import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** What the earlier tries of a node run have sent. */
export interface SentBefore {
	/** The output of an item whose message was sent; undefined when it is still to be sent. */
	resultOf(item: INodeExecutionData): IDataObject | undefined;
	note(item: INodeExecutionData, result: IDataObject): void;
}

// By input item: n8n makes new item objects for every run of a node, whether in a loop or on a
// second branch, and hands the same ones to all tries of one run. Weak, so that nothing outlives
// its execution.
const sentOf = new WeakMap<INodeExecutionData, Map<string, IDataObject>>();

/**
 * Opens the memory of a node run. `Retry On Fail` runs the whole node again with all its items, so
 * without it one unclear answer would send every message before it twice.
 *
 * Only what Feishu surely took is noted. A message with an unclear answer (a timeout, a gateway's
 * error page) is sent again by the next try and may then stand twice in the group: every message
 * arrives at least once, and nobody can tell whether that one did.
 */
export function sentBefore(context: IExecuteFunctions): SentBefore {
	// As a tool the node gets the same item for every call of the agent: each is a message of its own.
	if (context.isToolExecution?.()) return { resultOf: () => undefined, note: () => undefined };
	const key = `${context.getExecutionId()}:${context.getNode().id}`;
	return {
		resultOf: (item) => sentOf.get(item)?.get(key),
		note: (item, result) => {
			const results = sentOf.get(item) ?? new Map<string, IDataObject>();
			sentOf.set(item, results.set(key, result));
		},
	};
}
