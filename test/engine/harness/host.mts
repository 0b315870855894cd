import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeType,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { ActivateOptions, ActiveWorkflow } from './activation.mts';
import { activate } from './activation.mts';
import type { Visit } from './connect.mts';
import { connect } from './connect.mts';
import type { CredentialInput } from './credentialStore.mts';
import { createCredentialStore } from './credentialStore.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import type { CredentialTestResult } from './credentialTest.mts';
import { testCredential } from './credentialTest.mts';
import type { DataTables } from './dataTables.mts';
import { createDataTables } from './dataTables.mts';
import { removeEngineFolder } from './environment.mts';
import type { Engine } from './executions.mts';
import { execute, loadStaticData, openWorkflow, toRow } from './executions.mts';
import type { ListRequest, ListResult } from './lists.mts';
import { searchList } from './lists.mts';
import { createKnownTypes } from './nodeTypes.mts';
import type { Execution, WorkflowJson } from './types.mts';
import { goOnAfterWait } from './waiting.mts';
import { startWebhookServer } from './webhookServer.mts';

export interface HostOptions {
	/** Folder with `package.json` and `dist`. Default: the working directory. */
	packageRoot?: string;
	/** Unpacked n8n-nodes-base. Default: `.cache/node_modules/n8n-nodes-base` of the package. */
	nodesBaseRoot?: string;
	/** Credentials by id. A node without a valid id gets the only credential of its type. */
	credentials?: Record<string, CredentialInput>;
	/** Node types of a test's own, by full name. */
	extraNodes?: Record<string, INodeType>;
	/**
	 * For how long this n8n has been running already, ms. With 0 the package holds its first call back for the
	 * platform's second, in which an n8n before it may have called. Default: long enough.
	 */
	runningForMs?: number;
	/** Port of the webhook server on 127.0.0.1. Default: any free one. */
	port?: number;
}

export interface RunOptions {
	/** What enters the start node. Default: one empty item. */
	inputData?: INodeExecutionData[];
	/** Default: the node n8n would start from, else the first one without input. */
	startNode?: string;
	/** What nodes see as `getMode()`. Default: `manual`; nothing is saved then. */
	mode?: WorkflowExecuteMode;
}

export interface Host {
	readonly baseUrl: string;
	/** n8n's execution list, oldest first, failed ones included. */
	readonly executions: readonly Execution[];
	/** What workflows keep in n8n's data tables. */
	readonly dataTables: Omit<DataTables, 'provider'>;
	/** Runs a workflow once, from start to end. A failing node is in the result, not thrown. */
	runWorkflow(json: WorkflowJson, options?: RunOptions): Promise<Execution>;
	activate(json: WorkflowJson, options?: ActivateOptions): Promise<ActiveWorkflow>;
	/**
	 * n8n ends and starts again: module-level memory of the package is gone, every active workflow is
	 * activated anew (mode `init` unless told otherwise) with the static data last saved.
	 */
	restart(options?: ActivateOptions): Promise<void>;
	/** The time of a waiting execution is up: it goes on, as n8n lets it within a minute. */
	endWait(execution: Execution): Promise<Execution>;
	/** *Connect* of an OAuth2 credential. */
	connect(credentialId: string, visit: Visit): Promise<IDataObject>;
	/** What n8n does on "Save": runs the credential's test. */
	testCredential(credentialId: string): Promise<CredentialTestResult>;
	/** What is stored for a credential now, unresolved. */
	storedCredential(credentialId: string): ICredentialDataDecryptedObject;
	/** How often nodes have read credentials so far: n8n decrypts and resolves them anew each time. */
	credentialReads(): number;
	/** Replaces what is stored for a credential, as a user who edits it. */
	editCredential(credentialId: string, data: ICredentialDataDecryptedObject): void;
	/** Fills a drop-down as n8n's editor does. */
	searchList(request: ListRequest): Promise<ListResult>;
	/** Resolves when no execution is running. */
	idle(): Promise<void>;
	/** Leaves no server, socket or timer open. */
	close(): Promise<void>;
}

/** n8n loads its packages when it starts; whatever ran before it is over when a workflow first calls. */
const RUNNING_FOR_MS = 2_000;

/** Starts n8n's engine in this process with the built package. */
export const createHost = async (options: HostOptions = {}): Promise<Host> => {
	const packageRoot = options.packageRoot ?? process.cwd();
	const types = await createKnownTypes({
		packageRoot,
		nodesBaseRoot: options.nodesBaseRoot ?? join(packageRoot, '.cache/node_modules/n8n-nodes-base'),
		extraNodes: options.extraNodes,
		runningForMs: options.runningForMs ?? (options.packageRoot === undefined ? RUNNING_FOR_MS : 0),
	});
	const store = createCredentialStore(options.credentials ?? {});
	let credentialReads = 0;
	const helper = createCredentialsHelper(store, types);
	const engine: Engine = {
		types,
		credentialsHelper: {
			...helper,
			getDecrypted: async (...what) => {
				credentialReads += 1;
				return await helper.getDecrypted(...what);
			},
		},
		dataTables: createDataTables(),
		executions: [],
		running: new Set(),
		baseUrl: '',
	};
	const server = await startWebhookServer(engine, options.port ?? 0);
	engine.baseUrl = server.baseUrl;
	const active: ActiveWorkflow[] = [];
	const idle = async (): Promise<void> => {
		while (engine.running.size > 0) await Promise.allSettled(engine.running);
	};

	return {
		baseUrl: server.baseUrl,
		executions: engine.executions,
		dataTables: engine.dataTables,
		runWorkflow: async (json, { inputData, startNode, mode = 'manual' } = {}) => {
			const row = toRow(engine, json);
			const workflow = openWorkflow(engine, row, loadStaticData(row), false);
			const node =
				startNode === undefined
					? (workflow.getStartNode() ??
						Object.values(workflow.nodes).find(
							({ name }) => workflow.getParentNodes(name).length === 0,
						))
					: workflow.getNode(startNode);
			if (!node) throw new Error('No node to start the workflow from could be found');
			const data = [inputData ?? [{ json: {} }]];
			return await execute(engine, { row, workflow, node, mode, data });
		},
		activate: async (json, activateOptions = {}) => {
			const activated = await activate(engine, server, json, activateOptions);
			const entry: ActiveWorkflow = {
				...activated,
				deactivate: async () => {
					await activated.deactivate();
					active.splice(active.indexOf(entry), 1);
				},
			};
			active.push(entry);
			return entry;
		},
		restart: async (restartOptions = {}) => {
			await types.reload();
			for (const workflow of active) {
				await workflow.restart({ activationMode: 'init', ...restartOptions });
			}
		},
		endWait: async (execution) => await goOnAfterWait(engine, execution),
		connect: async (credentialId, visit) => await connect(engine, store, credentialId, visit),
		testCredential: async (credentialId) => await testCredential(engine, store, credentialId),
		storedCredential: (credentialId) => store.byId(credentialId).read(),
		credentialReads: () => credentialReads,
		editCredential: (credentialId, data) => store.byId(credentialId).write(data),
		searchList: async (request) => await searchList(engine, request),
		idle,
		close: async () => {
			await idle();
			await server.close();
			removeEngineFolder();
		},
	};
};
