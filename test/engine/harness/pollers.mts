import type { INode, Workflow, WorkflowActivateMode } from 'n8n-workflow';
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
import type { PollOutcome, WorkflowRow } from './types.mts';

export interface PollerOptions {
	/**
	 * Saves the state and then never starts the execution, as when n8n is killed in between: it saves
	 * without waiting and creates the execution afterwards.
	 */
	loseExecution?: boolean;
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
		const context = new core.PollContext(
			workflow,
			node,
			additionalDataFor(engine, row.id),
			'trigger',
			activation,
		);
		const start = { row, node, mode: 'trigger' as const };
		return {
			node,
			poll: async ({ loseExecution = false, inBackground = false } = {}) => {
				const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
				if (poll === undefined) throw new Error(`${node.type} has no poll().`);
				let emitted;
				try {
					emitted = await poll.call(context);
				} catch (thrown) {
					const error = toError(thrown);
					return { emitted: null, error, execution: recordFailure(engine, start, error) };
				}
				if (emitted === null) return { emitted };
				saveStaticData(row, workflow);
				if (loseExecution) return { emitted };
				const execution = execute(engine, {
					...start,
					// n8n loads the workflow anew for every execution.
					workflow: openWorkflow(engine, row, loadStaticData(row), true),
					data: emitted,
				});
				if (!inBackground) return { emitted, execution: await execution };
				runInBackground(engine, execution);
				return { emitted };
			},
		};
	});
