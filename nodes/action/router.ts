import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

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

/** How the input items of a node are run. */
export interface ItemRun {
	/** Makes the output of one input item. */
	run(index: number): Promise<IDataObject[]>;
	/** What earlier tries of this run have brought; the memory of the run when absent. */
	before?: EarlierTries;
	/** Indexes of the items in the order in which they run; that of the input when absent. */
	order?: readonly number[];
	/** Fields that every output of an item carries in front, e.g. its `eventId`. */
	carried?(index: number): IDataObject;
	/** Fields of the output of an item that brought no result, before the reason. */
	failed?: IDataObject;
}

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error(String(reason));
}

/** What goes on in place of a result when the node is set to continue. */
function reasonRow(reason: unknown): IDataObject {
	const { message } = asError(reason);
	const isNodeError = reason instanceof NodeApiError || reason instanceof NodeOperationError;
	const description = isNodeError ? reason.description : undefined;
	return { error: message, ...(description && { description }) };
}

/**
 * Runs a node for every input item: the one loop and the one `try`, which pairs items and decides
 * whether to go on after an item that brought no result. An item that an earlier try of the same run
 * has done is not done again.
 *
 * @returns the results in the order of the input.
 * @throws NodeApiError or NodeOperationError with the index of the item.
 */
export async function runItems(
	context: IExecuteFunctions,
	{ run, before = earlierTries(context), order, carried, failed }: ItemRun,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const results = new Map<number, INodeExecutionData[]>();
	const keep = (item: number, rows: IDataObject[]) => {
		const front = carried?.(item);
		const whole = front ? rows.map((row) => ({ ...front, ...row })) : rows;
		const json = context.helpers.returnJsonArray(whole);
		results.set(item, context.helpers.constructExecutionMetaData(json, { itemData: { item } }));
	};
	for (const index of order ?? items.keys()) {
		try {
			const rows = before.resultOf(index) ?? (await run(index));
			before.note(index, rows);
			keep(index, rows);
		} catch (reason) {
			if (context.continueOnFail()) {
				keep(index, [{ ...failed, ...reasonRow(reason) }]);
				continue;
			}
			// n8n hands its own errors back as they are, so the index has to be put on them.
			if (reason instanceof NodeApiError) {
				reason.context.itemIndex = index;
				throw new NodeApiError(context.getNode(), reason as unknown as JsonObject);
			}
			if (reason instanceof NodeOperationError) reason.context.itemIndex = index;
			throw new NodeOperationError(context.getNode(), asError(reason), { itemIndex: index });
		}
	}
	return [...items.keys()].flatMap((index) => results.get(index) ?? []);
}
