import type {
	ILoadOptionsFunctions,
	INodeCredentials,
	INodeListSearchResult,
	INodeParameters,
} from 'n8n-workflow';
import { core } from './engine.mts';
import type { Engine } from './executions.mts';
import { additionalDataFor, openWorkflow, toRow } from './executions.mts';

export type ListResult = INodeListSearchResult;

export interface ListRequest {
	nodeType: string;
	/** Name of the method under `methods.listSearch`. */
	method: string;
	/** What the user has set in the node so far. */
	parameters?: INodeParameters;
	credentials?: INodeCredentials;
	/** What the user has typed into the drop-down. */
	filter?: string;
	paginationToken?: string;
}

/** Calls a node's list search as n8n's editor does when a drop-down is opened or typed into. */
export const searchList = async (engine: Engine, request: ListRequest): Promise<ListResult> => {
	const nodeType = engine.types.nodeTypes.getByNameAndVersion(request.nodeType);
	const version = nodeType.description.version;
	const row = toRow(engine, {
		nodes: [
			{
				name: 'Temp-Node',
				type: request.nodeType,
				typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
				position: [0, 0],
				parameters: request.parameters ?? {},
				credentials: request.credentials,
			},
		],
		connections: {},
	});
	const workflow = openWorkflow(engine, row, {}, false);
	const node = workflow.getNode('Temp-Node');
	const search = nodeType.methods?.listSearch?.[request.method];
	if (node === null || search === undefined) {
		throw new Error(`${request.nodeType} has no list search "${request.method}".`);
	}
	const additionalData = {
		...additionalDataFor(engine),
		currentNodeParameters: node.parameters,
	};
	const context = new core.LoadOptionsContext(workflow, node, additionalData, '');
	return await search.call(
		context as ILoadOptionsFunctions,
		request.filter,
		request.paginationToken,
	);
};
