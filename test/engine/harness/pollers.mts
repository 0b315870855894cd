import type {
	INode,
	INodeExecutionData,
	IPollFunctions,
	IRun,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { core } from './engine.mts';
import type { Engine } from './executions.mts';
import {
	additionalDataFor,
	execute,
	loadStaticData,
	openWorkflow,
	recordFailure,
	runInBackground,
	saveStaticData,
	toError,
} from './executions.mts';
import type { Execution, PollOutcome, WorkflowRow } from './types.mts';

export interface PollerOptions {
	/**
	 * Saves the state and then never starts the execution, as when n8n is killed in between: it saves
	 * without waiting and creates the execution afterwards.
	 */
	loseExecution?: boolean;
	/**
	 * For a node that starts executions itself: how far n8n gets before it is killed. So many executions
	 * end and tell it, the next one ends without telling it (`beforeWord`) or is saved and never created
	 * (`beforeStart`), and so are all others.
	 */
	killed?: { after: number; when: 'beforeStart' | 'beforeWord' };
	/**
	 * Starts the execution and does not wait for it, as n8n does; `host.executions` shows how it
	 * ended.
	 */
	inBackground?: boolean;
}

export interface Poller {
	readonly node: INode;
	/**
	 * One tick. Never throws: what the node throws is in the outcome, as n8n keeps the workflow
	 * active.
	 */
	poll(options?: PollerOptions): Promise<PollOutcome>;
}

/**
 * The polling nodes of an active workflow. n8n makes one context per node at activation and uses it
 * for every tick until the workflow is deactivated, so the activation mode a node sees never
 * changes in between, and a change that a failing poll made to static data stays in memory and is
 * saved with the next emit.
 */
export const createPollers = (
	engine: Engine,
	row: WorkflowRow,
	workflow: Workflow,
	activation: WorkflowActivateMode,
): Poller[] =>
	workflow.getPollNodes().map((node): Poller => {
		const start = { row, node, mode: 'trigger' as const };
		/** The executions of the poll under way, and how far n8n gets with them. */
		let handedOut: Array<Promise<Execution>> = [];
		let killed: PollerOptions['killed'];
		const run = async (data: INodeExecutionData[][], ended?: (run: IRun) => void) =>
			await execute(engine, {
				...start,
				// n8n loads the workflow anew for every execution.
				workflow: openWorkflow(engine, row, loadStaticData(row), true),
				data,
				...(ended && { ended }),
			});
		const emit = (
			data: INodeExecutionData[][],
			_response?: unknown,
			done?: Parameters<IPollFunctions['__emit']>[2],
		): void => {
			saveStaticData(row, workflow);
			const left = (killed?.after ?? Infinity) - handedOut.length;
			if (left < 0 || (left === 0 && killed?.when === 'beforeStart')) return;
			const execution = run(data, left > 0 ? (ended) => done?.resolve(ended) : undefined);
			runInBackground(engine, execution);
			handedOut.push(execution);
		};
		const context = new core.PollContext(
			workflow,
			node,
			additionalDataFor(engine, row.id),
			'trigger',
			activation,
			emit,
		);
		return {
			node,
			poll: async ({ loseExecution = false, inBackground = false, ...how } = {}) => {
				const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
				if (poll === undefined) throw new Error(`${node.type} has no poll().`);
				handedOut = [];
				({ killed } = how);
				let emitted;
				try {
					emitted = await poll.call(context);
				} catch (thrown) {
					const error = toError(thrown);
					return { emitted: null, error, execution: recordFailure(engine, start, error) };
				}
				if (handedOut.length > 0) {
					const started = await Promise.all(handedOut);
					return { emitted, handedOut: started, ...(started[0] && { execution: started[0] }) };
				}
				if (emitted === null) return { emitted };
				saveStaticData(row, workflow);
				if (loseExecution) return { emitted };
				const execution = run(emitted);
				if (!inBackground) return { emitted, execution: await execution };
				runInBackground(engine, execution);
				return { emitted };
			},
		};
	});
