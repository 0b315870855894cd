import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, workflowLibrary } from './engine.mts';
import type { Engine, ExecutionStart } from './executions.mts';
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
import type { HostedRequest, HostedResponse } from './httpRequest.mts';
import { readBody, UnreadableBodyError } from './httpRequest.mts';
import type { WorkflowRow } from './types.mts';

const describedValue = (
	workflow: Workflow,
	node: INode,
	value: unknown,
	fallback?: string | number | boolean,
): string | number | boolean | undefined =>
	workflow.expression.getSimpleParameterValue(
		node,
		value as string,
		'internal',
		{},
		undefined,
		fallback,
	) as string | number | boolean | undefined;

const withoutOuterSlashes = (path: string): string => path.trim().replace(/^\/|\/$/g, '');

/**
 * The webhooks a node offers, their path and method expressions resolved as n8n's webhook.service
 * does.
 */
export const nodeWebhooks = (
	workflow: Workflow,
	node: INode,
	additionalData: IWorkflowExecuteAdditionalData,
): IWebhookData[] => {
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (node.disabled === true) return [];
	return (description.webhooks ?? []).flatMap((webhookDescription) => {
		const path = describedValue(workflow, node, webhookDescription.path);
		if (path === undefined) return [];
		const isFullPath = describedValue(workflow, node, webhookDescription.isFullPath, false);
		const methods = describedValue(workflow, node, webhookDescription.httpMethod, 'GET');
		return String(methods)
			.split(',')
			.map((method) => ({
				httpMethod: method.trim() as IWebhookData['httpMethod'],
				node: node.name,
				path: workflowLibrary.NodeHelpers.getNodeWebhookPath(
					workflow.id,
					node,
					withoutOuterSlashes(String(path)),
					isFullPath === true,
				),
				webhookDescription,
				workflowId: workflow.id,
				workflowExecuteAdditionalData: additionalData,
			}));
	});
};

/** Runs one of a node's webhook life-cycle methods, if it has it. */
export const runWebhookMethod = async (
	workflow: Workflow,
	webhook: IWebhookData,
	method: 'checkExists' | 'create' | 'delete',
	activation: WorkflowActivateMode,
): Promise<boolean | undefined> => {
	const node = workflow.getNode(webhook.node);
	if (node === null) throw new Error(`No node ${webhook.node}.`);
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const run = nodeType.webhookMethods?.[webhook.webhookDescription.name]?.[method];
	const { workflowExecuteAdditionalData: additionalData } = webhook;
	return await run?.call(
		new core.HookContext(workflow, node, additionalData, 'trigger', activation, webhook),
	);
};

export interface WebhookCall {
	row: WorkflowRow;
	nodeName: string;
	/** Path without the `/webhook/` in front. */
	path: string;
	/** `manual` for the test URL: nothing is saved and the node sees a manual run. */
	mode: Extract<WorkflowExecuteMode, 'webhook' | 'manual'>;
}

const sendError = (response: HostedResponse, status: number, message: string): void => {
	if (response.headersSent) return;
	response.status(status).json({ code: status === 500 ? 0 : status, message });
};

const sendAnswer = (response: HostedResponse, status: number, body: unknown): void => {
	response.status(status);
	if (typeof body === 'string') response.send(body);
	else response.json(body);
};

/** n8n's own answer for a webhook that starts an execution and gives none. */
const STARTED = { message: 'Workflow was started' };

/**
 * Starts an execution of what a webhook returned, as n8n's WorkflowRunner does. It first opens the
 * workflow a second time **over the same static data**, which n8n marks as unchanged with that: what
 * the node has written by then is not saved, unless it is written again. The execution itself
 * works on static data that is loaded anew.
 */
const startExecution = (
	engine: Engine,
	{ row, node, mode }: Omit<ExecutionStart, 'workflow' | 'data'>,
	data: INodeExecutionData[][],
	loaded: IDataObject | null,
): void => {
	openWorkflow(engine, row, loaded, true);
	const workflow = openWorkflow(engine, row, loadStaticData(row), true);
	runInBackground(engine, execute(engine, { row, node, mode, workflow, data }));
};

/**
 * Serves one request as n8n's live-webhooks and webhook-helpers do for `responseMode:
 * 'onReceived'`: static data is loaded for this request and, if it is marked as changed then, saved
 * before the answer is sent; `workflowData` starts an execution that the caller does not wait for;
 * the answer is read from the result when the execution is recorded; a throw answers 500, saves
 * nothing and records a failed execution.
 */
export const serveWebhook = async (
	engine: Engine,
	call: WebhookCall,
	request: HostedRequest,
	response: HostedResponse,
): Promise<void> => {
	const { row, mode } = call;
	const loaded = loadStaticData(row);
	const workflow = openWorkflow(engine, row, loaded, true);
	const node = workflow.getNode(call.nodeName);
	if (node === null) throw new Error(`No node ${call.nodeName}.`);
	const additionalData = additionalDataFor(engine, row.id);
	const webhook = nodeWebhooks(workflow, node, additionalData).find(
		({ path, httpMethod }) => path === call.path && httpMethod === request.method,
	);
	if (webhook === undefined) throw new Error(`No webhook ${request.method} ${call.path}.`);
	const { webhookDescription: description } = webhook;
	const responseMode = describedValue(workflow, node, description.responseMode, 'onReceived');
	if (responseMode !== 'onReceived') {
		throw new Error(`The engine harness does not serve response mode ${responseMode}.`);
	}
	const status = Number(describedValue(workflow, node, description.responseCode, 200));
	const save = (): void => {
		if (mode === 'webhook') saveStaticData(row, workflow);
	};

	try {
		await readBody(request, node.typeVersion);
	} catch (error) {
		if (!(error instanceof UnreadableBodyError)) throw error;
		sendError(response, 422, error.message);
		return;
	}
	Object.assign(additionalData, { httpRequest: request, httpResponse: response });
	const { webhook: run } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (run === undefined) throw new Error(`${node.type} has no webhook().`);

	const start = { row, node, mode };
	let result: IWebhookResponseData;
	try {
		const context = new core.WebhookContext(
			workflow,
			node,
			additionalData,
			mode,
			webhook,
			[],
			null,
		);
		result = await run.call(context);
	} catch (thrown) {
		recordFailure(engine, start, toError(thrown));
		sendError(response, 500, 'Workflow Webhook Error: Workflow could not be started!');
		return;
	}

	const { noWebhookResponse, workflowData } = result;
	const isAnswered = noWebhookResponse === true;
	if (isAnswered) save();
	if (workflowData !== undefined) startExecution(engine, start, workflowData, loaded);
	if (isAnswered) return;
	if (workflowData === undefined) {
		const answer: unknown = result.webhookResponse ?? { message: 'Webhook call received' };
		save();
		sendAnswer(response, status, answer);
		return;
	}
	// Whatever is described comes before what the node returned, and n8n describes this by itself.
	const described = describedValue(workflow, node, description.responseData, 'firstEntryJson');
	const silence = described === 'noData' ? undefined : described;
	const answer: unknown = described ? silence : (result.webhookResponse ?? STARTED);
	save();
	sendAnswer(response, status, answer);
};
