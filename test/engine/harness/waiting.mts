import type { INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { Container, core } from './engine.mts';
import type { Engine } from './executions.mts';
import {
	additionalDataFor,
	loadStaticData,
	openWorkflow,
	runInBackground,
	runOn,
} from './executions.mts';
import type { HostedRequest, HostedResponse } from './httpRequest.mts';
import { readBody } from './httpRequest.mts';
import type { Execution } from './types.mts';
import { nodeWebhooks } from './webhooks.mts';

/** Addresses at which waiting executions go on: `/webhook-waiting/EXECUTION/NODE`. */
export const WAITING = /^\/webhook-waiting\/([^/]+)\/([^/]+)$/;

/** What n8n shows where a node that sends and waits does not wait any more. */
const NO_ACTION = 'No action required';
const INVALID = 'Invalid token';

/** A waiting execution as n8n reads it from its database, its node switched off. */
const opened = (engine: Engine, { waiting }: Execution) => {
	if (!waiting) throw new Error('This execution does not wait.');
	const { row } = waiting;
	const data = JSON.parse(waiting.dataJson) as IRunExecutionData;
	const entry = data.executionData?.nodeExecutionStack[0];
	if (!entry) throw new Error('This execution waits at no node.');
	const workflow = openWorkflow(engine, row, loadStaticData(row), true);
	return { row, data, entry, workflow, additionalData: additionalDataFor(engine, row.id) };
};

const goOn = async (
	execution: Execution,
	{ row, data, workflow, additionalData }: ReturnType<typeof opened>,
): Promise<Execution> => {
	execution.status = 'running';
	delete execution.waiting;
	return await runOn(execution, { row, workflow, additionalData, runExecutionData: data });
};

/** What n8n's wait tracker does when the time is up: the node that waits passes its input on. */
export const goOnAfterWait = async (engine: Engine, execution: Execution): Promise<Execution> =>
	await goOn(execution, opened(engine, execution));

/** The parameter of an address that holds its signature. */
const SIGNATURE = 'signature';

const isSigned = (request: HostedRequest): boolean => {
	const url = new URL(request.originalUrl, 'http://localhost');
	const { hmacSignatureSecret } = Container.get(core.InstanceSettings);
	const signature = url.searchParams.get(SIGNATURE) ?? '';
	return core.validateUrlSignature(signature, url, hmacSignatureSecret);
};

/**
 * Serves a request to a waiting execution as n8n's waiting-webhooks and webhook-helpers do for a node
 * that sends and waits.
 */
export const serveWaiting = async (
	engine: Engine,
	request: HostedRequest,
	response: HostedResponse,
): Promise<void> => {
	const [, id, nodeId] = WAITING.exec(request.path) ?? [];
	const execution = engine.executions.find((one) => one.id === id);
	if (!execution) {
		response.status(404).json({ message: `The execution "${id}" does not exist.` });
	} else if (!isSigned(request)) {
		response.status(401).send(INVALID);
	} else if (execution.status === 'running') {
		response.status(409).json({ message: `The execution "${id}" is running already.` });
	} else if (execution.error) {
		response.status(409).json({ message: `The execution "${id}" has finished with error.` });
	} else if (!execution.waiting) {
		response.status(200).send(NO_ACTION);
	} else {
		await serveWait(engine, execution, { nodeId, request, response });
	}
};

const serveWait = async (
	engine: Engine,
	execution: Execution,
	{
		nodeId,
		request,
		response,
	}: { nodeId: string | undefined; request: HostedRequest; response: HostedResponse },
): Promise<void> => {
	const wait = opened(engine, execution);
	const { data, entry, workflow, additionalData } = wait;
	const node = workflow.getNode(entry.node.name);
	if (!node) throw new Error(`No node ${entry.node.name}.`);
	const webhook = nodeWebhooks(workflow, node, additionalData).find(
		({ path, httpMethod, webhookDescription }) =>
			path === nodeId && httpMethod === request.method && webhookDescription.restartWebhook,
	);
	if (!webhook) {
		response.status(200).send(NO_ACTION);
		return;
	}
	await readBody(request, node.typeVersion);
	Object.assign(additionalData, { httpRequest: request, httpResponse: response });
	const { webhook: run } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (!run) throw new Error(`${node.type} has no webhook().`);
	const { mode } = execution;
	const result = await run.call(
		new core.WebhookContext(workflow, node, additionalData, mode, webhook, [], data),
	);
	if (!result.workflowData) {
		if (!result.noWebhookResponse) response.status(200).json(result.webhookResponse);
		return;
	}
	entry.data.main = result.workflowData as INodeExecutionData[][];
	entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
	runInBackground(engine, goOn(execution, wait));
	if (!result.noWebhookResponse) response.status(200).send(result.webhookResponse);
};
