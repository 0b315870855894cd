import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** What earlier tries of a node run have done. */
export interface EarlierTries {
	/** Whether there was one: n8n repeats the node then, so the client need not repeat its calls. */
	readonly any: boolean;
	/** The results of an input item; undefined when it is still to be done. */
	resultOf(index: number): IDataObject[] | undefined;
	note(index: number, result: IDataObject[]): void;
}

type Runs = Map<string, IDataObject[] | undefined>;

// By input item: n8n makes new item objects for every run of a node, whether in a loop or on a
// second branch, and hands the same ones to all tries of one run. Weak, so that nothing outlives
// its execution.
const runsOf = new WeakMap<INodeExecutionData, Runs>();

/**
 * Opens the memory of a node run. `Retry On Fail` runs the whole node again with all its items: without
 * it, 20 orders of which the last one fails cost 40 calls, and 20 messages stand in the group twice.
 *
 * Only what surely came through is noted. A message with an unclear answer (a timeout, a gateway's
 * error page) is sent again by the next try and may then stand twice: every message arrives at least
 * once, and nobody can tell whether that one did.
 */
export function earlierTries(context: IExecuteFunctions): EarlierTries {
	const isRepeated = context.getNode().retryOnFail === true;
	// As a tool the node gets the same item for every call of the agent: each is one of its own.
	if (!isRepeated || context.isToolExecution?.()) {
		return { any: false, resultOf: () => undefined, note: () => undefined };
	}
	const key = `${context.getExecutionId()}:${context.getNode().id}`;
	const items = context.getInputData();
	const any = items.some((item) => runsOf.get(item)?.has(key));
	const note = (index: number, result: IDataObject[] | undefined) => {
		const item = items[index];
		if (!item) return;
		const runs: Runs = runsOf.get(item) ?? new Map();
		runsOf.set(item, runs.set(key, result));
	};
	if (!any) items.forEach((_, index) => note(index, undefined));
	return {
		any,
		resultOf: (index) => {
			const item = items[index];
			return item && runsOf.get(item)?.get(key);
		},
		note,
	};
}
