import { randomUUID } from 'node:crypto';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, workflowLibrary } from './engine.mts';
import type { CredentialsHelper } from './credentialsHelper.mts';
import type { DataTables } from './dataTables.mts';
import type { KnownTypes } from './nodeTypes.mts';
import type { Execution, WorkflowJson, WorkflowRow } from './types.mts';

/** What all parts of a host share. */
export interface Engine {
	readonly types: KnownTypes;
	readonly credentialsHelper: CredentialsHelper;
	readonly dataTables: DataTables;
	/** Every execution so far, oldest first, failed ones included: n8n's execution list. */
	readonly executions: Execution[];
	/** Executions that nobody waits for and that are still running. */
	readonly running: Set<Promise<unknown>>;
	/** Address of the harness's HTTP server, without a slash at the end. */
	baseUrl: string;
}

export const toError = (thrown: unknown): Error =>
	thrown instanceof Error ? thrown : new Error(String(thrown));

/**
 * Saves a workflow as n8n does: gives it and its nodes the ids an export may lack. The input is not
 * changed.
 */
export const toRow = ({ types }: Engine, json: WorkflowJson): WorkflowRow => {
	const copy = structuredClone(json);
	const nodes = copy.nodes.map((node) => ({ ...node, id: node.id ?? randomUUID() }));
	for (const node of nodes) {
		const { description } = types.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		workflowLibrary.resolveNodeWebhookId(node, description);
	}
	return {
		id: copy.id ?? randomUUID(),
		name: copy.name ?? 'Workflow',
		nodes,
		connections: copy.connections,
		settings: { executionOrder: 'v1', ...copy.settings },
		staticDataJson: JSON.stringify(copy.staticData ?? null),
	};
};

/** Static data as it was saved last, in an object of its own; null when nothing was saved yet. */
export const loadStaticData = (row: WorkflowRow): IDataObject | null =>
	JSON.parse(row.staticDataJson) as IDataObject | null;

/**
 * @param staticData held by the workflow itself: what a node changes in it is changed in this
 * object. A second workflow over the same object marks it as unchanged.
 */
export const openWorkflow = (
	engine: Engine,
	row: WorkflowRow,
	staticData: IDataObject | null,
	active: boolean,
): Workflow =>
	new workflowLibrary.Workflow({
		id: row.id,
		name: row.name,
		nodes: structuredClone(row.nodes),
		connections: row.connections,
		active,
		nodeTypes: engine.types.nodeTypes,
		...(staticData && { staticData }),
		settings: row.settings,
	});

/** Writes a workflow's static data to its row, if a node has changed it. */
export const saveStaticData = (row: WorkflowRow, workflow: Workflow): void => {
	if (workflow.staticData.__dataChanged !== true) return;
	row.staticDataJson = JSON.stringify(workflow.staticData);
	workflow.staticData.__dataChanged = false;
};

const notHosted = (what: string) => async (): Promise<never> => {
	throw new Error(`The engine harness does not run ${what}.`);
};

/** What n8n hands to every node of one execution, poll or request. */
export const additionalDataFor = (
	engine: Engine,
	workflowId?: string,
): IWorkflowExecuteAdditionalData => {
	const { baseUrl } = engine;
	return {
		credentialsHelper: engine.credentialsHelper,
		currentNodeExecutionIndex: 0,
		variables: {},
		workflowId,
		instanceBaseUrl: `${baseUrl}/`,
		restApiUrl: `${baseUrl}/rest`,
		webhookBaseUrl: `${baseUrl}/webhook`,
		webhookTestBaseUrl: `${baseUrl}/webhook-test`,
		webhookWaitingBaseUrl: `${baseUrl}/webhook-waiting`,
		formBaseUrl: `${baseUrl}/form`,
		formTestBaseUrl: `${baseUrl}/form-test`,
		formWaitingBaseUrl: `${baseUrl}/form-waiting`,
		mcpBaseUrl: `${baseUrl}/mcp`,
		mcpTestBaseUrl: `${baseUrl}/mcp-test`,
		executeWorkflow: notHosted('sub-workflows'),
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		startRunnerTask: notHosted('code in a task runner'),
		logAiEvent: () => undefined,
		externalSecretsProxy: new core.ExternalSecretsProxy(),
		'data-table': { dataTableProxyProvider: engine.dataTables.provider },
	};
};

export interface ExecutionStart {
	row: WorkflowRow;
	workflow: Workflow;
	node: INode;
	mode: WorkflowExecuteMode;
	/** What enters the start node; a trigger passes it on. */
	data: INodeExecutionData[][];
	additionalData?: IWorkflowExecuteAdditionalData;
	/** Told how it ended, as n8n tells a trigger that asks. */
	ended?: (run: IRun) => void;
}

const record = (engine: Engine, start: Omit<ExecutionStart, 'data' | 'workflow'>): Execution => {
	const execution: Execution = {
		id: String(engine.executions.length + 1),
		workflowId: start.row.id,
		workflowName: start.row.name,
		mode: start.mode,
		startedBy: start.node.name,
		status: 'running',
		runData: {},
	};
	engine.executions.push(execution);
	return execution;
};

/** Records what n8n shows as a failed execution when a trigger throws before anything runs. */
export const recordFailure = (
	engine: Engine,
	start: Omit<ExecutionStart, 'data' | 'workflow'>,
	error: Error,
): Execution => Object.assign(record(engine, start), { status: 'error' as const, error });

/**
 * Runs a workflow from one node to its end, or until it waits, and saves its static data unless it was a
 * manual run.
 */
export const execute = async (engine: Engine, start: ExecutionStart): Promise<Execution> => {
	const { row, node, data, workflow } = start;
	const execution = record(engine, start);
	const additionalData = start.additionalData ?? additionalDataFor(engine, row.id);
	const runExecutionData = workflowLibrary.createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] },
	});
	const { ended } = start;
	return await runOn(execution, { row, workflow, additionalData, runExecutionData, ended });
};

/** Runs an execution from where its data stand. What waits is kept in it as n8n's database keeps it. */
export const runOn = async (
	execution: Execution,
	{
		row,
		workflow,
		additionalData,
		runExecutionData,
		ended,
	}: {
		row: WorkflowRow;
		workflow: Workflow;
		additionalData: IWorkflowExecuteAdditionalData;
		runExecutionData: IRunExecutionData;
		ended?: ExecutionStart['ended'];
	},
): Promise<Execution> => {
	const { mode } = execution;
	additionalData.executionId = execution.id;
	additionalData.hooks = new core.ExecutionLifecycleHooks(mode, execution.id, {
		...row,
		active: true,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
	});
	const run = await new core.WorkflowExecute(
		additionalData,
		mode,
		runExecutionData,
	).processRunExecutionData(workflow);
	if (mode !== 'manual') saveStaticData(row, workflow);
	execution.status = run.status;
	execution.runData = run.data.resultData.runData;
	execution.error = run.data.resultData.error;
	ended?.(run);
	const { waitTill } = run;
	if (waitTill) execution.waiting = { row, until: waitTill, dataJson: JSON.stringify(run.data) };
	return execution;
};

/**
 * Lets an execution run on; `idle()` of the host waits for it. What a node throws is in the
 * execution, not here.
 */
export const runInBackground = (engine: Engine, execution: Promise<Execution>): void => {
	engine.running.add(execution);
	void execution.finally(() => engine.running.delete(execution));
};
