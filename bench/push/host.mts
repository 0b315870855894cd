import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeType } from 'n8n-workflow';
import { core } from '../../test/engine/harness/engine.mts';
import {
	createCredentialStore,
	type CredentialInput,
} from '../../test/engine/harness/credentialStore.mts';
import { createCredentialsHelper } from '../../test/engine/harness/credentialsHelper.mts';
import { createDataTables } from '../../test/engine/harness/dataTables.mts';
import {
	additionalDataFor,
	loadStaticData,
	openWorkflow,
	saveStaticData,
	toRow,
	type Engine,
} from '../../test/engine/harness/executions.mts';
import {
	readBody,
	toHostedRequest,
	toHostedResponse,
} from '../../test/engine/harness/httpRequest.mts';
import { createKnownTypes } from '../../test/engine/harness/nodeTypes.mts';
import type { WorkflowJson, WorkflowRow } from '../../test/engine/harness/types.mts';
import { nodeWebhooks } from '../../test/engine/harness/webhooks.mts';

/** A server that hosts webhooks, and what they have done. */
export interface WebhookHost {
	/** Without trailing slash. */
	readonly url: string;
	/** Executions that n8n would have started. */
	readonly started: () => number;
	/** Length of a workflow's static data as it was last saved, in characters. */
	readonly stateLength: (path: string) => number;
	close(): Promise<void>;
}

export interface HostedWorkflow {
	/** Path of the address. */
	readonly path: string;
	readonly workflow: WorkflowJson;
	/** Stands in for what the node itself does. */
	readonly webhook?: INodeType['webhook'];
}

/**
 * Hosts the first webhook of each workflow on `node:http`, as n8n does with a request: static data is
 * read for it, a workflow and a WebhookContext are made, the node runs, its answer is asked for, static
 * data that was changed is printed, the answer leaves. An execution is counted and not run: that is n8n's work.
 *
 * @param bare answers 200 without n8n, on its own path.
 */
export const startWebhookHost = async (
	hosted: readonly HostedWorkflow[],
	options: {
		credentials: Record<string, CredentialInput>;
		barePath: string;
	},
): Promise<WebhookHost> => {
	const packageRoot = process.cwd();
	const types = await createKnownTypes({
		packageRoot,
		nodesBaseRoot: `${packageRoot}/.cache/node_modules/n8n-nodes-base`,
	});
	const store = createCredentialStore(options.credentials);
	const engine: Engine = {
		types,
		credentialsHelper: createCredentialsHelper(store, types),
		dataTables: createDataTables(),
		executions: [],
		running: new Set(),
		baseUrl: 'http://127.0.0.1',
	};
	const rows = new Map<string, WorkflowRow>(
		hosted.map(({ path, workflow }) => [path, toRow(engine, workflow)]),
	);
	const standIns = new Map(hosted.map(({ path, webhook }) => [path, webhook]));
	let started = 0;

	const serve = async (message: IncomingMessage, reply: ServerResponse): Promise<void> => {
		const request = toHostedRequest(message);
		const response = toHostedResponse(reply);
		if (request.path === options.barePath) {
			await readBody(request, 1);
			response.status(200).json({ received: true });
			return;
		}
		const row = rows.get(request.path);
		const [stored] = row?.nodes ?? [];
		if (!row || !stored) throw new Error(`No webhook ${request.path}.`);
		const workflow = openWorkflow(engine, row, loadStaticData(row), true);
		const node = workflow.getNode(stored.name) ?? stored;
		const additionalData = additionalDataFor(engine, row.id);
		const [webhook] = nodeWebhooks(workflow, node, additionalData);
		if (!webhook) throw new Error(`No webhook in ${node.name}.`);
		await readBody(request, node.typeVersion);
		Object.assign(additionalData, { httpRequest: request, httpResponse: response });
		const { webhook: own } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const run = standIns.get(request.path) ?? own;
		const context = new core.WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			webhook,
			[],
			null,
		);
		const result = await run?.call(context);
		if (result?.workflowData) {
			started += 1;
			// n8n opens the workflow a second time for the execution, over the same static data.
			workflow.staticData.__dataChanged = false;
		}
		const answer: unknown = result?.webhookResponse ?? {};
		saveStaticData(row, workflow);
		if (!result?.noWebhookResponse) response.status(200).json(answer);
	};
	const server = createServer((message, reply) => {
		serve(message, reply).catch((error: unknown) => {
			reply.statusCode = 599;
			reply.end(String(error));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		started: () => started,
		stateLength: (path) => rows.get(path)?.staticDataJson.length ?? 0,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
};
