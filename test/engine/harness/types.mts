import type {
	ExecutionStatus,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	IRunData,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** A workflow as n8n exports it; ids are given where they are missing. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: Array<Omit<INode, 'id'> & { id?: string }>;
	connections: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
}

/** One row of n8n's workflow table. */
export interface WorkflowRow {
	readonly id: string;
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
	readonly settings: IWorkflowSettings;
	/** The saved static data as JSON: what a restart finds. */
	staticDataJson: string;
}

/** One row of n8n's execution list. */
export interface Execution {
	readonly id: string;
	readonly workflowId: string;
	readonly workflowName: string;
	readonly mode: WorkflowExecuteMode;
	/** Name of the node that started it. */
	readonly startedBy: string;
	status: ExecutionStatus;
	/** Output of every node that ran, by node name, `pairedItem` included. */
	runData: IRunData;
	error?: Error;
	/** What n8n's database keeps of an execution that waits. */
	waiting?: WaitingExecution;
}

export interface WaitingExecution {
	readonly row: WorkflowRow;
	/** When it goes on by itself. */
	readonly until: Date;
	/** The run data as JSON. */
	readonly dataJson: string;
}

export interface PollOutcome {
	/** What `poll()` returned. */
	readonly emitted: INodeExecutionData[][] | null;
	/** The execution it started, finished; of several the first. Absent when nothing was emitted. */
	readonly execution?: Execution;
	/** The executions that the node has started itself, in their order; those that it lost are not among them. */
	readonly handedOut?: readonly Execution[];
	/** What `poll()` threw; n8n records a failed execution and keeps the workflow active. */
	readonly error?: Error;
}
